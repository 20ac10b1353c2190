// How far figures over several recordings would move with other recordings of the kind:
// 95 % percentile intervals over recordings drawn with replacement.
//
// A recording is drawn whole, for what lies in one is not independent. Few recordings
// make intervals that are too narrow; one makes none. Seeded: equal everywhere.
#pragma once

#include <cstdint>
#include <span>

#include "sim/null_detectors.h"
#include "sim/performance.h"

namespace homeostat::sim {

// Of each recording its performance. Nullopt for a figure of which fewer than two
// recordings say anything (of a sensitivity: hold a seizure). Draws in which it is not
// known are left out. An infinite end of a latency is a miss.
[[nodiscard]] DrawnFigures bootstrap(std::span<const Performance> recordings,
                                     std::uint64_t seed, int draws);

}  // namespace homeostat::sim
