#include "biomarkers/phase_amplitude.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {

FrameMoments PhaseAmplitude::update(const ChannelSamples& samples,
                                    const ChannelSamples& other) noexcept {
  if (samples.after_gap || other.after_gap) {
    slow_.begin();
    fast_.begin();
  }
  FrameMoments seen;
  for (int i = 0; i < samples.count; ++i) {
    slow_.push(samples.uv[static_cast<std::size_t>(i)]);
    fast_.push(other.uv[static_cast<std::size_t>(i)]);
    const bool known = slow_.known() && fast_.known();
    if (!known || !contains(samples.used & other.used, i)) continue;
    const ComplexUv slow = slow_.signal();
    const ComplexUv fast = fast_.turned_back();
    const float size = sqrt(slow.re * slow.re + slow.im * slow.im);
    if (!(size >= kNothing)) continue;
    const float amplitude = sqrt(fast.re * fast.re + fast.im * fast.im);
    seen.sums[0] += amplitude * slow.re / size;
    seen.sums[1] += amplitude * slow.im / size;
    seen.sums[2] += amplitude;
    ++seen.count;
  }
  slow_.quench();
  fast_.quench();
  return seen;
}

float PhaseAmplitude::value(const FrameMoments& window) const noexcept {
  const float all = window.sums[2];
  if (!(all >= kNothing)) return 0.0F;
  const float re = window.sums[0] / all;
  const float im = window.sums[1] / all;
  return sqrt(re * re + im * im);
}

}  // namespace homeostat::biomarkers
