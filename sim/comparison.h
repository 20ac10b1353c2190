// A detector's performance and what stands beside it: what knows nothing of seizures, and
// how far the figures would move with other recordings. Pure: the same input, the same
// figures. Knows no files.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/matching.h"
#include "sim/null_detectors.h"
#include "sim/performance.h"
#include "sim/score_inputs.h"

namespace homeostat::sim {

struct Comparison {
  JudgeRules rules;
  std::uint64_t seed = 0;
  int draws = 0;
  bool delivered = false;  // therapies are those delivered
  Performance detector;
  Score samples;      // 1 Hz
  Matching matching;  // of all recordings, one after the other
  Performance always_on;
  DrawnFigures random;                 // in the order of compared_figures()
  std::optional<Performance> loudest;  // where the signal was given
  DrawnFigures intervals;
};

[[nodiscard]] Comparison compare(const ScoreInputs& inputs, const JudgeRules& rules,
                                 std::uint64_t seed, int draws);

// One to one (sim/matching.h) as the other scores: what was not the first detection of
// its seizure is a false positive, wherever it lies.
[[nodiscard]] Score score_of(const Matching& matching, double duration_s);

}  // namespace homeostat::sim
