// Stretches of time as a set: sorted, apart, never empty.
#pragma once

#include <span>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

// What lies in at least one of the events, within [0, duration_s]. Stretches with less
// than gap_s between them are joined; touching ones always are.
[[nodiscard]] std::vector<Interval> union_of(std::span<const Interval> events,
                                             double duration_s, double gap_s = 0.0);

// Seconds in all.
[[nodiscard]] double length_s(std::span<const Interval> stretches);

// Seconds in both; each sorted and apart.
[[nodiscard]] double common_s(std::span<const Interval> a, std::span<const Interval> b);

}  // namespace homeostat::sim
