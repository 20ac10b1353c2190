// Burst suppression: the share of time, 0 to 1, in stretches of half a second or more
// during which |x| stays below an amplitude.
//
// The suppression ratio of anaesthesia (Rampil 1998: 5 uV, 0.5 s, over a minute); deep
// post-ictal suppression reads the same. A sample is told half a second late, when it is
// known how long its stretch has lasted. Samples that are no signal neither end a stretch
// nor count; a gap between frames ends it. 20 bytes; 1 comparison per sample.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

inline constexpr float kShortestSuppression_s = 0.5F;

class BurstSuppression {
 public:
  BurstSuppression(float amplitude_uv, float sample_rate_hz) noexcept;

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  float amplitude_uv_;
  int shortest_;  // samples
  // None of these grows beyond shortest_.
  int run_ = 0;    // samples of the stretch under way
  int after_ = 0;  // samples yet to be told of a stretch that has ended
  int age_ = 0;    // samples since the gap
};

}  // namespace homeostat::biomarkers
