#include "controller/adaptive_image.h"

#include <type_traits>

#include "controller/rcs_settings.npb.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

using PbBand = homeostat_config_RcsBand;
using PbChain = homeostat_config_RcsSettings;
using PbChannel = homeostat_config_RcsChannel;
using PbDetector = homeostat_config_RcsDetector;
using PbInput = homeostat_config_RcsInput;
using PbState = homeostat_config_RcsState;

// The schema's lists and texts are as large as the chain's: nothing is ever cut.
template <class Array>
constexpr std::size_t kRoom = std::extent_v<std::remove_reference_t<Array>>;
static_assert(kRoom<decltype(PbChain::channels)> == kRcsChannels);
static_assert(kRoom<decltype(PbChain::bands)> == kRcsBands);
static_assert(kRoom<decltype(PbChain::detectors)> == kRcsDetectors);
static_assert(kRoom<decltype(PbChain::states)> == kRcsStates);
static_assert(kRoom<decltype(PbDetector::inputs)> == kRcsInputs);
static_assert(kRoom<decltype(PbState::amplitudes_ma)> == kRcsPrograms);
static_assert(kRoom<decltype(PbChannel::label)> == sizeof(RcsChannelSettings::label));

constexpr const char* kAlone = "given, but nothing here goes with it";

void read(ImageReader& in, const PbChannel& from, RcsChannelSettings& to) noexcept {
  in.read_text("label", from.has_label, from.label, to.label.size(), to.label.data());
  in.read(IMAGE_FIELD(from, gain250_trim), to.gain250_trim);
}

void read(ImageReader& in, const PbBand& from, RcsBandSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, channel), to.channel);
  in.read(IMAGE_FIELD(from, low_hz), to.low_hz);
  in.read(IMAGE_FIELD(from, high_hz), to.high_hz);
}

void read(ImageReader& in, const PbInput& from, RcsInputSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, band), to.band);
  in.read(IMAGE_FIELD(from, weight), to.weight);
  in.read(IMAGE_FIELD(from, multiply), to.multiply);
  in.read(IMAGE_FIELD(from, subtract), to.subtract);
}

void read(ImageReader& in, const PbDetector& from, RcsDetectorSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, inputs, to.inputs);
  to.input_count = from.inputs_count;
  in.read(IMAGE_FIELD(from, fractional_bits), to.fractional_bits);
  in.read(IMAGE_FIELD(from, update_rate), to.update_rate);
  in.read(IMAGE_FIELD(from, dual_threshold), to.dual_threshold);
  in.read(IMAGE_FIELD(from, low_threshold), to.low_threshold);
  if (to.dual_threshold) {
    in.read(IMAGE_FIELD(from, high_threshold), to.high_threshold);
  } else if (from.has_dual_threshold) {
    in.refuses("high_threshold", from.has_high_threshold, kAlone);
  }
  in.read(IMAGE_FIELD(from, onset_updates), to.onset_updates);
  in.read(IMAGE_FIELD(from, termination_updates), to.termination_updates);
  in.read(IMAGE_FIELD(from, blanking_ffts), to.blanking_ffts);
  in.read(IMAGE_FIELD(from, holdoff_updates), to.holdoff_updates);
  in.read(IMAGE_FIELD(from, blank_both), to.blank_both);
}

void read(ImageReader& in, const PbState& from, RcsStateSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, state), to.state);
  if (from.amplitudes_ma_count == 0) in.fault("amplitudes_ma", ImageReader::kEmpty);
  for (pb_size_t p = 0; p < from.amplitudes_ma_count; ++p) {
    in.read(ImageField<double>{"amplitudes_ma", true, from.amplitudes_ma[p]},
            to.amplitudes_ma[p]);
  }
  to.amplitude_count = from.amplitudes_ma_count;
}

// Of transforms: their size, and what is done with their powers.
void read_transform(ImageReader& in, const PbChain& from, RcsSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, fft_size), to.fft_size);
  in.read(IMAGE_FIELD(from, fft_interval_ms), to.fft_interval_ms);
  in.read(IMAGE_FIELD(from, hann_percent), to.hann_percent);
  if (to.fft_size == 64) {
    in.read(IMAGE_FIELD(from, first_window_samples), to.first_window_samples);
  } else {
    in.refuses("first_window_samples", from.has_first_window_samples, kAlone);
  }
  in.read(IMAGE_FIELD(from, bit_shift), to.bit_shift);
  in.read(IMAGE_FIELD(from, power_scale_256ths), to.power_scale_256ths);
  in.read(IMAGE_FIELD(from, wrap_bits), to.wrap_bits);
}

void read_blanking(ImageReader& in, const PbChain& from, RcsSettings& to) noexcept {
  bool both = false;
  for (const RcsDetectorSettings& detector : to.detectors) {
    both = both || detector.blank_both;
  }
  if (both) {
    in.read_choice(IMAGE_CHOICE(from, other_is_blanked), RcsBlanking::kAsOther,
                   to.other_is_blanked);
  } else {
    in.refuses("other_is_blanked", from.has_other_is_blanked, kAlone);
  }
}

}  // namespace

void read(ImageReader& in, const PbChain& from, RcsSettings& to) noexcept {
  in.want_text("name", from.has_name, from.name, sizeof from.name);
  in.want_text("source", from.has_source, from.source, sizeof from.source);
  in.read(IMAGE_FIELD(from, sample_rate_hz), to.sample_rate_hz);
  READ_IMAGE_LIST(in, from, channels, to.channels);
  to.channel_count = from.channels_count;
  read_transform(in, from, to);
  READ_IMAGE_LIST(in, from, bands, to.bands);
  to.band_count = from.bands_count;
  READ_IMAGE_LIST(in, from, detectors, to.detectors);
  to.detector_count = from.detectors_count;
  read_blanking(in, from, to);
  READ_IMAGE_LIST(in, from, states, to.states);
  to.state_count = from.states_count;
  in.read(IMAGE_FIELD(from, rise_ma_per_s), to.rise_ma_per_s);
  in.read(IMAGE_FIELD(from, fall_ma_per_s), to.fall_ma_per_s);
}

}  // namespace homeostat::controller
