#include "biomarkers/autocorrelation.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {

FrameMoments Autocorrelation::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) history_.forget();
  FrameMoments seen;
  for (int i = 0; i < samples.count; ++i) {
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    history_.push(uv, contains(samples.used, i));
    if (!history_.known(0) || !history_.known(lag_)) continue;
    const float before_uv = history_.uv(lag_);
    seen.sums[0] += uv * before_uv;
    seen.sums[1] += uv * uv;
    seen.sums[2] += before_uv * before_uv;
    ++seen.count;
  }
  return seen;
}

float Autocorrelation::value(const FrameMoments& window) const noexcept {
  const float size = sqrt(window.sums[1]) * sqrt(window.sums[2]);
  return size >= kNothing ? window.sums[0] / size : 0.0F;
}

}  // namespace homeostat::biomarkers
