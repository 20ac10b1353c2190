#include "biomarkers/phase_locking.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {

FrameMoments PhaseLocking::update(const ChannelSamples& samples,
                                  const ChannelSamples& other) noexcept {
  if (samples.after_gap || other.after_gap) {
    band_.begin();
    other_band_.begin();
  }
  FrameMoments seen;
  for (int i = 0; i < samples.count; ++i) {
    band_.push(samples.uv[static_cast<std::size_t>(i)]);
    other_band_.push(other.uv[static_cast<std::size_t>(i)]);
    if (!band_.known() || !contains(samples.used & other.used, i)) continue;
    const ComplexUv a = band_.turned_back();
    const ComplexUv b = other_band_.turned_back();
    const float size = sqrt(a.re * a.re + a.im * a.im) * sqrt(b.re * b.re + b.im * b.im);
    if (!(size >= kNothing)) continue;
    seen.sums[0] += (a.re * b.re + a.im * b.im) / size;
    seen.sums[1] += (a.im * b.re - a.re * b.im) / size;
    ++seen.count;
  }
  band_.quench();
  other_band_.quench();
  return seen;
}

float PhaseLocking::value(const FrameMoments& window) const noexcept {
  if (window.count == 0) return 0.0F;
  const float re = window.sums[0] / static_cast<float>(window.count);
  const float im = window.sums[1] / static_cast<float>(window.count);
  return sqrt(re * re + im * im);
}

}  // namespace homeostat::biomarkers
