// `homeostat score`: events files against others, or the folders of runs, as a table or
// as JSON. Knows no scoring rule and no file format of its own: sim/performance.h,
// sim/null_detectors.h, sim/bootstrap.h, sim/events_tsv.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "sim/scoring.h"

namespace homeostat::sim {

struct ScoreOptions {
  // One of each for every recording, in the same order.
  std::vector<std::filesystem::path> references;  // events.tsv: what happened
  std::vector<std::filesystem::path> hypotheses;  // events.tsv: what was detected
  std::vector<std::filesystem::path> recordings;  // EDF, for the amplitude; or none
  std::vector<std::filesystem::path> runs;        // folders that hold all of it
  std::string channel;                            // of the recordings; empty: the first
  bool json = false;
  bool strict = false;  // refuse events that no score should rest on
  ScoringParameters parameters;
  std::uint64_t seed = 1;  // of random alarms and of intervals
  int draws = 1000;        // of each
};

// Returns the exit code, 0. Throws RecordingError for a file that cannot be read and for
// files that are not of one recording (durations more than 0.01 s apart), with `strict`
// for events of strict_events.h; UsageError for a parameter out of its range and for
// lists that do not pair. Without `strict` such events are named in a line on `err` and
// scored as the public scorer does; what it counts in a surprising way is counted so,
// and noted.
int score_command(const ScoreOptions& options, std::ostream& out, std::ostream& err);

}  // namespace homeostat::sim
