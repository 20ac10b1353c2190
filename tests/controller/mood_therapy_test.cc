// What therapies of depression hold from frame to frame, and what of it outlives a reset.
#include "controller/mood_therapy.h"

#include <gtest/gtest.h>

#include <bit>

#include "controller/episode_clock.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr Microseconds kDay{86'400'000'000};

// Told of a mode, and then of frames in it; of a second each.
struct Therapy {
  TherapyProgram program;
  MoodTherapy therapy{program};
  biomarkers::Biomarkers seen;
  biomarkers::SampleFrame frame = quiet_inputs();
  Mode mode = Mode::kOff;

  explicit Therapy(const TherapyProgram& of) : program(of) {}
  void enter(Mode next) {
    mode = next;
    therapy.note(next);
  }
  void frame_after(Microseconds gap) {
    frame.time = frame.time + gap;
    therapy.update(seen, frame, mode);
    frame.clinician_events = 0;
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame_after(1_s);
  }
  // The band's power, from now on.
  void hears(float log10_uv2) {
    seen.mood.second_ended = true;
    seen.mood.second[0] = log10_uv2;
  }
  EpisodeView view() const {
    EpisodeView view;
    therapy.show(view);
    return view;
  }
  DoseMemory stored() const { return therapy.store(); }
  bool restore(const DoseMemory& memory) { return therapy.restore(memory); }
};

// ---- Time

TEST(MoodTherapy, Saf405_AFrameThatIsLateRefillsNothing) {
  Therapy dosed(dosed_program());
  dosed.frames(1);
  dosed.enter(Mode::kTreatingBurst);
  dosed.frame_after(1_s);
  EXPECT_EQ(1'000'000, dosed.stored().since_burst_us);
  dosed.frame_after(1_s + 1_us);
  EXPECT_EQ(1'000'000, dosed.stored().since_burst_us);
  EXPECT_EQ(2'000'001, dosed.stored().run_us) << "but the record ages";
}

TEST(MoodTherapy, Saf402_AWeekOfTherapyIsOfModesInWhichItCouldBeGiven) {
  const auto unchanged_after = [](Mode mode) {
    Therapy dosed(dosed_program());
    dosed.frames(1);
    dosed.mode = Mode::kSensing;
    dosed.frames(10);
    dosed.mode = mode;
    dosed.frames(1);
    return dosed.stored().unchanged_us;
  };
  for (const Mode mode : {Mode::kSensing, Mode::kTreatingBurst, Mode::kTreatingPause,
                          Mode::kRefractory, Mode::kLockout, Mode::kFallback}) {
    EXPECT_EQ(11'000'000, unchanged_after(mode)) << name_of(mode);
  }
  for (const Mode mode : {Mode::kOff, Mode::kSelfTest, Mode::kInhibited, Mode::kFault}) {
    EXPECT_EQ(9'000'000, unchanged_after(mode)) << name_of(mode);
  }
}

TEST(MoodTherapy, Saf408_TheControllerActsInItsModeAloneAndBeginsAnewInIt) {
  Therapy power(proportional_program());
  power.hears(5.0F);
  power.frames(1);
  power.enter(Mode::kSensing);
  power.frames(3);
  EXPECT_EQ(0_uA, power.view().adaptive[0]);
  power.enter(Mode::kTreatingContinuous);
  power.frames(2);
  EXPECT_EQ(100_uA, power.view().adaptive[0]);
  power.enter(Mode::kFallback);
  power.frames(3);
  EXPECT_EQ(100_uA, power.view().adaptive[0]) << "as it was left";
  power.enter(Mode::kTreatingContinuous);
  EXPECT_EQ(0_uA, power.view().adaptive[0]);
}

// ---- What is shown

TEST(MoodTherapy, Saf406_OfARecordsDaysBegunOnesAreLeft) {
  const struct {
    Microseconds left;
    int days;
  } cases[] = {{0_us, 0}, {1_us, 1}, {kDay, 1}, {kDay + 1_us, 2}};
  for (const auto& each : cases) {
    Therapy dosed(dosed_program());
    DoseMemory memory = dosed.stored();
    memory.run_us = 180 * kDay.count() - each.left.count();
    EXPECT_TRUE(dosed.restore(memory));
    EXPECT_EQ(each.days, dosed.view().record_days_left);
  }
  TherapyProgram without = dosed_program();
  without.biomarkers.mood.has_record = false;
  EXPECT_EQ(0, Therapy(without).view().record_days_left);
  EXPECT_EQ(0, Therapy(responsive_program()).view().record_days_left);
}

// It has no way to be told that it was seen to, and passes it on.
TEST(MoodTherapy, Saf403_AProgramWithoutMoodShowsNoHarmAndKeepsIt) {
  DoseMemory harm = Therapy(dosed_program()).stored();
  harm.adverse_open = 1;
  Therapy between(responsive_program());
  EXPECT_TRUE(between.restore(harm));
  between.frames(2);
  EXPECT_FALSE(between.view().adverse_open);
  EXPECT_EQ(1, between.stored().adverse_open);
  Therapy after(dosed_program());
  EXPECT_TRUE(after.restore(between.stored()));
  EXPECT_TRUE(after.view().adverse_open);
}

TEST(MoodTherapy, Saf410_TheHoursOfAScheduleAreShownWhileTheyAreOpen) {
  Therapy hours(schedule_program());
  hours.frame.minute_of_day = 479;
  hours.frames(1);
  EXPECT_EQ(Instant{}, hours.view().burst_start);
  hours.frame.minute_of_day = 480;
  hours.frames(3);
  EXPECT_EQ(Instant(2'000'000), hours.view().burst_start);
  hours.frame.minute_of_day = 1320;
  hours.frames(1);
  EXPECT_EQ(Instant{}, hours.view().burst_start);
}

// ---- Beyond a reset

TEST(MoodTherapy, Saf405_WhatIsStoredIsWhatWasCounted) {
  TherapyProgram program = dosed_program();
  program.dosed.bursts_per_day = 1;
  Therapy dosed(program);
  dosed.frames(1);
  dosed.enter(Mode::kSensing);
  dosed.frames(100);
  dosed.enter(Mode::kTreatingBurst);
  dosed.frames(30);
  const DoseMemory stored = dosed.stored();
  EXPECT_EQ(kDoseMemoryVersion, stored.version);
  EXPECT_EQ(500, stored.dose_permille);
  EXPECT_EQ(1, stored.day[0]);
  EXPECT_EQ(130'000'000, stored.day_into_us);
  EXPECT_EQ(1, stored.hour[1]) << "of the minute before this one";
  EXPECT_EQ(10'000'000, stored.hour_into_us);
  EXPECT_EQ(130'000'000, stored.run_us);
  EXPECT_EQ(130'000'000, stored.unchanged_us);
  EXPECT_EQ(30'000'000, stored.since_burst_us);
  EXPECT_EQ(7'176'000'000, stored.lockout_us)
      << "a burst and two hours, less what passed";
  Therapy after(program);
  EXPECT_TRUE(after.restore(stored));
  EXPECT_EQ(std::bit_cast<DoseBytes>(stored), std::bit_cast<DoseBytes>(after.stored()));
}

TEST(MoodTherapy, Saf405_MemoryThatCannotBeIsTheWorst) {
  const struct {
    const char* name;
    void (*spoil)(DoseMemory&);
  } spoilt[] = {
      {"older", [](DoseMemory& m) { --m.version; }},
      {"newer", [](DoseMemory& m) { ++m.version; }},
      {"harm", [](DoseMemory& m) { m.adverse_open = 2; }},
      {"spare", [](DoseMemory& m) { m.spare[0] = 1; }},
      {"the other spare", [](DoseMemory& m) { m.spare[1] = 1; }},
      {"before the record", [](DoseMemory& m) { m.run_us = -1; }},
      {"for ever", [](DoseMemory& m) { m.run_us = kNever.count() + 1; }},
  };
  for (const auto& each : spoilt) {
    Therapy dosed(dosed_program());
    DoseMemory memory = dosed.stored();
    each.spoil(memory);
    EXPECT_FALSE(dosed.restore(memory)) << each.name;
    EXPECT_EQ(RecordVerdict::kExpired, dosed.view().record) << each.name;
    EXPECT_EQ(200, dosed.view().dose_permille) << each.name;
    EXPECT_EQ(0, dosed.view().bursts_left_day) << each.name;
    EXPECT_TRUE(dosed.view().adverse_open) << each.name;
  }
}

TEST(MoodTherapy, Saf405_TheWorstIsTakenOnceAndRememberedAsWhatItIs) {
  Therapy dosed(dosed_program());
  EXPECT_FALSE(dosed.restore({}));
  Therapy after(dosed_program());
  EXPECT_TRUE(after.restore(dosed.stored()));
  EXPECT_EQ(RecordVerdict::kExpired, after.view().record);
  EXPECT_EQ(200, after.view().dose_permille);
  EXPECT_EQ(0, after.view().bursts_left_day);
  EXPECT_TRUE(after.view().adverse_open);
}

TEST(MoodTherapy, Saf403_HarmSeenUnderAnotherProgramBeginsTheWeekOfTheDoseAnew) {
  TherapyProgram listens = dosed_program();
  listens.policy = PolicyKind::kDetectionOnly;
  for (const TherapyProgram& other : {schedule_program(), listens}) {
    Therapy before(dosed_program());
    before.frame.clinician_events = biomarkers::kAdverseEvent;
    before.frames(1);
    DoseMemory stored = before.stored();
    stored.unchanged_us = 2 * kDoseWeek.count();  // of armed time since then
    Therapy between(other);
    EXPECT_TRUE(between.restore(stored));
    between.frames(1);
    EXPECT_EQ(stored.unchanged_us, between.stored().unchanged_us);
    between.frame.clinician_events = biomarkers::kAdverseSeen;
    between.frames(1);
    EXPECT_EQ(0, between.stored().unchanged_us);
    Therapy after(dosed_program());
    EXPECT_TRUE(after.restore(between.stored()));
    after.seen.mood.weekly = after.seen.mood.last_week = biomarkers::WeeklyMood::kSick;
    after.mode = Mode::kSensing;
    after.frames(10);
    EXPECT_EQ(400, after.view().dose_permille);
    EXPECT_FALSE(after.view().adverse_open);
  }
}

}  // namespace
}  // namespace homeostat::controller::testing
