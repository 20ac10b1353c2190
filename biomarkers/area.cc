#include "biomarkers/area.h"

namespace homeostat::biomarkers {

FrameSum Area::update(const ChannelSamples& samples) noexcept {
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) continue;
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    seen.sum += uv < 0.0F ? -uv : uv;
    ++seen.count;
  }
  return seen;
}

}  // namespace homeostat::biomarkers
