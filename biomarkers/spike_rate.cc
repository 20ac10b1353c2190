#include "biomarkers/spike_rate.h"

namespace homeostat::biomarkers {

SpikeRate::SpikeRate(float min_amplitude_uv, int flank_samples,
                     float sample_rate_hz) noexcept
    : min_amplitude_uv_(min_amplitude_uv),
      flank_(flank_samples),
      sample_rate_hz_(sample_rate_hz),
      apart_(static_cast<int>(kSpikesApart_s * sample_rate_hz + 0.5F)) {}

FrameSum SpikeRate::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) {
    history_.forget();
    rest_ = 0;
  }
  FrameSum seen;
  int spikes = 0;
  for (int i = 0; i < samples.count; ++i) {
    history_.push(samples.uv[static_cast<std::size_t>(i)], contains(samples.used, i));
    if (rest_ > 0) --rest_;
    if (!history_.known(0)) continue;
    ++seen.count;
    if (rest_ > 0 || !is_spike()) continue;
    ++spikes;
    rest_ = apart_;
  }
  seen.sum = static_cast<float>(spikes) * sample_rate_hz_;
  return seen;
}

bool SpikeRate::is_spike() const noexcept {
  if (!history_.known(flank_) || !history_.known(2 * flank_)) return false;
  const float peak_uv = history_.uv(flank_);
  const float rise_uv = peak_uv - history_.uv(2 * flank_);
  const float fall_uv = peak_uv - history_.uv(0);
  return (rise_uv >= min_amplitude_uv_ && fall_uv >= min_amplitude_uv_) ||
         (rise_uv <= -min_amplitude_uv_ && fall_uv <= -min_amplitude_uv_);
}

}  // namespace homeostat::biomarkers
