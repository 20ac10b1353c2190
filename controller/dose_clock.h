// When a burst of a dosed therapy is due, and at which dose.
//
// Due while mood is symptomatic and the person awake, within the program's hours, not too
// soon after the burst before, and while the hour and the day have one left. What is not
// known is no reason: unknown mood, unknown minute, no signal. Counts bursts as they
// begin, given or not, so that a sham arm counts alike. Knows no current and no mode.
// What it holds outlives a reset, and time without power refills nothing. Hazards
// HAZ-032, HAZ-033.
#pragma once

#include <cstdint>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/dose.h"
#include "controller/sliding_count.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

// Where nothing is known of before, a day passes before anything is given: longer than
// any program's own time.
inline constexpr Microseconds kDistrustLockout{25 * kHourLong.count()};

// Not thread-safe. Allocates nothing, never throws.
class DoseClock {
 public:
  using Hour = SlidingCount<std::uint8_t, 61, kMinuteLong.count()>;
  using Day = SlidingCount<std::uint16_t, 25, kHourLong.count()>;
  struct Stored {
    Dose::Stored dose;
    Hour::Stored hour;
    Day::Stored day;
    Microseconds since_burst;  // began
    Microseconds lockout;      // left
  };

  // `settings` must be of a program that passed validate(), and outlive the clock.
  explicit DoseClock(const DosedSettings& settings) noexcept
      : settings_(settings), dose_(settings.dose) {}

  // Once per frame, in order: how long since the last one, and whether armed.
  void update(Microseconds elapsed, bool armed, const biomarkers::Biomarkers& seen,
              const biomarkers::SampleFrame& frame) noexcept;
  // Equals frames that show the same and tell nothing.
  void advance_idle(Microseconds elapsed, bool armed) noexcept;
  void begin_burst() noexcept;
  // Harm and clinicians alone, where no burst is ever due.
  void hear(std::uint8_t clinician_events) noexcept { dose_.hear(clinician_events); }

  bool due() const noexcept { return !is_limited() && until_due() == Microseconds{}; }
  // The day's bursts are spent, or were and the lockout lasts.
  bool is_limited() const noexcept;

  // If the next frames show what the last one did: until a burst may be due, never later
  // than it is; until no limit holds; until the dose rises.
  Microseconds until_due() const noexcept;
  Microseconds until_lifted() const noexcept;
  Microseconds until_step() const noexcept { return dose_.until_step(); }

  const Dose& dose() const noexcept { return dose_; }
  std::uint16_t left_this_hour() const noexcept;
  std::uint16_t left_today() const noexcept;
  std::uint16_t today() const noexcept;

  Stored store() const noexcept;
  // False: not believed, and the worst is taken. Before the first frame.
  bool restore(const Stored& stored) noexcept;
  // Of another dosing: its bursts and its harm are remembered, the dose begins anew.
  bool inherit(const Stored& stored) noexcept;
  void distrust() noexcept;

 private:
  void pass(Microseconds elapsed) noexcept;
  bool restore_counts(const Stored& stored) noexcept;
  Microseconds until_window() const noexcept;

  const DosedSettings& settings_;
  Dose dose_;
  Hour hour_;
  Day day_;
  Microseconds since_burst_ = kNever;
  Microseconds lockout_;
  Microseconds minute_age_;  // since the minute was told
  std::uint16_t minute_ = biomarkers::kUnknownMinute;
  bool wanted_ = false;  // by what the last frame showed
};

}  // namespace homeostat::controller
