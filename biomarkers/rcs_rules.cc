#include "biomarkers/rcs_rules.h"

#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kMost32 = 2147483647.0;
constexpr double kMostCount = 65535.0;  // counts are words of 16 bits on the device
constexpr double kMostSubtract = 4294967295.0;
constexpr double kMostFractionalBits = 15.0;
constexpr double kFastestRamp = 50.0;  // mA/s
constexpr double kSlowestRamp = 1.0 / 65536.0;
constexpr double kTenth = 0.1;

using Place = ProfilePlace;
using Rules = ProfileRules;

constexpr Place kTop{};

bool one_of(int value, int a, int b, int c) noexcept {
  return value == a || value == b || value == c;
}

bool same_label(const RcsChannelSettings& a, const RcsChannelSettings& b) noexcept {
  return a.label == b.label;
}

void check_channels(const RcsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "channels", static_cast<double>(s.channel_count), 1, kRcsChannels,
              "the device has four time-domain channels");
  for (std::size_t c = 0; c < s.channel_count && c < kRcsChannels; ++c) {
    const Place place{"channels", c};
    rules.range(place, "gain250_trim", s.channels[c].gain250_trim, 1, 255,
                "the amplifier's trim is a byte, and 0 no gain");
    rules.require(s.channels[c].label[0] != '\0', place, "label", 0, "empty");
    for (std::size_t other = 0; other < c; ++other) {
      rules.require(!same_label(s.channels[c], s.channels[other]), place, "label", 0,
                    "given twice");
    }
  }
}

void check_transform(const RcsSettings& s, Rules& rules) noexcept {
  rules.require(one_of(s.sample_rate_hz, 250, 500, 1000), kTop, "sample_rate_hz",
                s.sample_rate_hz, "give 250, 500 or 1000");
  rules.require(one_of(s.fft_size, 64, 256, 1024), kTop, "fft_size", s.fft_size,
                "give 64, 256 or 1024");
  rules.range(kTop, "fft_interval_ms", s.fft_interval_ms, 50, 10'000,
              "out of the device's range");
  if (rules.require(one_of(s.hann_percent, 25, 50, 100), kTop, "hann_percent",
                    s.hann_percent, "give 25, 50 or 100")) {
    rules.require(s.fft_size != 64 || s.hann_percent == 100, kTop, "hann_percent",
                  s.hann_percent,
                  "the device rejects an FFT of 64 whose window is not Hann 100 %");
  }
  const bool of_64 = s.fft_size == 64;
  rules.require(s.first_window_samples == 0 || of_64, kTop, "first_window_samples",
                s.first_window_samples, "given, but only an FFT of 64 takes turns");
  if (of_64) {
    rules.range(kTop, "first_window_samples", s.first_window_samples, 62, 63,
                "an FFT of 64 takes 62 and 63 samples in turn");
  }
  rules.range(kTop, "bit_shift", s.bit_shift, 0, 7, "out of the device's range");
  rules.range(kTop, "power_scale_256ths", s.power_scale_256ths, 255, 256,
              "256 as documented, 255 as one device was seen to do");
  const bool wraps = s.wrap_bits != 0;
  if (wraps) {
    rules.range(kTop, "wrap_bits", s.wrap_bits, 20, 31,
                "26 as seen on one device at shift 7, or 0: does not wrap");
  }
}

void check_bands(const RcsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "bands", static_cast<double>(s.band_count), 1, kRcsBands,
              "the device has eight bands");
  std::array<std::size_t, kRcsChannels> on_channel{};
  for (std::size_t b = 0; b < s.band_count && b < kRcsBands; ++b) {
    const RcsBandSettings& band = s.bands[b];
    const Place place{"bands", b};
    if (rules.range(place, "channel", band.channel, 0,
                    static_cast<double>(s.channel_count) - 1.0, "no such channel") &&
        static_cast<std::size_t>(band.channel) < kRcsChannels) {
      const std::size_t count = ++on_channel[static_cast<std::size_t>(band.channel)];
      rules.require(count <= kRcsBandsPerChannel, place, "channel", band.channel,
                    "a channel has two bands at most");
    }
    const double most = s.sample_rate_hz / 2.0;
    if (rules.range(place, "low_hz", band.low_hz, 0.0, most,
                    "up to half the sample rate")) {
      rules.range(place, "high_hz", band.high_hz, band.low_hz, most,
                  "from low_hz to half the sample rate");
    }
  }
}

// In fixed point it has to be a number of 32 bits.
void check_fixed(const Place& place, const char* name, double value, double one,
                 Rules& rules) noexcept {
  rules.range(place, name, value, -kMost32 / one, kMost32 / one,
              "with these fractional bits, a number of 32 bits");
}

void check_inputs(const RcsSettings& s, std::size_t d, double one,
                  Rules& rules) noexcept {
  const RcsDetectorSettings& detector = s.detectors[d];
  std::array<bool, kRcsBands> used{};
  for (std::size_t i = 0; i < detector.input_count && i < kRcsInputs; ++i) {
    const RcsInputSettings& input = detector.inputs[i];
    const Place place{"detectors", d, "inputs", i};
    check_fixed(place, "weight", input.weight, one, rules);
    check_fixed(place, "multiply", input.multiply, one, rules);
    rules.range(place, "subtract", static_cast<double>(input.subtract), -kMostSubtract,
                kMostSubtract, "a number of 32 bits");
    if (!rules.range(place, "band", input.band, 0,
                     static_cast<double>(s.band_count) - 1.0, "no such band")) {
      continue;
    }
    bool& taken = used[static_cast<std::size_t>(input.band) % kRcsBands];
    rules.require(!taken, place, "band", input.band, "given twice");
    taken = true;
  }
}

void check_detector(const RcsSettings& s, std::size_t d, Rules& rules) noexcept {
  const RcsDetectorSettings& detector = s.detectors[d];
  const Place place{"detectors", d};
  rules.range(place, "inputs", static_cast<double>(detector.input_count), 1, kRcsInputs,
              "a detector has one to four inputs");
  const bool bits = rules.range(place, "fractional_bits", detector.fractional_bits, 0,
                                kMostFractionalBits, "what the chain has room for");
  const double one = bits ? 1 << detector.fractional_bits : 1;
  check_inputs(s, d, one, rules);
  check_fixed(place, "low_threshold", detector.low_threshold, one, rules);
  if (detector.dual_threshold) {
    rules.range(place, "high_threshold", detector.high_threshold, detector.low_threshold,
                kMost32 / one, "from low_threshold to what 32 bits hold");
  }
  const struct {
    const char* name;
    int count;
  } counts[] = {{"update_rate", detector.update_rate},
                {"onset_updates", detector.onset_updates},
                {"termination_updates", detector.termination_updates},
                {"blanking_ffts", detector.blanking_ffts},
                {"holdoff_updates", detector.holdoff_updates}};
  for (const auto& each : counts) {
    rules.range(place, each.name, each.count, 0, kMostCount, "a number of 16 bits");
  }
  rules.require(!detector.blank_both || s.detector_count == kRcsDetectors, place,
                "blank_both", 1, "true, but there is no other detector");
}

bool any_blanks_both(const RcsSettings& s) noexcept {
  for (const RcsDetectorSettings& detector : s.detectors) {
    if (detector.blank_both) return true;
  }
  return false;
}

void check_detectors(const RcsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "detectors", static_cast<double>(s.detector_count), 1, kRcsDetectors,
              "the device has two detectors");
  for (std::size_t d = 0; d < s.detector_count && d < kRcsDetectors; ++d) {
    check_detector(s, d, rules);
  }
  const bool chosen = s.other_is_blanked != RcsBlanking::kNotChosen;
  rules.require(chosen == any_blanks_both(s), kTop, "other_is_blanked", 0,
                "belongs to detectors that blank both, and they to it");
}

int levels_of(const RcsSettings& s, std::size_t d) noexcept {
  if (d >= s.detector_count) return 0;
  return s.detectors[d].dual_threshold ? 2 : 1;
}

bool is_given(const RcsSettings& s, int state, std::size_t before) noexcept {
  for (std::size_t i = 0; i < before; ++i) {
    if (s.states[i].state == state) return true;
  }
  return false;
}

void check_amplitudes(const RcsSettings& s, std::size_t i, Rules& rules) noexcept {
  const RcsStateSettings& state = s.states[i];
  const Place place{"states", i};
  rules.range(place, "amplitudes_ma", static_cast<double>(state.amplitude_count), 1,
              kRcsPrograms, "a state has an amplitude for each of one to four programs");
  rules.require(state.amplitude_count == s.states[0].amplitude_count, place,
                "amplitudes_ma", 0, "not as many as in the first state");
  for (std::size_t p = 0; p < state.amplitude_count && p < kRcsPrograms; ++p) {
    const double amplitude = state.amplitudes_ma[p];
    const Place each{"states", i, "amplitudes_ma", p};
    if (!rules.range(each, nullptr, amplitude, 0.0, kRcsHoldMa,
                     "0 to 25.4 mA, or 25.5 to hold")) {
      continue;
    }
    const double step =
        amplitude / kTenth - static_cast<double>(rcs_nearest(amplitude / kTenth));
    rules.require(step < 1e-6 && step > -1e-6, each, nullptr, amplitude,
                  "the device knows steps of 0.1 mA");
  }
}

constexpr std::array<const char*, kRcsStates> kNotListed = {
    "state 0 can be reached and is not listed",
    "state 1 can be reached and is not listed",
    "state 2 can be reached and is not listed",
    "state 3 can be reached and is not listed",
    "state 4 can be reached and is not listed",
    "state 5 can be reached and is not listed",
    "state 6 can be reached and is not listed",
    "state 7 can be reached and is not listed",
    "state 8 can be reached and is not listed"};

void check_states(const RcsSettings& s, Rules& rules) noexcept {
  if (!rules.range(kTop, "states", static_cast<double>(s.state_count), 1, kRcsStates,
                   "the device has nine states")) {
    return;
  }
  const int most0 = levels_of(s, 0);
  const int most1 = levels_of(s, 1);
  for (std::size_t i = 0; i < s.state_count; ++i) {
    const int state = s.states[i].state;
    const Place place{"states", i};
    if (rules.range(place, "state", state, 0, kRcsStates - 1, "no such state")) {
      rules.require(!is_given(s, state, i), place, "state", state, "given twice");
      rules.require(state % 3 <= most0 && state / 3 <= most1, place, "state", state,
                    "these detectors and thresholds never reach it");
    }
    check_amplitudes(s, i, rules);
  }
  for (int state = 0; state < static_cast<int>(kRcsStates); ++state) {
    const bool reached = state % 3 <= most0 && state / 3 <= most1;
    rules.require(!reached || is_given(s, state, s.state_count), kTop, "states", state,
                  kNotListed[static_cast<std::size_t>(state)]);
  }
}

}  // namespace

bool validate(const RcsSettings& settings, ProfileFaultSink sink,
              void* context) noexcept {
  Rules rules(sink, context);
  check_channels(settings, rules);
  check_transform(settings, rules);
  check_bands(settings, rules);
  check_detectors(settings, rules);
  check_states(settings, rules);
  rules.range(kTop, "rise_ma_per_s", settings.rise_ma_per_s, kSlowestRamp, kFastestRamp,
              "a rate: more is faster");
  rules.range(kTop, "fall_ma_per_s", settings.fall_ma_per_s, kSlowestRamp, kFastestRamp,
              "a rate: more is faster");
  return rules.none();
}

}  // namespace homeostat::biomarkers
