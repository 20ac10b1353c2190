// How a threshold is chosen: on streams of the clips that are not tested, for what a
// device is for.
#pragma once

#include "sim/performance.h"
#include "tests/evaluation/contenders.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {

// Useful sensitivity - 0.05 a false alarm an hour - 2 times the share of time in false
// alarm (shared/reference/detection.md 3.6). Higher is better.
[[nodiscard]] double worth(const sim::Performance& performance);

[[nodiscard]] sim::ScoredRecording heard(const Contender& contender, const Stream& stream,
                                         const Setting& as);

// The best of the grid over all the streams, the lower of equals; the given one where
// there is no grid.
[[nodiscard]] double best_threshold(const Contender& contender, int quarter,
                                    const std::vector<Stream>& streams);

// Sets each contender's thresholds from the clips beside each quarter.
void choose(std::vector<Contender>& contenders);

}  // namespace homeostat::evaluation
