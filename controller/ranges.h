// What a program may ask of therapies where no limit of safety bounds it. Ours; every
// bound is inclusive. What safety bounds is in safety/ceilings.h, what sensing bounds in
// biomarkers/ranges.h.
#pragma once

#include "safety/units.h"

namespace homeostat::controller {

inline constexpr Microseconds kLongestRefractory = kDayLong;
inline constexpr Microseconds kLongestOnTime = kDayLong;
inline constexpr Microseconds kLongestOffTime = kDayLong;
inline constexpr Microseconds kLongestRamp{600'000'000};
// Of the power that a proportional therapy holds, uV^2, and of what smooths it.
inline constexpr double kLowestPowerLog10 = -6.0;
inline constexpr double kHighestPowerLog10 = 6.0;
inline constexpr double kLongestSmoothingS = 3600.0;

}  // namespace homeostat::controller
