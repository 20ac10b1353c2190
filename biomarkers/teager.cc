#include "biomarkers/teager.h"

namespace homeostat::biomarkers {

FrameSum TeagerEnergy::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) neighbours_ = 0;
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) {
      neighbours_ = 0;
      continue;
    }
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    if (neighbours_ == 2) {
      seen.sum += old_uv_ * old_uv_ - older_uv_ * uv;
      ++seen.count;
    } else {
      ++neighbours_;
    }
    older_uv_ = old_uv_;
    old_uv_ = uv;
  }
  return seen;
}

}  // namespace homeostat::biomarkers
