#include "biomarkers/rms.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {

FrameSum Rms::update(const ChannelSamples& samples) noexcept {
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) continue;
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    seen.sum += uv * uv;
    ++seen.count;
  }
  return seen;
}

float Rms::value(const FrameMoments& window) const noexcept {
  return root_of_ratio(window.sums[0], static_cast<float>(window.count));
}

}  // namespace homeostat::biomarkers
