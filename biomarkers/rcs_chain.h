// The `rcs` profile as a whole: samples in, band powers, detectors, state and current
// out, as that device would have had them. What it predicts it does not ask for: current
// that is to reach a patient comes from a policy and passes the envelope.
//
// Streams a sample at a time; no heap, no clock. 21 kB with room for the device's four
// channels, 13 with room for two. Source: shared reference
// "devices" 2.1. Times of results are the end of their FFT's window; one device's packets
// were stamped about 24 ms later.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/rcs_detector.h"
#include "biomarkers/rcs_ramp.h"
#include "biomarkers/rcs_settings.h"
#include "biomarkers/rcs_spectrum.h"

namespace homeostat::biomarkers {

template <std::size_t kRoom>
class RcsChainOf {
 public:
  // Of settings that validate() accepts (rcs_rules.h), of at most kRoom channels.
  explicit RcsChainOf(const RcsSettings& settings) noexcept;

  // What a sample of every channel completed.
  struct Step {
    bool power = false;
    bool detection = false;  // of at least one detector
  };
  Step update(const RcsCounts& counts) noexcept;

  std::int64_t now_us() const noexcept { return now_us_; }  // since the first sample
  const RcsSpectrumOf<kRoom>& spectrum() const noexcept { return spectrum_; }
  const RcsDetector& detector(std::size_t index) const noexcept {
    return detectors_[index];
  }
  // 0 to 8: confirmed level of detector 0 plus three times that of detector 1.
  // kRcsNoState before the first detection.
  int state() const noexcept { return state_; }
  // Of a program now, in 1 / RcsRamp::kPerMa mA.
  std::int64_t current(std::size_t program) const noexcept {
    return ramps_[program].at(now_us_);
  }

 private:
  bool detect() noexcept;
  void blank_other(std::size_t changed) noexcept;
  void enter_state() noexcept;

  struct Blanks {
    int ffts = 0;       // of the detector's own
    bool both = false;  // the other too
  };
  // What a state asks of the programs, 0.1 mA.
  struct Target {
    std::uint8_t programs = 0;  // 0: the state is not listed
    std::array<std::uint8_t, kRcsPrograms> tenths{};
  };

  std::size_t detector_count_;
  bool as_other_;  // the other is blanked for its own time
  std::array<Blanks, kRcsDetectors> blanks_{};
  std::array<Target, kRcsStates> targets_{};
  RcsSpectrumOf<kRoom> spectrum_;
  std::array<RcsDetector, kRcsDetectors> detectors_;
  std::array<RcsRamp, kRcsPrograms> ramps_;
  std::int64_t sample_us_;
  std::int64_t now_us_ = 0;
  std::uint64_t ffts_ = 0;
  int state_ = kRcsNoState;
};

extern template class RcsChainOf<kRcsAdaptiveChannels>;
extern template class RcsChainOf<kRcsChannels>;
using RcsChain = RcsChainOf<kRcsChannels>;  // the whole device

}  // namespace homeostat::biomarkers
