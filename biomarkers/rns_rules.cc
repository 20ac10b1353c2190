#include "biomarkers/rns_rules.h"

#include "safety/ceilings.h"

namespace homeostat::biomarkers {
namespace {

using Place = ProfilePlace;
using Rules = ProfileRules;

// Bounds of what the chain has room for; the device's own are not published.
constexpr double kSlowestRate = 32.0;
constexpr double kFastestRate = 2000.0;
constexpr double kLongestWindow_ms = 10'000.0;
constexpr double kLongestShortWindow_ms = 60'000.0;
constexpr double kLongestLongWindow_ms = 1'800'000.0;
constexpr double kMostFullScale_uv = 1.0e6;
constexpr double kMostThreshold_percent = 100'000.0;
constexpr double kLongestWait_ms = 3'600'000.0;
constexpr double kFinest = 1.0e-3;
constexpr Place kTop{};
constexpr Place kRanges{"ranges", kNoIndex};

void check_channels(const RnsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "channels", static_cast<double>(s.channel_count), 1, kRnsChannels,
              "the device has four channels");
  for (std::size_t c = 0; c < s.channel_count && c < kRnsChannels; ++c) {
    const Place place{"channels", c};
    rules.require(s.channels[c][0] != '\0', place, "label", 0, "empty");
    for (std::size_t other = 0; other < c; ++other) {
      rules.require(s.channels[c] != s.channels[other], place, "label", 0, "given twice");
    }
  }
}

bool check_frame(const RnsSettings& s, Rules& rules) noexcept {
  const bool rate = rules.range(kTop, "sample_rate_hz", s.sample_rate_hz, kSlowestRate,
                                kFastestRate, "what the chain has room for");
  const bool window = rules.range(kTop, "window_ms", s.window_ms, 1, kLongestWindow_ms,
                                  "what the chain has room for");
  rules.range(kTop, "full_scale_uv", s.full_scale_uv, 1, kMostFullScale_uv,
              "what the chain has room for");
  if (!rate || !window) return false;
  const bool whole = std::int64_t{s.window_ms} * s.sample_rate_hz % 1000 == 0 &&
                     std::int64_t{s.window_ms} * s.sample_rate_hz >= 1000;
  return rules.require(whole, kTop, "window_ms", s.window_ms,
                       "at this rate no whole number of samples");
}

bool whole_windows(int ms, const RnsSettings& s) noexcept {
  return s.window_ms > 0 && ms % s.window_ms == 0;
}

void check_trend(const RnsSettings& s, std::size_t t, Rules& rules) noexcept {
  const RnsTrendSettings& trend = s.tools[t].trend;
  const Place place{"tools", t};
  if (rules.range(place, "short_window_ms", trend.short_window_ms, s.window_ms,
                  kLongestShortWindow_ms, "at least a window")) {
    rules.require(whole_windows(trend.short_window_ms, s), place, "short_window_ms",
                  trend.short_window_ms, "no whole number of windows");
  }
  if (trend.long_window_ms == 0) {
    rules.range(place, "threshold_uv", trend.threshold_uv, kFinest, kMostFullScale_uv,
                "a mean a sample");
    return;
  }
  if (rules.range(place, "long_window_ms", trend.long_window_ms,
                  trend.short_window_ms + 1.0, kLongestLongWindow_ms,
                  "longer than the short window, or 0: the threshold is fixed")) {
    rules.require(whole_windows(trend.long_window_ms, s), place, "long_window_ms",
                  trend.long_window_ms, "no whole number of windows");
  }
  rules.range(place, "threshold_percent", trend.threshold_percent, kFinest,
              kMostThreshold_percent, "above the long window's mean");
}

void check_bandpass(const RnsSettings& s, std::size_t t, Rules& rules) noexcept {
  const RnsBandpassSettings& band = s.tools[t].bandpass;
  const Place place{"tools", t};
  const double most_hz = s.sample_rate_hz / 2.0;
  if (rules.range(place, "low_hz", band.low_hz, kFinest, most_hz,
                  "up to half the sample rate")) {
    rules.range(place, "high_hz", band.high_hz, band.low_hz, most_hz,
                "from low_hz to half the sample rate");
  }
  if (rules.range(place, "min_amplitude_percent", band.min_amplitude_percent, kFinest,
                  100, "of full scale")) {
    rules.range(place, "max_amplitude_percent", band.max_amplitude_percent,
                band.min_amplitude_percent, 100,
                "from min_amplitude_percent to full scale");
  }
  rules.range(place, "hysteresis_percent", band.hysteresis_percent, 0,
              band.min_amplitude_percent, "up to min_amplitude_percent");
  rules.range(place, "half_waves", band.half_waves, 1, 1000, "one at least a window");
  if (rules.range(place, "windows_looked_at", band.windows_looked_at, 1,
                  kRnsMostWindowsLookedAt, "what the chain has room for")) {
    rules.range(place, "windows_hit", band.windows_hit, 1, band.windows_looked_at,
                "of those looked at");
  }
}

void check_tools(const RnsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "tools", static_cast<double>(s.tool_count), 1, kRnsTools,
              "two patterns of two tools");
  for (std::size_t t = 0; t < s.tool_count && t < kRnsTools; ++t) {
    const Place place{"tools", t};
    rules.range(place, "channel", s.tools[t].channel, 0,
                static_cast<double>(s.channel_count) - 1.0, "no such channel");
    if (!rules.require(s.tools[t].kind != RnsToolKind::kNotChosen, place, "kind", 0,
                       "not chosen")) {
      continue;
    }
    if (s.tools[t].kind == RnsToolKind::kBandpass) {
      check_bandpass(s, t, rules);
    } else {
      check_trend(s, t, rules);
    }
  }
}

void check_patterns(const RnsSettings& s, Rules& rules) noexcept {
  rules.range(kTop, "patterns", static_cast<double>(s.pattern_count), 1, kRnsPatterns,
              "A, or A and B");
  std::array<bool, kRnsTools> used{};
  for (std::size_t p = 0; p < s.pattern_count && p < kRnsPatterns; ++p) {
    const RnsPatternSettings& pattern = s.patterns[p];
    const Place place{"patterns", p};
    rules.range(place, "tools", static_cast<double>(pattern.tool_count), 1,
                kRnsToolsPerPattern, "one or two");
    const bool two = pattern.tool_count == kRnsToolsPerPattern;
    rules.require(two == (pattern.combination != RnsCombination::kNotChosen), place,
                  "combination", 0, "belongs to patterns of two tools, and they to it");
    for (std::size_t i = 0; i < pattern.tool_count && i < kRnsToolsPerPattern; ++i) {
      const int tool = pattern.tools[i];
      const Place each{"patterns", p, "tools", i};
      if (rules.range(each, nullptr, tool, 0, static_cast<double>(s.tool_count) - 1.0,
                      "no such tool")) {
        used[static_cast<std::size_t>(tool) % kRnsTools] = true;
      }
    }
  }
  const bool both = s.pattern_count == kRnsPatterns;
  rules.require(both == (s.combination != RnsCombination::kNotChosen), kTop,
                "combination", 0, "belongs to two patterns, and they to it");
  for (std::size_t t = 0; t < s.tool_count && t < kRnsTools; ++t) {
    rules.require(used[t], {"tools", t}, "kind", 0, "in no pattern");
  }
}

struct Quantity {
  const char* name;
  double RnsBurstSettings::*value;
  const char* lowest_name;
  double RnsRanges::*lowest;
  const char* highest_name;
  double RnsRanges::*highest;
};

constexpr Quantity kQuantities[] = {
    {"amplitude_ma", &RnsBurstSettings::amplitude_ma, "min_amplitude_ma",
     &RnsRanges::min_amplitude_ma, "max_amplitude_ma", &RnsRanges::max_amplitude_ma},
    {"pulse_width_us", &RnsBurstSettings::pulse_width_us, "min_pulse_width_us",
     &RnsRanges::min_pulse_width_us, "max_pulse_width_us",
     &RnsRanges::max_pulse_width_us},
    {"rate_hz", &RnsBurstSettings::rate_hz, "min_rate_hz", &RnsRanges::min_rate_hz,
     "max_rate_hz", &RnsRanges::max_rate_hz},
    {"duration_ms", &RnsBurstSettings::duration_ms, "min_duration_ms",
     &RnsRanges::min_duration_ms, "max_duration_ms", &RnsRanges::max_duration_ms}};

void check_ranges(const RnsSettings& s, Rules& rules) noexcept {
  for (const Quantity& each : kQuantities) {
    const double lowest = s.ranges.*each.lowest;
    if (rules.range(kRanges, each.lowest_name, lowest, kFinest, 1e6,
                    "more than nothing")) {
      rules.range(kRanges, each.highest_name, s.ranges.*each.highest, lowest, 1e6,
                  "not below the least");
    }
  }
}

void check_burst(const RnsSettings& s, const Place& place, const RnsBurstSettings& burst,
                 Rules& rules) noexcept {
  bool good = true;
  for (const Quantity& each : kQuantities) {
    good = rules.range(place, each.name, burst.*each.value, s.ranges.*each.lowest,
                       s.ranges.*each.highest, "out of this profile's ranges") &&
           good;
  }
  if (!good) return;
  rules.range(place, "amplitude_ma", burst.amplitude_ma, s.ranges.min_amplitude_ma,
              rns_most_ma(s.lead, burst.pulse_width_us),
              "above 25 uC/cm2 a phase, which the device does not let be programmed");
}

void check_therapies(const RnsSettings& s, Rules& rules) noexcept {
  if (s.therapy_count == 0) return;
  rules.range(kTop, "therapies", static_cast<double>(s.therapy_count), 1, kRnsTherapies,
              "five an event");
  rules.require(s.lead == safety::LeadModel::kDepthRing127x200 ||
                    s.lead == safety::LeadModel::kStripDisc318,
                kTop, "lead", 0, "give DEPTH_RING_127X200 or STRIP_DISC_318");
  check_ranges(s, rules);
  for (std::size_t t = 0; t < s.therapy_count && t < kRnsTherapies; ++t) {
    const RnsTherapySettings& therapy = s.therapies[t];
    rules.range({"therapies", t}, "bursts", static_cast<double>(therapy.burst_count), 1,
                kRnsBursts, "burst 1, and burst 2 if there is one");
    for (std::size_t b = 0; b < therapy.burst_count && b < kRnsBursts; ++b) {
      check_burst(s, {"therapies", t, "bursts", b}, therapy.bursts[b], rules);
    }
  }
  rules.range(kTop, "redetection_ms", s.redetection_ms, 0, kLongestWait_ms,
              "up to an hour");
}

}  // namespace

double rns_most_ma(safety::LeadModel lead, double pulse_width_us) noexcept {
  const std::uint32_t area_um2 = safety::describe(lead).area_um2[0];
  if (!(pulse_width_us > 0.0)) return 0.0;
  // nC/cm2 times cm2 (1e8 um2) is nC; a mA for a us is one.
  return CEILING_DENSITY_NC_PER_CM2 * (area_um2 / 1.0e8) / pulse_width_us;
}

bool validate(const RnsSettings& settings, ProfileFaultSink sink,
              void* context) noexcept {
  Rules rules(sink, context);
  check_channels(settings, rules);
  if (check_frame(settings, rules)) check_tools(settings, rules);
  check_patterns(settings, rules);
  check_therapies(settings, rules);
  rules.range(kTop, "event_end_ms", settings.event_end_ms, 1, kLongestWait_ms,
              "up to an hour");
  return rules.none();
}

}  // namespace homeostat::biomarkers
