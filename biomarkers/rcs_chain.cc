#include "biomarkers/rcs_chain.h"

#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {

RcsChain::RcsChain(const RcsSettings& settings) noexcept
    : settings_(settings),
      spectrum_(settings),
      sample_us_(1'000'000 / settings.sample_rate_hz) {
  for (std::size_t d = 0; d < settings_.detector_count; ++d) {
    detectors_[d] = RcsDetector(settings_.detectors[d]);
  }
  for (RcsRamp& ramp : ramps_) {
    ramp = RcsRamp(rcs_ramp(settings_.rise_ma_per_s), rcs_ramp(settings_.fall_ma_per_s));
  }
}

RcsChain::Step RcsChain::update(const RcsCounts& counts) noexcept {
  now_us_ += sample_us_;
  Step step;
  step.power = spectrum_.update(counts);
  step.detection = step.power && detect();
  if (step.detection) enter_state();
  return step;
}

// In order: what detector 0 blanks, detector 1 does not decide at the same moment.
bool RcsChain::detect() noexcept {
  ++ffts_;
  bool any = false;
  for (std::size_t d = 0; d < settings_.detector_count; ++d) {
    if (!detectors_[d].update(spectrum_.power(), ffts_)) continue;
    any = true;
    if (detectors_[d].changed() && settings_.detectors[d].blank_both) blank_other(d);
  }
  return any;
}

void RcsChain::blank_other(std::size_t changed) noexcept {
  const std::size_t other = 1 - changed;
  const bool as_other = settings_.other_is_blanked == RcsBlanking::kAsOther;
  const int ffts = settings_.detectors[as_other ? other : changed].blanking_ffts;
  detectors_[other].blank_until(ffts_ + static_cast<std::uint64_t>(ffts));
}

void RcsChain::enter_state() noexcept {
  const int state = detectors_[0].confirmed() + 3 * detectors_[1].confirmed();
  if (state == state_) return;
  state_ = state;
  for (std::size_t i = 0; i < settings_.state_count; ++i) {
    const RcsStateSettings& wanted = settings_.states[i];
    if (wanted.state != state) continue;
    for (std::size_t p = 0; p < wanted.amplitude_count; ++p) {
      ramps_[p].aim(static_cast<int>(rcs_nearest(wanted.amplitudes_ma[p] * 10.0)),
                    now_us_);
    }
  }
}

}  // namespace homeostat::biomarkers
