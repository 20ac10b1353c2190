#include "clinical_configs/rcs_profile_rules.h"

#include <algorithm>

#include "biomarkers/rcs_rules.h"
#include "clinical_configs/presence.h"
#include "clinical_configs/profile_lists.h"
#include "clinical_configs/rcs_settings.pb.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Message;

bool any_blanks_both(const config::RcsSettings& settings) {
  return std::any_of(settings.detectors().begin(), settings.detectors().end(),
                     [](const auto& detector) { return detector.blank_both(); });
}

// Fields that go with another.
Presence presence_of(const Message& message, const std::string& name) {
  const auto goes_with = [](bool there) {
    return there ? Presence::kRequired : Presence::kForbidden;
  };
  if (name == "first_window_samples") {
    const auto& settings = dynamic_cast<const config::RcsSettings&>(message);
    return goes_with(settings.fft_size() == 64);
  }
  if (name == "other_is_blanked") {
    return goes_with(any_blanks_both(dynamic_cast<const config::RcsSettings&>(message)));
  }
  if (name == "high_threshold") {
    const auto& detector = dynamic_cast<const config::RcsDetector&>(message);
    return goes_with(detector.dual_threshold());
  }
  return Presence::kRequired;
}

biomarkers::RcsInputSettings to_input(const config::RcsInput& input) {
  return {.band = input.band(),
          .weight = input.weight(),
          .multiply = input.multiply(),
          .subtract = input.subtract()};
}

biomarkers::RcsDetectorSettings to_detector(const config::RcsDetector& from) {
  biomarkers::RcsDetectorSettings detector;
  detector.input_count = copy_list(from.inputs(), detector.inputs, to_input);
  detector.fractional_bits = from.fractional_bits();
  detector.update_rate = from.update_rate();
  detector.dual_threshold = from.dual_threshold();
  detector.low_threshold = from.low_threshold();
  detector.high_threshold = from.high_threshold();
  detector.onset_updates = from.onset_updates();
  detector.termination_updates = from.termination_updates();
  detector.blanking_ffts = from.blanking_ffts();
  detector.holdoff_updates = from.holdoff_updates();
  detector.blank_both = from.blank_both();
  return detector;
}

biomarkers::RcsStateSettings to_state(const config::RcsState& from) {
  biomarkers::RcsStateSettings state{.state = from.state()};
  state.amplitude_count = copy_list(from.amplitudes_ma(), state.amplitudes_ma,
                                    [](double amplitude) { return amplitude; });
  return state;
}

biomarkers::RcsSettings to_settings(const config::RcsSettings& from) {
  biomarkers::RcsSettings s;
  s.sample_rate_hz = from.sample_rate_hz();
  s.channel_count =
      copy_list(from.channels(), s.channels, [](const config::RcsChannel& channel) {
        return biomarkers::RcsChannelSettings{
            to_label<biomarkers::kLongestLabel + 1>(channel.label()),
            channel.gain250_trim()};
      });
  s.fft_size = from.fft_size();
  s.fft_interval_ms = from.fft_interval_ms();
  s.hann_percent = from.hann_percent();
  s.first_window_samples = from.first_window_samples();
  s.bit_shift = from.bit_shift();
  s.power_scale_256ths = from.power_scale_256ths();
  s.wrap_bits = from.wrap_bits();
  s.band_count = copy_list(from.bands(), s.bands, [](const config::RcsBand& band) {
    return biomarkers::RcsBandSettings{band.channel(), band.low_hz(), band.high_hz()};
  });
  s.detector_count = copy_list(from.detectors(), s.detectors, to_detector);
  s.other_is_blanked = static_cast<biomarkers::RcsBlanking>(from.other_is_blanked());
  s.state_count = copy_list(from.states(), s.states, to_state);
  s.rise_ma_per_s = from.rise_ma_per_s();
  s.fall_ma_per_s = from.fall_ma_per_s();
  return s;
}

}  // namespace

RcsProfile to_rcs(const Message& message) {
  const auto& settings = dynamic_cast<const config::RcsSettings&>(message);
  return {settings.name(), settings.source(), to_settings(settings)};
}

std::vector<Fault> faults_of_rcs(const Message& message) {
  std::vector<Fault> faults;
  add_presence_faults(message, presence_of, "given, but nothing here goes with it",
                      faults);
  biomarkers::validate(to_settings(dynamic_cast<const config::RcsSettings&>(message)),
                       note_profile_fault, &faults);
  return faults;
}

}  // namespace homeostat::clinical_configs
