// When bursts of a dosed therapy are due, and at which dose.
#include "controller/dose_clock.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <random>

#include "controller/day_window.h"
#include "tests/controller/dosing.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::kAdverseEvent;
using biomarkers::kAdverseSeen;
using biomarkers::Mood;
using biomarkers::WeeklyMood;

TEST(DoseDue, Saf400_IsDueWhereMoodIsSymptomaticByDayAndAwake) {
  EXPECT_TRUE(Dosing().due());
}

TEST(DoseDue, Saf400_NothingThatIsNotKnownIsAReason) {
  const struct {
    const char* name;
    void (*change)(Dosing&);
  } reasons[] = {
      {"unknown", [](Dosing& d) { d.seen.mood.mood = Mood::kUnknown; }},
      {"well", [](Dosing& d) { d.seen.mood.mood = Mood::kWell; }},
      {"asleep", [](Dosing& d) { d.seen.mood.asleep = true; }},
      {"seizure", [](Dosing& d) { d.seen.seizure = true; }},
      {"no signal", [](Dosing& d) { d.seen.signal_valid = false; }},
      {"no time", [](Dosing& d) { d.frame.minute_of_day = biomarkers::kUnknownMinute; }},
      {"no such minute", [](Dosing& d) { d.frame.minute_of_day = 1440; }},
      {"night", [](Dosing& d) { d.frame.minute_of_day = 1320; }},
      {"before the day", [](Dosing& d) { d.frame.minute_of_day = 479; }},
      {"it would end by night", [](Dosing& d) { d.frame.minute_of_day = 1319; }},
  };
  for (const auto& reason : reasons) {
    Dosing dosing;
    reason.change(dosing);
    EXPECT_FALSE(dosing.due()) << reason.name;
    EXPECT_FALSE(dosing.due_after(Microseconds(3600'000'000))) << reason.name;
  }
}

TEST(DoseDue, Saf400_TheHoursAreOpenFromTheirFirstMinute) {
  Dosing dosing;
  dosing.frame.minute_of_day = 480;
  EXPECT_TRUE(dosing.due());
  dosing.frame.minute_of_day = 1318;
  EXPECT_TRUE(dosing.due());
}

TEST(DayWindowLaw, Saf400_HoldsWhatLiesBetweenAcrossMidnightToo) {
  for (const int from : {0, 1, 480, 1439}) {
    for (const int to : {0, 1, 2, 479, 480, 481, 1439}) {
      const DayWindow window{static_cast<std::uint16_t>(from),
                             static_cast<std::uint16_t>(to)};
      for (std::uint16_t minute = 0; minute < 1440; ++minute) {
        const bool between = from == to  ? true
                             : from < to ? minute >= from && minute < to
                                         : minute >= from || minute < to;
        ASSERT_EQ(between, holds(window, minute)) << from << ' ' << to << ' ' << minute;
        const int wait = minutes_until(window, minute, 1);
        if (wait == kNoMinute) {
          ASSERT_EQ(1, length_of(window));
          continue;
        }
        const auto then = static_cast<std::uint16_t>((minute + wait) % 1440);
        const auto next = static_cast<std::uint16_t>((minute + wait + 1) % 1440);
        ASSERT_TRUE(holds(window, then) && (from == to || holds(window, next)))
            << from << ' ' << to << ' ' << minute;
      }
    }
  }
}

TEST(DoseDue, Saf401_KeepsItsSpacingToTheMicrosecond) {
  Dosing dosing;
  ASSERT_TRUE(dosing.due());
  dosing.burst();
  EXPECT_FALSE(dosing.due_after(60_s - 1_us));
  EXPECT_TRUE(dosing.due_after(1_us));
}

TEST(DoseDue, Saf401_NoHourHasMoreThanItMay) {
  Dosing dosing;
  dosing.due();
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(dosing.due_after(60_s)) << i;
    dosing.burst();
  }
  EXPECT_EQ(0, dosing.clock.left_this_hour());
  EXPECT_FALSE(dosing.due_after(3000_s));  // the first is less than an hour old
  EXPECT_TRUE(dosing.due_after(660_s));
  EXPECT_EQ(20, dosing.clock.left_today());
}

TEST(DoseDue, Saf401_ADayThatIsSpentLocksForItsTimeAndUntilItHasRoom) {
  Dosing dosing;
  dosing.due();
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(dosing.due_after(600_s)) << i;
    ASSERT_FALSE(dosing.clock.is_limited());
    dosing.burst();
  }
  EXPECT_TRUE(dosing.clock.is_limited());
  const Microseconds wait = dosing.clock.until_lifted();
  EXPECT_FALSE(dosing.due_after(wait - 1_us));
  EXPECT_TRUE(dosing.clock.is_limited());
  EXPECT_TRUE(dosing.due_after(1_us));
  EXPECT_GE(wait + Microseconds(29 * 600'000'000LL), kDay);
}

TEST(DoseDue, Saf401_AfterALateDayTheLockoutIsWhatHolds) {
  Dosing dosing;
  dosing.program.dosed.lockout = Microseconds(2 * kDay.count());
  dosing.due();
  for (int i = 0; i < 30; ++i) {
    dosing.due_after(600_s);
    dosing.burst();
  }
  EXPECT_EQ(6_s + dosing.program.dosed.lockout, dosing.clock.until_lifted());
  EXPECT_FALSE(dosing.due_after(dosing.program.dosed.lockout));
  EXPECT_GT(dosing.clock.left_today(), 0);
  EXPECT_TRUE(dosing.clock.is_limited());
  EXPECT_TRUE(dosing.due_after(6_s));
}

// Whoever is due, gives: by chance, with time and resets that come by chance, for weeks.
TEST(DoseLaw, Saf401_Saf405_NoHourNoDayAndNoSpacingIsEverExceededWhateverIsReset) {
  std::mt19937 dice(7);
  auto dosing = std::make_unique<Dosing>();
  std::deque<std::int64_t> starts_us;
  std::int64_t now_us = 0;
  int given = 0;
  for (int i = 0; i < 200'000; ++i) {
    if (dice() % 300 == 0) {  // and off for a while
      auto reset = std::make_unique<Dosing>();
      reset->seen = dosing->seen;
      ASSERT_TRUE(reset->clock.restore(dosing->clock.store()));
      ASSERT_EQ(dosing->clock.left_today(), reset->clock.left_today());
      dosing = std::move(reset);
      now_us += dice() % 3'600'000'000;
    }
    const std::int64_t step = 1'000'000 + dice() % 30'000'000;
    now_us += step;
    if (dice() % 50 == 0) {
      dosing->seen.mood.mood = dice() % 4 == 0 ? Mood::kWell : Mood::kSymptomatic;
    }
    dosing->frame.minute_of_day = static_cast<std::uint16_t>(now_us / 60'000'000 % 1440);
    if (!dosing->due_after(Microseconds(step))) continue;
    dosing->burst();
    ++given;
    ASSERT_EQ(Mood::kSymptomatic, dosing->seen.mood.mood);
    ASSERT_TRUE(holds(dosing->program.dosed.day, dosing->frame.minute_of_day));
    if (!starts_us.empty()) {
      ASSERT_GE(now_us - starts_us.back(), 60'000'000);
    }
    starts_us.push_back(now_us);
    while (now_us - starts_us.front() > kDay.count()) starts_us.pop_front();
    ASSERT_LE(starts_us.size(), 30U);
    int this_hour = 0;
    for (const std::int64_t start : starts_us)
      this_hour += now_us - start <= 3'600'000'000;
    ASSERT_LE(this_hour, 10);
  }
  EXPECT_GT(given, 300);
}

// ---- Dose

TEST(DoseSteps, Saf402_RisesAStepAWeekWhereTwoWeeksWereSick) {
  Dosing dosing;
  dosing.sick();
  dosing.almost_a_week();
  EXPECT_EQ(500, dosing.permille());
  dosing.due();
  EXPECT_EQ(600, dosing.permille());
  dosing.almost_a_week();
  EXPECT_EQ(600, dosing.permille());
  dosing.due();
  EXPECT_EQ(700, dosing.permille());
}

TEST(DoseSteps, Saf402_NeverAboveTheHighest) {
  Dosing dosing;
  dosing.program.dosed.dose.highest_permille = 650;
  dosing.sick();
  for (int week = 0; week < 5; ++week) {
    dosing.almost_a_week();
    dosing.due();
    EXPECT_LE(dosing.permille(), 650);
  }
  EXPECT_EQ(650, dosing.permille());
  EXPECT_EQ(kNever, dosing.clock.until_step());
}

TEST(DoseSteps, Saf402_RisesForNoOtherReason) {
  for (const WeeklyMood weekly : {WeeklyMood::kUnknown, WeeklyMood::kStable}) {
    Dosing dosing;
    dosing.weeks(weekly, WeeklyMood::kSick);
    for (int week = 0; week < 3; ++week) dosing.almost_a_week();
    EXPECT_EQ(500, dosing.permille());
  }
  Dosing fixed;
  fixed.program.dosed.dose.adapts = false;
  Dosing idle;
  idle.armed = false;
  for (Dosing* dosing : {&fixed, &idle}) {
    dosing->sick();
    for (int week = 0; week < 3; ++week) dosing->almost_a_week();
    EXPECT_EQ(500, dosing->permille());
  }
}

TEST(DoseSteps, Saf402_SickWeeksThatWereFollowedByAnotherRaiseNothing) {
  for (const WeeklyMood last : {WeeklyMood::kStable, WeeklyMood::kUnknown}) {
    Dosing dosing;
    dosing.weeks(WeeklyMood::kSick, last);
    for (int week = 0; week < 3; ++week) dosing.almost_a_week();
    EXPECT_EQ(500, dosing.permille());
    dosing.sick();
    dosing.due();
    EXPECT_EQ(600, dosing.permille());
  }
}

TEST(DoseSteps, Saf402_TimeWithoutTherapyTakesBackAsMuch) {
  Dosing dosing;
  dosing.almost_a_week();
  dosing.armed = false;
  dosing.due_after(kDay);
  dosing.sick();
  dosing.due_after(1_s);
  EXPECT_EQ(500, dosing.permille()) << "not while it is off";
  dosing.armed = true;
  dosing.due_after(kDay + 1_s);
  EXPECT_EQ(500, dosing.permille());
  dosing.due_after(1_s);
  EXPECT_EQ(600, dosing.permille());
  dosing.armed = false;
  for (int week = 0; week < 3; ++week) dosing.almost_a_week();
  dosing.armed = true;
  dosing.almost_a_week();
  EXPECT_EQ(600, dosing.permille()) << "less than nothing is nothing";
  dosing.due();
  EXPECT_EQ(700, dosing.permille());
}

TEST(DoseSteps, Saf402_RisesInNoFrameInWhichNothingIsArmed) {
  Dosing dosing;
  for (int week = 0; week < 2; ++week) dosing.almost_a_week();
  dosing.sick();
  dosing.armed = false;
  dosing.due();
  EXPECT_EQ(500, dosing.permille());
}

TEST(DoseSteps, Saf403_HarmLowersTheDoseAtOnceAndNotBelowTheLowest) {
  Dosing dosing;
  for (const int permille : {400, 300, 200, 200}) {
    dosing.frame.clinician_events = kAdverseEvent;
    dosing.due();
    EXPECT_EQ(permille, dosing.permille());
    EXPECT_TRUE(dosing.clock.dose().adverse_open());
  }
}

TEST(DoseSteps, Saf403_NothingRaisesTheDoseUntilAClinicianHasSeenToTheHarm) {
  Dosing dosing;
  dosing.sick();
  dosing.frame.clinician_events = kAdverseEvent;
  dosing.due();
  for (int week = 0; week < 20; ++week) dosing.almost_a_week();
  EXPECT_EQ(400, dosing.permille());
  dosing.frame.clinician_events = kAdverseSeen;
  dosing.due();
  EXPECT_FALSE(dosing.clock.dose().adverse_open());
  dosing.almost_a_week();
  EXPECT_EQ(400, dosing.permille()) << "a week from then on";
  dosing.due();
  EXPECT_EQ(500, dosing.permille());
}

TEST(DoseSteps, Saf403_WhoTellsOfHarmAndOfHavingSeenItTellsOfHarm) {
  Dosing dosing;
  dosing.frame.clinician_events = kAdverseEvent | kAdverseSeen;
  dosing.due();
  EXPECT_TRUE(dosing.clock.dose().adverse_open());
  EXPECT_EQ(400, dosing.permille());
}

TEST(DoseSteps, Saf403_HarmIsAChangeOfTheDoseFromWhichItsWeekBegins) {
  Dosing dosing;
  dosing.almost_a_week();
  dosing.frame.clinician_events = kAdverseEvent;
  dosing.due();
  EXPECT_EQ(Microseconds{}, dosing.clock.store().dose.unchanged);
}

TEST(DoseSteps, Saf403_HarmIsHeardWhileNothingIsArmed) {
  Dosing dosing;
  dosing.armed = false;
  dosing.frame.clinician_events = kAdverseEvent;
  dosing.due();
  EXPECT_EQ(400, dosing.permille());
}

}  // namespace
}  // namespace homeostat::controller::testing
