// How well a time is known on a rig, and how that bears upon a verdict.
//
// Each source is a rectangular distribution of a half-width a, so u = a / sqrt(3); they
// are combined as the root of the sum of squares, and expanded with k = 2 (about 95 %),
// as ISO/IEC Guide 98-3 has it. Decision rule (ISO/IEC Guide 98-4, binary, guard band w =
// U): passed where value + U <= limit, else failed. What was not shown to hold is not
// passed. Whole numbers that a device or its stimulator tells (counts, modes, uA, pC) are
// exact: they carry none.
#pragma once

#include <vector>

#include "hil/conformance/text.h"

namespace homeostat::hil {

struct Contribution {
  Text source;
  double half_width_s = 0.0;

  double standard_s() const;
};

struct TimeUncertainty {
  std::vector<Contribution> sources;

  double combined_s() const;
  double expanded_s() const;  // k = 2
};

inline constexpr double kCoverage = 2.0;

// What tells a time: the end of a frame (modes, latch, notices), or a pulse's onset.
enum class Seen : std::uint8_t { kAtFrameEnds, kAtOnsets };

// `round_trip_s`: the longest of a paced run; 0 in lockstep, where the device's clock
// stands while the link is under way.
TimeUncertainty uncertainty_of(Seen seen, double frame_s, double round_trip_s);

}  // namespace homeostat::hil
