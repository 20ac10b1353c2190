#include "biomarkers/hjorth.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {

FrameMoments HjorthSums::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) neighbours_ = 0;
  FrameMoments seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) {
      neighbours_ = 0;
      continue;
    }
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    const float step_uv = uv - previous_uv_;
    const float bend_uv = step_uv - previous_step_uv_;
    previous_uv_ = uv;
    previous_step_uv_ = step_uv;
    if (neighbours_ < order_) {
      ++neighbours_;
      continue;
    }
    seen.sums[0] += uv * uv;
    seen.sums[1] += step_uv * step_uv;
    if (order_ == 2) seen.sums[2] += bend_uv * bend_uv;
    ++seen.count;
  }
  return seen;
}

float HjorthMobility::value(const FrameMoments& window) const noexcept {
  return root_of_ratio(window.sums[1], window.sums[0]);
}

float HjorthComplexity::value(const FrameMoments& window) const noexcept {
  const float mobility = root_of_ratio(window.sums[1], window.sums[0]);
  return mobility > 0.0F ? root_of_ratio(window.sums[2], window.sums[1]) / mobility
                         : 0.0F;
}

}  // namespace homeostat::biomarkers
