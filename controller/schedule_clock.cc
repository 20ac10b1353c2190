#include "controller/schedule_clock.h"

#include "controller/commissioning.h"
#include "controller/day_window.h"

namespace homeostat::controller {
namespace {

// True where the second minute follows the first.
bool follows(std::uint16_t first, std::uint16_t second) {
  return first < biomarkers::kMinutesPerDay &&
         second == (first + 1) % biomarkers::kMinutesPerDay;
}

}  // namespace

void ScheduleClock::update(Instant now, std::uint16_t minute) noexcept {
  if (minute != minute_) {
    const bool seen = follows(minute_, minute) && now - last_ < kMinuteLong;
    minute_began_ = seen ? last_ : now - kMinuteLong;
  }
  minute_ = minute;
  last_ = now;
  const bool was_open = open_;
  open_ = holds(window_, minute);
  if (!open_) return;
  if (!was_open) begin_ = now;
  const int since = (minute + biomarkers::kMinutesPerDay - window_.from_minute) %
                    biomarkers::kMinutesPerDay;
  const std::int64_t left = length_of(window_) - since;
  end_ = is_whole_day(window_) ? now + kDayLong
                               : minute_began_ + Microseconds(left * kMinuteLong.count());
}

}  // namespace homeostat::controller
