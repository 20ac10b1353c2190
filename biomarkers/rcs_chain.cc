#include "biomarkers/rcs_chain.h"

#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {

template <std::size_t kRoom>
RcsChainOf<kRoom>::RcsChainOf(const RcsSettings& settings) noexcept
    : detector_count_(settings.detector_count),
      as_other_(settings.other_is_blanked == RcsBlanking::kAsOther),
      spectrum_(settings),
      sample_us_(1'000'000 / settings.sample_rate_hz) {
  for (std::size_t d = 0; d < detector_count_; ++d) {
    detectors_[d] = RcsDetector(settings.detectors[d]);
    blanks_[d] = {settings.detectors[d].blanking_ffts, settings.detectors[d].blank_both};
  }
  for (std::size_t i = 0; i < settings.state_count; ++i) {
    const RcsStateSettings& state = settings.states[i];
    Target& target = targets_[static_cast<std::size_t>(state.state)];
    target.programs = static_cast<std::uint8_t>(state.amplitude_count);
    for (std::size_t p = 0; p < state.amplitude_count; ++p) {
      target.tenths[p] =
          static_cast<std::uint8_t>(rcs_nearest(state.amplitudes_ma[p] * 10.0));
    }
  }
  for (RcsRamp& ramp : ramps_) {
    ramp = RcsRamp(rcs_ramp(settings.rise_ma_per_s), rcs_ramp(settings.fall_ma_per_s));
  }
}

template <std::size_t kRoom>
typename RcsChainOf<kRoom>::Step RcsChainOf<kRoom>::update(
    const RcsCounts& counts) noexcept {
  now_us_ += sample_us_;
  Step step;
  step.power = spectrum_.update(counts);
  step.detection = step.power && detect();
  if (step.detection) enter_state();
  return step;
}

// In order: what detector 0 blanks, detector 1 does not decide at the same moment.
template <std::size_t kRoom>
bool RcsChainOf<kRoom>::detect() noexcept {
  ++ffts_;
  bool any = false;
  for (std::size_t d = 0; d < detector_count_; ++d) {
    if (!detectors_[d].update(spectrum_.power(), ffts_)) continue;
    any = true;
    if (detectors_[d].changed() && blanks_[d].both) blank_other(d);
  }
  return any;
}

template <std::size_t kRoom>
void RcsChainOf<kRoom>::blank_other(std::size_t changed) noexcept {
  const std::size_t other = 1 - changed;
  const int ffts = blanks_[as_other_ ? other : changed].ffts;
  detectors_[other].blank_until(ffts_ + static_cast<std::uint64_t>(ffts));
}

template <std::size_t kRoom>
void RcsChainOf<kRoom>::enter_state() noexcept {
  const int state = detectors_[0].confirmed() + 3 * detectors_[1].confirmed();
  if (state == state_) return;
  state_ = state;
  const Target& target = targets_[static_cast<std::size_t>(state)];
  for (std::size_t p = 0; p < target.programs; ++p) {
    ramps_[p].aim(target.tenths[p], now_us_);
  }
}

template class RcsChainOf<kRcsAdaptiveChannels>;
template class RcsChainOf<kRcsChannels>;

}  // namespace homeostat::biomarkers
