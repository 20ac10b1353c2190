// Prints the golden vectors of the `rcs` profile, for rcs_vectors_test.py to compare with
// the committed ones and with an oracle in double: one power for every size, window,
// shift, scale and wrap, then the life of two detectors with all that can befall them.
// The same program runs from g++, from clang and on Cortex-M4F, and must print the same.
#include <array>
#include <initializer_list>
#include <optional>

#include "biomarkers/rcs_chain.h"
#include "biomarkers/rcs_rules.h"
#include "tests/biomarkers/rcs_bench.h"
#include "tests/golden/line.h"
#include "tests/golden/trace.h"

namespace {

using namespace homeostat::biomarkers;
using homeostat::golden::Line;

// Larger than a device's stack.
std::optional<RcsSpectrum> spectrum;
std::optional<RcsChain> chain;

void print(const char* words) { Line().text(words).end(); }

void print_row(const char* kind, std::initializer_list<std::int64_t> cells) {
  Line line;
  line.text(kind);
  for (const std::int64_t cell : cells) line.text(",").number(cell);
  line.end();
}

void print_power(const RcsSettings& settings, int bin, int amplitude) {
  if (!validate(settings)) {
    print("refused");
    return;
  }
  spectrum.emplace(settings);
  Signal signal(amplitude);
  while (!spectrum->update({signal.next()})) {
  }
  print_row("power",
            {settings.fft_size, settings.hann_percent, settings.first_window_samples,
             settings.bit_shift, settings.power_scale_256ths, settings.wrap_bits, bin,
             amplitude, spectrum->power().bands[0], spectrum->power().over_range});
}

void print_powers_of(int size, int percent, int first) {
  for (const int bin : {0, 1, size / 16, size / 2 - 1}) {
    RcsSettings settings = one_bin(size, bin);
    settings.hann_percent = percent;
    settings.first_window_samples = first;
    for (int shift = 0; shift < 8; ++shift) {
      settings.bit_shift = shift;
      for (const int amplitude : {300, 20'000}) {
        settings.power_scale_256ths = 256;
        settings.wrap_bits = 0;
        print_power(settings, bin, amplitude);
        settings.power_scale_256ths = 255;
        settings.wrap_bits = 26;
        print_power(settings, bin, amplitude);
      }
    }
  }
}

void print_powers() {
  print(
      "power,fft_size,hann_percent,first_window_samples,bit_shift,power_scale_256ths,"
      "wrap_bits,bin,amplitude,power,over_range");
  for (const int first : {62, 63}) print_powers_of(64, 100, first);
  for (const int size : {256, 1024}) {
    for (const int percent : {100, 50, 25}) print_powers_of(size, percent, 0);
  }
}

// The same settings stand in rcs_vectors_test.py.
RcsSettings two_detectors() {
  RcsSettings s = one_bin(256, 32);
  s.channels[1] = {{'M', '1'}, 236};
  s.channel_count = 2;
  s.fft_interval_ms = 50;
  s.bands[0] = {0, 28.3, 34.2};
  s.bands[1] = {1, 28.3, 34.2};
  s.bands[2] = {1, 10.0, 25.0};
  s.band_count = 3;
  RcsDetectorSettings& first = s.detectors[0];
  first = {};
  first.inputs[0] = {0, 0.75, 0.5, 1000};
  first.inputs[1] = {2, -0.25, 1.0, -50};
  first.input_count = 2;
  first.fractional_bits = 4;
  first.update_rate = 3;
  first.dual_threshold = true;
  first.low_threshold = 2.0e5;
  first.high_threshold = 2.0e6;
  first.onset_updates = 2;
  first.termination_updates = 3;
  first.blanking_ffts = 7;
  first.holdoff_updates = 2;
  first.blank_both = true;
  RcsDetectorSettings& second = s.detectors[1];
  second = {};
  second.inputs[0] = {1, 1.0, 1.0, 0};
  second.input_count = 1;
  second.fractional_bits = 1;
  second.update_rate = 2;
  second.low_threshold = 1.0e6;
  second.onset_updates = 0;
  second.termination_updates = 2;
  second.blanking_ffts = 5;
  s.detector_count = 2;
  s.other_is_blanked = RcsBlanking::kAsOther;
  constexpr std::array<double, 6> kMa = {1.0, kRcsHoldMa, 3.0, 0.5, 2.0, kRcsHoldMa};
  for (std::size_t i = 0; i < kMa.size(); ++i) {
    s.states[i] = {static_cast<int>(i), {kMa[i]}, 1};
  }
  s.state_count = kMa.size();
  s.rise_ma_per_s = 0.7;
  s.fall_ma_per_s = 1.9;
  return s;
}

void print_life() {
  const RcsSettings settings = two_detectors();
  if (!validate(settings)) print("refused");
  // Amplitudes of each channel, two seconds each.
  constexpr std::array<int, 10> kFirst = {50,   900,  2500, 300, 50,
                                          2500, 2500, 900,  50,  30000};
  constexpr std::array<int, 10> kSecond = {50,   50, 50,   50,   1500,
                                           1500, 50, 1500, 1500, 100};
  chain.emplace(settings);
  Signal first(0), second(0);
  print(
      "life,t_us,power0,power1,power2,over_range,missing,output0,immediate0,confirmed0,"
      "status0,output1,immediate1,confirmed1,status1,state,current");
  for (int n = 0; n < 60 * 500; ++n) {
    const auto at = static_cast<std::size_t>(n / 1000 % 10);
    first.turn_to(kFirst[at]);
    second.turn_to(kSecond[at]);
    const std::int32_t other = second.next();
    const bool lost = n % 9000 >= 4000 && n % 9000 < 4010;
    if (!chain->update({first.next(), lost ? kRcsMissing : other}).power) continue;
    const RcsPower& power = chain->spectrum().power();
    const RcsDetector& a = chain->detector(0);
    const RcsDetector& b = chain->detector(1);
    print_row("life", {chain->now_us(), power.bands[0], power.bands[1], power.bands[2],
                       power.over_range, power.missing, a.output(), a.immediate(),
                       a.confirmed(), a.status(), b.output(), b.immediate(),
                       b.confirmed(), b.status(), chain->state(), chain->current(0)});
  }
}

}  // namespace

int homeostat::golden::print_trace() noexcept {
  print_powers();
  print_life();
  return 0;
}
