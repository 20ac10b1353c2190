// What the `rns` profile is told: a responsive neurostimulator as clinicians program it.
//
// No number of the device stands in code: windows, scales and ranges come from a profile
// file that says where it has them from. Knows no file and no signal. Rules: rns_rules.h.
// Semantics: shared reference "devices" 2.2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "biomarkers/ranges.h"
#include "safety/lead.h"

namespace homeostat::biomarkers {

inline constexpr std::size_t kRnsChannels = 4;
inline constexpr std::size_t kRnsTools = 4;
inline constexpr std::size_t kRnsToolsPerPattern = 2;
inline constexpr std::size_t kRnsPatterns = 2;  // A and B
inline constexpr std::size_t kRnsTherapies = 5;
inline constexpr std::size_t kRnsBursts = 2;
inline constexpr int kRnsMostWindowsLookedAt = 64;

enum class RnsToolKind : std::uint8_t { kNotChosen, kLineLength, kArea, kBandpass };
enum class RnsCombination : std::uint8_t { kNotChosen, kAnd, kOr };

// Line length and area: the mean of a short window against that of a long one, or fixed.
struct RnsTrendSettings {
  int short_window_ms = 0;
  int long_window_ms = 0;          // 0: the threshold is fixed
  double threshold_percent = 0.0;  // above the long window's mean
  double threshold_uv = 0.0;       // fixed: of the mean a sample
};

// Bandpass: half waves of an amplitude and a duration, so many a window, in so many of
// the latest windows.
struct RnsBandpassSettings {
  double low_hz = 0.0;  // a half wave of f lasts 1 / (2 f)
  double high_hz = 0.0;
  double min_amplitude_percent = 0.0;  // of full scale
  double max_amplitude_percent = 0.0;
  double hysteresis_percent = 0.0;
  int half_waves = 0;   // qualified ones that make a window a hit
  int windows_hit = 0;  // of the latest
  int windows_looked_at = 0;
};

struct RnsToolSettings {
  int channel = 0;
  RnsToolKind kind = RnsToolKind::kNotChosen;
  bool inverted = false;
  RnsTrendSettings trend;
  RnsBandpassSettings bandpass;
};

struct RnsPatternSettings {
  std::array<int, kRnsToolsPerPattern> tools{};
  std::size_t tool_count = 0;
  RnsCombination combination = RnsCombination::kNotChosen;  // of two tools
};

struct RnsBurstSettings {
  double amplitude_ma = 0.0;
  double pulse_width_us = 0.0;
  double rate_hz = 0.0;
  double duration_ms = 0.0;
};

struct RnsTherapySettings {
  std::array<RnsBurstSettings, kRnsBursts> bursts{};
  std::size_t burst_count = 0;
};

// Ranges that are commonly quoted and not confirmed: data of the file.
struct RnsRanges {
  double min_amplitude_ma = 0.0;
  double max_amplitude_ma = 0.0;
  double min_pulse_width_us = 0.0;
  double max_pulse_width_us = 0.0;
  double min_rate_hz = 0.0;
  double max_rate_hz = 0.0;
  double min_duration_ms = 0.0;
  double max_duration_ms = 0.0;
};

struct RnsSettings {
  int sample_rate_hz = 0;
  int window_ms = 0;           // tools are judged at the end of each
  double full_scale_uv = 0.0;  // of amplitudes in percent
  std::array<std::array<char, kLongestLabel + 1>, kRnsChannels> channels{};
  std::size_t channel_count = 0;

  std::array<RnsToolSettings, kRnsTools> tools{};
  std::size_t tool_count = 0;
  std::array<RnsPatternSettings, kRnsPatterns> patterns{};
  std::size_t pattern_count = 0;
  RnsCombination combination = RnsCombination::kNotChosen;  // of A and B

  safety::LeadModel lead = safety::LeadModel::kNone;
  RnsRanges ranges;
  std::array<RnsTherapySettings, kRnsTherapies> therapies{};
  std::size_t therapy_count = 0;  // 0: detection only
  int redetection_ms = 0;         // after a therapy: then the pattern is looked at again
  int event_end_ms = 0;           // without the pattern for so long: the event is over
};

}  // namespace homeostat::biomarkers
