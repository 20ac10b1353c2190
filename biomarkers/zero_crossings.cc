#include "biomarkers/zero_crossings.h"

namespace homeostat::biomarkers {

FrameSum ZeroCrossings::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) side_ = Side::kUnknown;
  FrameSum seen;
  int crossings = 0;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) continue;
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    Side side = side_;
    if (uv > hysteresis_uv_) side = Side::kAbove;
    if (uv < -hysteresis_uv_) side = Side::kBelow;
    if (side != side_ && side_ != Side::kUnknown) ++crossings;
    side_ = side;
    ++seen.count;
  }
  seen.sum = static_cast<float>(crossings) * sample_rate_hz_;
  return seen;
}

}  // namespace homeostat::biomarkers
