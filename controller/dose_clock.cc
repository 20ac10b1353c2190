#include "controller/dose_clock.h"

#include <algorithm>

#include "controller/day_window.h"

namespace homeostat::controller {
namespace {

bool wants(const biomarkers::Biomarkers& seen) {
  return seen.signal_valid && !seen.seizure && !seen.mood.asleep &&
         seen.mood.mood == biomarkers::Mood::kSymptomatic;
}

std::uint16_t left_of(std::uint32_t limit, std::uint32_t spent) {
  return static_cast<std::uint16_t>(limit - std::min(limit, spent));
}

Microseconds less(Microseconds span, Microseconds elapsed) {
  return std::max(span - elapsed, Microseconds{});
}

}  // namespace

void DoseClock::pass(Microseconds elapsed) noexcept {
  hour_.advance(elapsed);
  day_.advance(elapsed);
  since_burst_ = std::min(since_burst_ + elapsed, kNever);
  lockout_ = less(lockout_, elapsed);
  minute_age_ = std::min(minute_age_ + elapsed, kNever);
}

void DoseClock::update(Microseconds elapsed, bool armed,
                       const biomarkers::Biomarkers& seen,
                       const biomarkers::SampleFrame& frame) noexcept {
  pass(elapsed);
  dose_.update(elapsed, armed, frame.clinician_events, seen.mood);
  minute_ = frame.minute_of_day;
  minute_age_ = Microseconds{};
  wanted_ = wants(seen);
}

void DoseClock::advance_idle(Microseconds elapsed, bool armed) noexcept {
  pass(elapsed);
  dose_.pass(elapsed, armed);
}

void DoseClock::begin_burst() noexcept {
  since_burst_ = Microseconds{};
  hour_.count();
  day_.count();
  if (left_today() == 0) lockout_ = settings_.burst.duration + settings_.lockout;
}

bool DoseClock::is_limited() const noexcept {
  return lockout_ > Microseconds{} || left_today() == 0;
}

Microseconds DoseClock::until_due() const noexcept {
  if (!wanted_) return kNever;
  const Microseconds spacing = less(settings_.spacing, since_burst_);
  const Microseconds hour = hour_.until_fewer_than(settings_.bursts_per_hour);
  return std::max({spacing, hour, until_window()});
}

// When the minute began in which it was told is not known: a minute less, but where the
// window is open.
Microseconds DoseClock::until_window() const noexcept {
  const int minutes =
      minutes_until(settings_.day, minute_, tail_minutes(settings_.burst.duration));
  if (minutes == kNoMinute) return kNever;
  if (minutes == 0) return Microseconds{};
  const Microseconds least((minutes - 1) * kMinuteLong.count());
  return std::max(less(least, minute_age_), Microseconds{1});
}

Microseconds DoseClock::until_lifted() const noexcept {
  return std::max(lockout_, day_.until_fewer_than(settings_.bursts_per_day));
}

std::uint16_t DoseClock::left_this_hour() const noexcept {
  return left_of(settings_.bursts_per_hour, hour_.total());
}
std::uint16_t DoseClock::left_today() const noexcept {
  return left_of(settings_.bursts_per_day, day_.total());
}
std::uint16_t DoseClock::today() const noexcept {
  return static_cast<std::uint16_t>(std::min<std::uint32_t>(day_.total(), UINT16_MAX));
}

DoseClock::Stored DoseClock::store() const noexcept {
  return {dose_.store(), hour_.store(), day_.store(), since_burst_, lockout_};
}

bool DoseClock::restore(const Stored& stored) noexcept {
  if (dose_.restore(stored.dose) && restore_counts(stored)) return true;
  distrust();
  return false;
}

bool DoseClock::inherit(const Stored& stored) noexcept {
  dose_.inherit(stored.dose);
  if (restore_counts(stored)) return true;
  distrust();
  return false;
}

bool DoseClock::restore_counts(const Stored& stored) noexcept {
  const bool known = stored.since_burst >= Microseconds{} &&
                     stored.since_burst <= kNever && stored.lockout >= Microseconds{} &&
                     stored.lockout <= kNever && hour_.restore(stored.hour) &&
                     day_.restore(stored.day);
  if (!known) return false;
  since_burst_ = stored.since_burst;
  lockout_ = stored.lockout;
  return true;
}

void DoseClock::distrust() noexcept {
  dose_.distrust();
  hour_ = {};
  day_ = {};
  for (int i = 0; i < settings_.bursts_per_hour; ++i) hour_.count();
  for (int i = 0; i < settings_.bursts_per_day; ++i) day_.count();
  since_burst_ = Microseconds{};
  lockout_ = kDistrustLockout;
}

}  // namespace homeostat::controller
