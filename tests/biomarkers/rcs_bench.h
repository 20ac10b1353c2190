// A small language for the `rcs` profile: settings that are valid as they stand, signals
// that the oracle in Python makes alike, and a run of samples.
#pragma once

#include <cstdint>

#include "biomarkers/rcs_chain.h"
#include "biomarkers/rcs_rules.h"

namespace homeostat::biomarkers {

// The published example (shared reference "devices" 2.1): one band, one threshold, 3.1 mA
// below it and HOLD above.
inline RcsSettings published_example() {
  RcsSettings s;
  s.sample_rate_hz = 500;
  s.channels[0] = {{'S', 'T', 'N'}, 236};
  s.channel_count = 1;
  s.fft_size = 1024;
  s.fft_interval_ms = 500;
  s.hann_percent = 100;
  s.bit_shift = 7;
  s.power_scale_256ths = 256;
  s.wrap_bits = 26;
  s.bands[0] = {0, 64.45, 66.41};
  s.band_count = 1;
  s.detectors[0].inputs[0] = {0, 1.0, 1.0, 0};
  s.detectors[0].input_count = 1;
  s.detectors[0].update_rate = 60;
  s.detectors[0].low_threshold = 100.0;
  s.detectors[0].onset_updates = 0;
  s.detectors[0].termination_updates = 4;
  s.detectors[0].blanking_ffts = 30;
  s.detector_count = 1;
  s.states[0] = {0, {3.1}, 1};
  s.states[1] = {1, {kRcsHoldMa}, 1};
  s.state_count = 2;
  s.rise_ma_per_s = 0.03;
  s.fall_ma_per_s = 0.12;
  return s;
}

// One bin of an FFT of that size, as power.
inline RcsSettings one_bin(int fft_size, int bin) {
  RcsSettings s = published_example();
  const double bin_hz = 500.0 / fft_size;
  s.fft_size = fft_size;
  s.first_window_samples = fft_size == 64 ? 63 : 0;
  s.bands[0] = {0, bin == 0 ? 0.0 : (bin - 0.5) * bin_hz, (bin + 0.5) * bin_hz};
  return s;
}

// Noise and a square wave, in whole numbers: any language makes the same.
class Signal {
 public:
  explicit Signal(int amplitude) : amplitude_(amplitude) {}

  void turn_to(int amplitude) { amplitude_ = amplitude; }

  std::int32_t next() {
    state_ = state_ * 1664525U + 1013904223U;
    const int noise = static_cast<int>(state_ >> 16) - 32768;
    const int wave = n_++ % 16 < 8 ? amplitude_ : -amplitude_;
    return (noise * amplitude_ >> 16) + wave;
  }

 private:
  std::uint32_t state_ = 1;
  int amplitude_;
  int n_ = 0;
};

// Power that is what a test wants, an FFT result at a time.
inline RcsPower power_of(std::int64_t band0, std::int64_t band1 = 0) {
  RcsPower power;
  power.bands[0] = band0;
  power.bands[1] = band1;
  return power;
}

}  // namespace homeostat::biomarkers
