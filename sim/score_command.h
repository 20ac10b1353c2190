// `homeostat score`: one events file against another, as a table or as JSON.
// Knows no scoring rule and no file format of its own: sim/scoring.h, sim/events_tsv.h.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace homeostat::sim {

struct ScoreOptions {
  std::filesystem::path reference;   // events.tsv: what happened
  std::filesystem::path hypothesis;  // events.tsv: what was detected
  bool json = false;
};

// Returns the exit code, 0. Throws RecordingError for a file that cannot be read and for
// two files that are not of one recording (durations more than 0.01 s apart). Events that
// the reference scorer counts in a surprising way are counted so, and noted.
int score_command(const ScoreOptions& options, std::ostream& out);

}  // namespace homeostat::sim
