// What a program may ask of sensing and detection. validate() refuses the rest, on the
// host and again on the device; every bound is inclusive.
//
// Knows no program: cross rules (a band inside the channel's filters, a window of at
// least one frame) are in the comments and checked by controller/validate.
#pragma once

#include "safety/units.h"

namespace homeostat::biomarkers {

// A channel is called as in recordings, and EDF leaves its labels this many characters.
inline constexpr int kLongestLabel = 16;

inline constexpr float kLowestSampleRateHz = 32.0F;
inline constexpr float kHighestSampleRateHz = 2000.0F;
inline constexpr Microseconds kLongestFrame = Microseconds(1'000'000);

// Corner frequencies as shares of the sample rate: below, float32 sections lose more than
// 0.2 uV to rounding; above, the bilinear transform leaves no slope.
inline constexpr float kLowestCornerShare = 1.0F / 2000.0F;
inline constexpr float kHighestCornerShare = 0.45F;
// high_pass_hz < low_pass_hz where both are used, and a band's edges at least this apart.
inline constexpr float kLowestBandRatio = 1.1F;

// A short window holds at least one frame, a long one at least four short windows.
inline constexpr Microseconds kLongestShortWindow = Microseconds(60'000'000);
inline constexpr Microseconds kLongestLongWindow = Microseconds(1'800'000'000);
inline constexpr int kLowestWindowRatio = 4;

// Exclusive: 1 is the baseline itself. What fires above lies beyond it, what fires below
// short of it.
inline constexpr float kBaselineRatio = 1.0F;
inline constexpr float kHighestRatioThreshold = 1000.0F;
inline constexpr float kLowestRatioThreshold = 1.0e-3F;
inline constexpr float kLowestAbsoluteThreshold = 1.0e-3F;
inline constexpr float kHighestAbsoluteThreshold = 1.0e9F;

// Of what a feature asks for in uV: less is below any amplifier's noise.
inline constexpr float kLowestAmplitudeUv = 0.01F;

// Of trees, in natural log-odds: a half second brings 6 at most, a sum of two of them
// remembers too little to be cautious, and beyond a hundred nothing is seen in time.
inline constexpr float kHighestDrift = 5.5F;
inline constexpr float kLowestAlarm = 0.5F;
inline constexpr float kHighestAlarm = 100.0F;

inline constexpr Microseconds kLongestBlanking = Microseconds(1'000'000);
inline constexpr Microseconds kLongestOnset = Microseconds(60'000'000);
inline constexpr Microseconds kLongestTermination = Microseconds(600'000'000);
inline constexpr Microseconds kLongestWarmUp = Microseconds(3'600'000'000);

inline constexpr float kLowestRailUv = 10.0F;
inline constexpr float kHighestRailUv = 1.0e6F;
inline constexpr Microseconds kLongestRailTime =
    Microseconds(60'000'000);  // at least one frame
// flat_uv: 0 means that only equal samples are flat; always below rail_uv.
inline constexpr Microseconds kShortestFlatTime =
    Microseconds(1'000'000);  // shorter: an ordinary lull
inline constexpr Microseconds kLongestFlatTime = Microseconds(600'000'000);
inline constexpr Microseconds kLongestFrameAge =
    Microseconds(60'000'000);  // at least two frames
// Of mains and muscle as shares of all power. line_hz and muscle_hz: 0, or below
// kHighestCornerShare of the sample rate.
inline constexpr int kLowestNoisePercent = 10;
inline constexpr int kHighestNoisePercent = 95;
inline constexpr float kHighestLineUv = 1.0e5F;
inline constexpr Microseconds kLongestLineTime =
    Microseconds(60'000'000);  // at least one second
// 0, or more than any Gaussian noise reaches: a median is 0.67 deviations.
inline constexpr float kLowestStepMedians = 6.0F;
inline constexpr float kHighestStepMedians = 1000.0F;
inline constexpr int kHighestCommissionedOhm = 1'000'000;
inline constexpr Microseconds kLongestRecovery = Microseconds(600'000'000);
inline constexpr Microseconds kLongestEpisodeHold = Microseconds(600'000'000);

}  // namespace homeostat::biomarkers
