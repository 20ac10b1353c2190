// How a threshold is chosen: on the validation stream, for what a device is for.
#pragma once

#include "sim/performance.h"
#include "tests/evaluation/contenders.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {

// Useful sensitivity - 0.05 a false alarm an hour - 2 times the share of time in false
// alarm (shared/reference/detection.md 3.6). Higher is better.
[[nodiscard]] double worth(const sim::Performance& performance);

[[nodiscard]] sim::ScoredRecording heard(const Contender& contender, const Stream& stream,
                                         double threshold);

// The best of the grid, the lower of equals; the given one where there is no grid.
[[nodiscard]] double best_threshold(const Contender& contender, const Stream& validation);

}  // namespace homeostat::evaluation
