// `homeostat score`: one events file against another, as a table or as JSON.
// Knows no scoring rule and no file format of its own: sim/scoring.h, sim/events_tsv.h.
#pragma once

#include <filesystem>
#include <iosfwd>

#include "sim/scoring.h"

namespace homeostat::sim {

struct ScoreOptions {
  std::filesystem::path reference;   // events.tsv: what happened
  std::filesystem::path hypothesis;  // events.tsv: what was detected
  bool json = false;
  ScoringParameters parameters;
  bool as_is =
      false;  // events out of order too, joined wrongly as the public scorer does
};

// Returns the exit code, 0. Throws RecordingError for a file that cannot be read and for
// two files that are not of one recording (durations more than 0.01 s apart), and unless
// as_is for events out of order or inside one another; UsageError for a parameter out of
// its range. What the reference scorer counts in a surprising way is counted so, and
// noted.
int score_command(const ScoreOptions& options, std::ostream& out);

}  // namespace homeostat::sim
