#include "biomarkers/burst_suppression.h"

namespace homeostat::biomarkers {

BurstSuppression::BurstSuppression(float amplitude_uv, float sample_rate_hz) noexcept
    : amplitude_uv_(amplitude_uv),
      shortest_(static_cast<int>(kShortestSuppression_s * sample_rate_hz + 0.999F)) {}

FrameSum BurstSuppression::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) run_ = after_ = age_ = 0;
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    const bool signal = contains(samples.used, i);
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    const bool low = uv < amplitude_uv_ && uv > -amplitude_uv_;
    if (low || !signal) {
      if (run_ < shortest_) ++run_;
    } else {
      run_ = 0;
    }
    if (age_ < shortest_) ++age_;
    // Of the sample shortest_ - 1 before this one.
    const bool suppressed = run_ == shortest_ || after_ > 0;
    if (run_ == shortest_) {
      after_ = shortest_ - 1;
    } else if (after_ > 0) {
      --after_;
    }
    if (age_ < shortest_ || !signal) continue;
    seen.sum += suppressed ? 1.0F : 0.0F;
    ++seen.count;
  }
  return seen;
}

}  // namespace homeostat::biomarkers
