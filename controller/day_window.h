// Whether a minute of the day lies in a window, and how long until it does.
//
// Knows no clock: the minute is told. One that is not known lies in no window.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

inline constexpr int kNoMinute = -1;

// Minutes that the window lasts. From and to alike: the whole day.
constexpr int length_of(const DayWindow& window) noexcept {
  const int length =
      (window.to_minute + biomarkers::kMinutesPerDay - window.from_minute) %
      biomarkers::kMinutesPerDay;
  return length == 0 ? biomarkers::kMinutesPerDay : length;
}

constexpr bool is_whole_day(const DayWindow& window) noexcept {
  return window.from_minute == window.to_minute;
}

// Minutes of a window's end in which what lasts that long does not begin, so that it ends
// in the window, too.
constexpr int tail_minutes(Microseconds span) noexcept {
  return static_cast<int>((span.count() + kMinuteLong.count() - 1) / kMinuteLong.count());
}

// Minutes until what takes `tail` minutes may begin, so that it ends in the window: zero
// where it may now, kNoMinute where it never may.
constexpr int minutes_until(const DayWindow& window, std::uint16_t minute,
                            int tail) noexcept {
  if (minute >= biomarkers::kMinutesPerDay) return kNoMinute;
  if (is_whole_day(window)) return 0;
  const int room = length_of(window) - tail;
  if (room <= 0) return kNoMinute;
  const int since = (minute + biomarkers::kMinutesPerDay - window.from_minute) %
                    biomarkers::kMinutesPerDay;
  return since < room ? 0 : biomarkers::kMinutesPerDay - since;
}

constexpr bool holds(const DayWindow& window, std::uint16_t minute) noexcept {
  return minutes_until(window, minute, 0) == 0;
}

}  // namespace homeostat::controller
