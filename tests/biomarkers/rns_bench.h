// A small language for the `rns` profile: settings that are valid as they stand.
#pragma once

#include "biomarkers/rns_rules.h"
#include "biomarkers/rns_settings.h"

namespace homeostat::biomarkers {

// 250 Hz, windows of 8 samples (32 ms), 1000 uV are 100 %.
inline RnsSettings rns_frame() {
  RnsSettings s;
  s.sample_rate_hz = 250;
  s.window_ms = 32;
  s.full_scale_uv = 1000.0;
  s.channels[0] = {'A'};
  s.channel_count = 1;
  s.event_end_ms = 96;
  return s;
}

// Short window 2 windows, long window 8, 50 % above.
inline RnsToolSettings trend_tool(RnsToolKind kind) {
  RnsToolSettings tool;
  tool.kind = kind;
  tool.trend.short_window_ms = 64;
  tool.trend.long_window_ms = 256;
  tool.trend.threshold_percent = 50.0;
  return tool;
}

inline RnsToolSettings fixed_tool(RnsToolKind kind, double threshold_uv) {
  RnsToolSettings tool;
  tool.kind = kind;
  tool.trend.short_window_ms = 32;
  tool.trend.threshold_uv = threshold_uv;
  return tool;
}

// 10 to 25 Hz are half waves of 5 to 12.5 samples; 5 to 50 % are 50 to 500 uV.
inline RnsToolSettings bandpass_tool() {
  RnsToolSettings tool;
  tool.kind = RnsToolKind::kBandpass;
  tool.bandpass = {.low_hz = 10.0,
                   .high_hz = 25.0,
                   .min_amplitude_percent = 5.0,
                   .max_amplitude_percent = 50.0,
                   .hysteresis_percent = 1.0,
                   .half_waves = 1,
                   .windows_hit = 1,
                   .windows_looked_at = 1};
  return tool;
}

// One tool, one pattern, no therapy.
inline RnsSettings with_tool(const RnsToolSettings& tool) {
  RnsSettings s = rns_frame();
  s.tools[0] = tool;
  s.tool_count = 1;
  s.patterns[0].tool_count = 1;
  s.pattern_count = 1;
  return s;
}

inline RnsSettings with_therapies(std::size_t count) {
  RnsSettings s = with_tool(fixed_tool(RnsToolKind::kArea, 10.0));
  s.lead = safety::LeadModel::kDepthRing127x200;
  s.ranges = {0.5, 12.0, 40.0, 1000.0, 1.0, 333.0, 10.0, 5000.0};
  for (std::size_t t = 0; t < count; ++t) {
    s.therapies[t].bursts[0] = {1.0, 160.0, 200.0, 100.0};
    s.therapies[t].burst_count = 1;
  }
  s.therapy_count = count;
  s.redetection_ms = 60;
  return s;
}

}  // namespace homeostat::biomarkers
