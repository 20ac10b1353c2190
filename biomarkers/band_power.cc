#include "biomarkers/band_power.h"

namespace homeostat::biomarkers {

FrameSum BandPower::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) low_pass_.settle(high_pass_.settle(samples.uv[0]));
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    const float uv =
        low_pass_.filter(high_pass_.filter(samples.uv[static_cast<std::size_t>(i)]));
    if (!contains(samples.used, i)) continue;
    seen.sum += uv * uv;
    ++seen.count;
  }
  high_pass_.quench();
  low_pass_.quench();
  return seen;
}

}  // namespace homeostat::biomarkers
