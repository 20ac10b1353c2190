// The hours of a therapy by schedule: when today's window began, and when it ends.
//
// Knows the minute of the day that it is told, and not the seconds: where it has not seen
// a minute begin, the window ends up to a minute early, never late. An unknown minute is
// none of the window.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

// Not thread-safe. Allocates nothing, never throws.
class ScheduleClock {
 public:
  explicit ScheduleClock(const DayWindow& window) noexcept : window_(window) {}

  // Once per frame, in order.
  void update(Instant now, std::uint16_t minute) noexcept;

  bool open() const noexcept { return open_; }
  Instant begin() const noexcept { return begin_; }  // while open
  Instant end() const noexcept { return end_; }

 private:
  const DayWindow& window_;
  Instant last_;
  Instant minute_began_;
  Instant begin_;
  Instant end_;
  std::uint16_t minute_ = biomarkers::kUnknownMinute;
  bool open_ = false;
};

}  // namespace homeostat::controller
