// What detection by boosted trees must reach on the test streams.
#pragma once

#include <string>
#include <vector>

#include "tests/evaluation/results.h"

namespace homeostat::evaluation {

struct Bound {
  double least_useful = 0.0;             // sensitivity, of all quarters together
  double most_false_alarms_per_h = 0.0;  // the same
};
// By condition.
inline constexpr std::array<Bound, kConditions> kTreeBounds{
    {{0.9, 0.7}, {0.9, 0.7}, {0.9, 1.5}}};

// A line for each bound that the trees do not keep; NaN keeps none.
[[nodiscard]] std::vector<std::string> broken_bounds(const Result& trees);

}  // namespace homeostat::evaluation
