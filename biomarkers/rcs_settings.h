// What the `rcs` profile is told: a Medtronic Summit RC+S as it is programmed.
//
// Plain numbers in the units that people write, no defaults that could pass for a choice.
// Knows no file and no signal. Rules: rcs_rules.h. Semantics and what of them is not
// documented: shared reference "devices" 2.1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "biomarkers/ranges.h"

namespace homeostat::biomarkers {

inline constexpr std::size_t kRcsChannels = 4;
// Of them, how many a therapy program may listen to: what the implant has memory for.
inline constexpr std::size_t kRcsAdaptiveChannels = 2;
inline constexpr std::size_t kRcsBands = 8;
inline constexpr std::size_t kRcsBandsPerChannel = 2;
inline constexpr std::size_t kRcsDetectors = 2;
inline constexpr std::size_t kRcsInputs = 4;
inline constexpr std::size_t kRcsStates = 9;
inline constexpr std::size_t kRcsPrograms = 4;
inline constexpr int kRcsNoState = 15;

// An amplitude that says: stay where you are.
inline constexpr double kRcsHoldMa = 25.5;

struct RcsChannelSettings {
  std::array<char, kLongestLabel + 1> label{};
  int gain250_trim = 0;  // the device's own, of that amplifier
};

struct RcsBandSettings {
  int channel = 0;
  double low_hz = 0.0;  // as asked for: rcs_bins() finds the bins
  double high_hz = 0.0;
};

struct RcsInputSettings {
  int band = 0;
  double weight = 0.0;
  double multiply = 0.0;
  std::int64_t subtract = 0;
};

// y = sum of weight * multiply * (mean power - subtract).
struct RcsDetectorSettings {
  std::array<RcsInputSettings, kRcsInputs> inputs{};
  std::size_t input_count = 0;
  int fractional_bits = 0;  // of weights, multipliers, thresholds and the output
  int update_rate = 0;      // FFT results a block; 0: one
  bool dual_threshold = false;
  double low_threshold = 0.0;   // B0
  double high_threshold = 0.0;  // B1; where dual
  int onset_updates = 0;        // 0: one
  int termination_updates = 0;  // 0: one
  int blanking_ffts = 0;
  int holdoff_updates = 0;
  bool blank_both = false;
};

// The sources differ about how long the other detector is blanked.
enum class RcsBlanking : std::uint8_t {
  kNotChosen,
  kAsTriggering,  // as rcssim's text says
  kAsOther,       // as rcssim's code does
};

struct RcsStateSettings {
  int state = 0;
  std::array<double, kRcsPrograms> amplitudes_ma{};
  std::size_t amplitude_count = 0;
};

struct RcsSettings {
  int sample_rate_hz = 0;
  std::array<RcsChannelSettings, kRcsChannels> channels{};
  std::size_t channel_count = 0;

  int fft_size = 0;
  int fft_interval_ms = 0;
  int hann_percent = 0;
  int first_window_samples = 0;  // 62 or 63 where fft_size is 64, else 0
  int bit_shift = 0;
  int power_scale_256ths = 0;  // 255: as one device was seen to do
  int wrap_bits = 0;           // 0: power does not wrap

  std::array<RcsBandSettings, kRcsBands> bands{};
  std::size_t band_count = 0;
  std::array<RcsDetectorSettings, kRcsDetectors> detectors{};
  std::size_t detector_count = 0;
  RcsBlanking other_is_blanked = RcsBlanking::kNotChosen;

  std::array<RcsStateSettings, kRcsStates> states{};
  std::size_t state_count = 0;
  double rise_ma_per_s = 0.0;
  double fall_ma_per_s = 0.0;
};

}  // namespace homeostat::biomarkers
