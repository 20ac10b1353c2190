// Changes the sampling rate, by libsamplerate's windowed sinc (the one door to that
// library).
//
// Sample k stays at k / rate: there is no delay. Content above nine tenths of the lower
// Nyquist frequency is removed. A gap (NaN) stays a gap: each stretch of samples between
// gaps is resampled by itself, so nothing of one reaches another, and the ends of a
// stretch do not ring (the straight line through its ends is kept aside meanwhile).
#pragma once

#include <span>
#include <vector>

#include "sim/recording.h"

namespace homeostat::sim {

// Rates further apart than this are no rates of one signal.
inline constexpr double kMostRatio = 256.0;

// Returns round(n * to_hz / from_hz) samples; a copy where the rates differ by less than
// 1e-7. Throws RecordingError unless both rates are positive and within kMostRatio.
std::vector<float> resample(std::span<const float> samples_uv, double from_hz,
                            double to_hz);

// Brings every channel to `to_hz`. Channels that are alike in rate, length and gaps go
// through together: four take hardly longer than one.
void resample(std::span<Channel> channels, double to_hz);

}  // namespace homeostat::sim
