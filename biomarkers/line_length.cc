#include "biomarkers/line_length.h"

namespace homeostat::biomarkers {

FrameSum LineLength::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) has_previous_ = false;
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) {
      has_previous_ = false;
      continue;
    }
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    if (has_previous_) {
      seen.sum += uv > previous_uv_ ? uv - previous_uv_ : previous_uv_ - uv;
      ++seen.count;
    }
    previous_uv_ = uv;
    has_previous_ = true;
  }
  return seen;
}

}  // namespace homeostat::biomarkers
