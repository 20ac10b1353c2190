// Zero crossings with hysteresis, per second: how often the signal went from above +h to
// below -h or back, wherever it was in between.
//
// Needs a channel with a high-pass filter: an offset beyond h hides every crossing. A
// sine of frequency f and amplitude above h gives 2 f. h = 0 counts every change of sign,
// noise above all. A crossing over samples that are no signal counts once, at their end;
// over a gap between frames nothing is known. Peers: mne_features counts crossings per
// epoch and knows no h (divide by the epoch's seconds). 12 bytes; 2 comparisons per
// sample.
#pragma once

#include <cstdint>

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class ZeroCrossings {
 public:
  ZeroCrossings(float hysteresis_uv, float sample_rate_hz) noexcept
      : hysteresis_uv_(hysteresis_uv), sample_rate_hz_(sample_rate_hz) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  enum class Side : std::uint8_t { kUnknown, kAbove, kBelow };

  float hysteresis_uv_;
  float sample_rate_hz_;
  Side side_ = Side::kUnknown;
};

}  // namespace homeostat::biomarkers
