// The `rns` profile as a whole: samples in; tools, patterns A and B, events and the
// therapies that would have been given out.
//
//   pattern = its tools, both or either;  detected = A and B, or either
//   event: begins with the first window in which it is detected, and ends when it has not
//     been for event_end_ms
//   therapy: one at the beginning of an event, the next once the one before is over,
//     redetection_ms have gone by and it is detected still, up to five an event
//
// Not built: synchronous bursts, adaptive rate, and the device's counter for redetection
// (its constants are not published); bursts follow each other at once. A prediction, no
// request. Source: shared reference "devices" 2.2. Streams; no heap, no clock. 4 kB.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "biomarkers/rns_settings.h"
#include "biomarkers/rns_tool.h"

namespace homeostat::biomarkers {

class RnsChain {
 public:
  // Of settings that validate() accepts (rns_rules.h).
  explicit RnsChain(const RnsSettings& settings) noexcept;

  // One sample of every channel, uV; NaN: none came. True at the end of a window: then
  // all below is new.
  bool update(std::span<const float> uv) noexcept;

  std::uint64_t samples() const noexcept { return samples_; }
  const RnsReading& tool(std::size_t index) const noexcept { return readings_[index]; }
  bool pattern(std::size_t index) const noexcept { return patterns_[index]; }
  bool detected() const noexcept { return detected_; }
  bool in_event() const noexcept { return in_event_; }
  // 1 to 5: the therapy that begins with this window's end; 0: none does.
  int therapy() const noexcept { return therapy_; }

 private:
  void judge() noexcept;
  bool holds(const RnsPatternSettings& pattern) const noexcept;
  void follow_event() noexcept;
  void follow_therapies() noexcept;

  RnsSettings settings_;
  std::array<RnsTool, kRnsTools> tools_;
  std::array<RnsReading, kRnsTools> readings_{};
  std::array<bool, kRnsPatterns> patterns_{};
  std::uint64_t samples_ = 0;
  int samples_per_window_;
  int in_window_ = 0;
  bool detected_ = false;
  bool in_event_ = false;
  int windows_without_ = 0;
  int therapy_ = 0;
  int given_ = 0;     // in this event
  int busy_for_ = 0;  // windows: a therapy and the time after it
};

}  // namespace homeostat::biomarkers
