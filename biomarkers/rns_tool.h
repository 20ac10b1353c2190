// One tool of the `rns` profile on one channel: line length, area, or half waves in a
// band
// ("bandpass"); judged at the end of every window.
//
//   line length: mean of |x[n] - x[n-1]|, area: mean of |x[n]|; on where
//     short mean > (1 + percent / 100) * long mean, or > a fixed threshold
//   bandpass: a window is a hit with so many half waves of amplitude and duration; on
//   where
//     so many of the latest windows are hits
//
// Source: shared reference "devices" 2.2. Decided here, because nothing says it: the long
// mean moves on while the tool is on; before it has been full once nothing is on,
// inverted or not. Long windows of more than 64 windows slide in up to 64 steps
// (windowed_mean.h). Knows no pattern. 0.9 kB.
#pragma once

#include <cstdint>

#include "biomarkers/rns_half_wave.h"
#include "biomarkers/rns_settings.h"
#include "biomarkers/windowed_mean.h"

namespace homeostat::biomarkers {

struct RnsReading {
  float value = 0.0F;      // short mean in uV a sample; windows that are hits
  float threshold = 0.0F;  // same unit
  bool valid = false;
  bool on = false;  // inversion done
};

class RnsTool {
 public:
  RnsTool() noexcept : RnsTool(RnsToolSettings{}, RnsSettings{}) {}
  RnsTool(const RnsToolSettings& tool, const RnsSettings& settings) noexcept;

  // One sample; NaN: none came.
  void see(float uv) noexcept;
  // The end of a window.
  RnsReading judge() noexcept;

 private:
  static constexpr int kShortBlocks = 32;
  static constexpr int kLongBlocks = 64;

  void see_trend(float uv) noexcept;
  void see_half_waves(float uv) noexcept;
  RnsReading judge_trend() noexcept;
  RnsReading judge_bandpass() noexcept;

  RnsToolKind kind_;
  bool inverted_;

  // Trend.
  WindowedMean<kShortBlocks> short_;
  WindowedMean<kLongBlocks> long_;
  bool relative_;
  float factor_;
  float fixed_uv_;
  int long_windows_left_;  // until the long mean has been full
  FrameSum sum_;           // of this window
  float previous_uv_ = 0.0F;
  bool has_previous_ = false;

  // Bandpass.
  RnsHalfWaves half_waves_;
  float min_uv_;
  float max_uv_;
  float shortest_;  // samples
  float longest_;
  int needed_;
  int windows_hit_;
  std::uint64_t looked_at_;  // a bit for each of the latest windows
  int qualified_ = 0;        // in this window
  std::uint64_t hits_ = 0;   // bit 0: the latest window
};

}  // namespace homeostat::biomarkers
