// What a dosed therapy knows of before a reset, and what it takes where it does not.
#include <gtest/gtest.h>

#include <random>

#include "tests/controller/dosing.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::kAdverseEvent;
using biomarkers::kAdverseSeen;

TEST(DoseMemoryLaw, Saf405_WhatIsStoredIsWhatGoesOn) {
  std::mt19937 dice(11);
  Dosing one;
  for (int i = 0; i < 3000; ++i) {
    one.frame.clinician_events = dice() % 500 == 0   ? kAdverseEvent
                                 : dice() % 500 == 0 ? kAdverseSeen
                                                     : 0;
    if (one.due_after(Microseconds(1 + dice() % 200'000'000))) one.burst();
    if (dice() % 30 != 0) continue;
    Dosing two;
    ASSERT_TRUE(two.clock.restore(one.clock.store()));
    EXPECT_EQ(one.clock.left_this_hour(), two.clock.left_this_hour());
    EXPECT_EQ(one.clock.left_today(), two.clock.left_today());
    EXPECT_EQ(one.permille(), two.permille());
    EXPECT_EQ(one.clock.dose().adverse_open(), two.clock.dose().adverse_open());
    EXPECT_EQ(one.clock.until_lifted(), two.clock.until_lifted());
    const Microseconds later(dice() % 4'000'000'000);
    Dosing same;
    ASSERT_TRUE(same.clock.restore(one.clock.store()));
    EXPECT_EQ(same.due_after(later), two.due_after(later));
  }
}

TEST(DoseMemory, Saf405_WhatIsNotBelievedIsTheWorst) {
  const struct {
    const char* name;
    void (*spoil)(DoseClock::Stored&);
  } spoilt[] = {
      {"above the highest", [](auto& s) { s.dose.permille = 801; }},
      {"below the lowest", [](auto& s) { s.dose.permille = 199; }},
      {"unchanged", [](auto& s) { s.dose.unchanged = Microseconds(-1); }},
      {"hour", [](auto& s) { s.hour.into = 60_s; }},
      {"day", [](auto& s) { s.day.into = Microseconds(-1); }},
      {"unchanged for ever", [](auto& s) { s.dose.unchanged = kNever + 1_us; }},
      {"since", [](auto& s) { s.since_burst = Microseconds(-1); }},
      {"since ever", [](auto& s) { s.since_burst = kNever + 1_us; }},
      {"lockout", [](auto& s) { s.lockout = Microseconds(-1); }},
      {"lockout for ever", [](auto& s) { s.lockout = kNever + 1_us; }},
  };
  for (const auto& each : spoilt) {
    Dosing dosing;
    DoseClock::Stored stored = dosing.clock.store();
    each.spoil(stored);
    EXPECT_FALSE(dosing.clock.restore(stored)) << each.name;
    EXPECT_EQ(200, dosing.permille()) << each.name;
    EXPECT_TRUE(dosing.clock.dose().adverse_open()) << each.name;
    EXPECT_EQ(0, dosing.clock.left_this_hour()) << each.name;
    EXPECT_EQ(0, dosing.clock.left_today()) << each.name;
    EXPECT_EQ(30, dosing.clock.today()) << each.name;
    EXPECT_EQ(10, dosing.clock.store().hour.bins[0]) << each.name;
    EXPECT_FALSE(dosing.due_after(kDay)) << each.name;
    EXPECT_TRUE(dosing.due_after(3600_s)) << each.name;
  }
}

TEST(DoseMemory, Saf405_WhatLiesOnItsBoundsIsBelieved) {
  const struct {
    const char* name;
    void (*change)(DoseClock::Stored&);
  } bounds[] = {
      {"the lowest", [](auto& s) { s.dose.permille = 200; }},
      {"the highest", [](auto& s) { s.dose.permille = 800; }},
      {"unchanged", [](auto& s) { s.dose.unchanged = kNever; }},
      {"just begun", [](auto& s) { s.since_burst = Microseconds{}; }},
      {"never begun", [](auto& s) { s.since_burst = kNever; }},
      {"lockout", [](auto& s) { s.lockout = kNever; }},
  };
  for (const auto& each : bounds) {
    Dosing dosing;
    DoseClock::Stored stored = dosing.clock.store();
    each.change(stored);
    EXPECT_TRUE(dosing.clock.restore(stored)) << each.name;
    EXPECT_FALSE(dosing.clock.dose().adverse_open()) << each.name;
  }
}

// Nothing of what was there before, nor of the half that could be read.
TEST(DoseMemory, Saf405_TheWorstIsCountedFromItsBeginning) {
  Dosing half;
  DoseClock::Stored stored = half.clock.store();
  stored.hour.into = 59_s;
  stored.day.into = Microseconds(-1);
  EXPECT_FALSE(half.clock.restore(stored));
  half.due_after(3650_s);
  EXPECT_EQ(0, half.clock.left_this_hour());
  Dosing lived;
  lived.due_after(3598_s);
  lived.burst();
  lived.due();
  lived.clock.distrust();
  EXPECT_EQ(30, lived.clock.today());
  EXPECT_EQ(Microseconds{}, lived.clock.store().since_burst);
  lived.due_after(kDay + 1800_s);
  EXPECT_EQ(0, lived.clock.left_today());
}

TEST(DoseMemory, Saf405_TheWorstLocksAProgramTooWhoseDayWouldHaveRoom) {
  Dosing dosing;
  dosing.clock.distrust();
  Dosing generous;
  generous.program.dosed.bursts_per_day = 100;
  EXPECT_TRUE(generous.clock.inherit(dosing.clock.store()));
  EXPECT_EQ(70, generous.clock.left_today());
  EXPECT_EQ(kDistrustLockout, generous.clock.until_lifted());
}

TEST(DoseMemory, Saf405_AnotherDosingKeepsBurstsAndHarm) {
  Dosing before;
  before.frame.clinician_events = kAdverseEvent;
  before.due();
  before.burst();
  Dosing after;
  EXPECT_TRUE(after.clock.inherit(before.clock.store()));
  EXPECT_TRUE(after.clock.dose().adverse_open());
  EXPECT_EQ(29, after.clock.left_today());
  EXPECT_FALSE(after.due_after(59_s));
}

TEST(DoseMemory, Saf405_OfAnotherDosingTooWhatIsNotBelievedIsTheWorst) {
  Dosing dosing;
  DoseClock::Stored stored = dosing.clock.store();
  stored.lockout = Microseconds(-1);
  EXPECT_FALSE(dosing.clock.inherit(stored));
  EXPECT_EQ(200, dosing.permille());
  EXPECT_TRUE(dosing.clock.dose().adverse_open());
  EXPECT_EQ(0, dosing.clock.left_today());
}

TEST(DoseMemory, Saf403_AnotherDosingBeginsNoHigherWhileHarmIsOpen) {
  Dosing before;
  before.frame.clinician_events = kAdverseEvent;
  before.due();
  Dosing after;
  EXPECT_TRUE(after.clock.inherit(before.clock.store()));
  EXPECT_EQ(400, after.permille());
  Dosing gentle;
  gentle.program.dosed.dose.start_permille = 300;
  EXPECT_TRUE(gentle.clock.inherit(before.clock.store()));
  EXPECT_EQ(300, gentle.permille());
  Dosing high;
  high.program.dosed.dose.lowest_permille = 450;
  EXPECT_TRUE(high.clock.inherit(before.clock.store()));
  EXPECT_EQ(450, high.permille()) << "not below its lowest";
  before.frame.clinician_events = kAdverseSeen;
  before.due();
  EXPECT_TRUE(after.clock.inherit(before.clock.store()));
  EXPECT_EQ(500, after.permille()) << "a clinician has seen to it, and chose another";
}

}  // namespace
}  // namespace homeostat::controller::testing
