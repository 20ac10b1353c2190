// The clock on the wall of a slow run, which begins at a minute of its first local day.
// Knows no patient and no device.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "safety/units.h"

namespace homeostat::sim {

class SlowClock {
 public:
  explicit SlowClock(double start_minute)
      : start_us_(
            static_cast<std::uint64_t>(start_minute * static_cast<double>(kMinute_us))) {}

  std::uint16_t minute_at(Instant time) const {
    return static_cast<std::uint16_t>(local_us(time) / kMinute_us %
                                      biomarkers::kMinutesPerDay);
  }
  bool same_day(Instant one, Instant other) const {
    return local_us(one) / kDay_us == local_us(other) / kDay_us;
  }
  // Frames after `time` that still end in its local day.
  std::int64_t frames_left_of_day(Instant time, Microseconds frame) const {
    const std::uint64_t left_us = kDay_us - local_us(time) % kDay_us;
    return static_cast<std::int64_t>(left_us - 1) / frame.count();
  }

  // Days since the run's beginning, not since a midnight.
  static double day_of(Instant time) {
    return static_cast<double>(time.count()) / static_cast<double>(kDay_us);
  }
  static Instant at_day(double day) {
    return Instant(static_cast<std::uint64_t>(day * static_cast<double>(kDay_us)));
  }

 private:
  static constexpr std::uint64_t kMinute_us = 60'000'000;
  static constexpr std::uint64_t kDay_us = biomarkers::kMinutesPerDay * kMinute_us;

  std::uint64_t local_us(Instant time) const { return time.count() + start_us_; }

  std::uint64_t start_us_;
};

}  // namespace homeostat::sim
