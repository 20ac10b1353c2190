// What every contender, and what knows nothing of seizures, answered on the test streams.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/performance.h"
#include "tests/evaluation/contenders.h"

namespace homeostat::evaluation {

// What happens to the signal while the detectors keep what was chosen without it. More
// than one gain: a stream each, scored together.
struct Condition {
  const char* title;
  std::vector<Gain> gains;
};
inline constexpr std::size_t kConditions = 3;
[[nodiscard]] const std::array<Condition, kConditions>& conditions();

struct Result {
  std::string name;
  bool null = false;  // not a detector
  // A recording a quarter and gain: quarter by quarter.
  std::array<std::vector<sim::ScoredRecording>, kConditions> recordings;
};

// In the contenders' order, nulls last.
[[nodiscard]] std::vector<Result> results_of(const std::vector<Contender>& contenders);

}  // namespace homeostat::evaluation
