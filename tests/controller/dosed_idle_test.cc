// Skipping the silence of a dosed therapy equals stepping through it: over programs,
// moods and hours by chance.
#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <random>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Mood;
using biomarkers::WeeklyMood;
using std::uint32_t;

constexpr Microseconds kLongFrame{512'000};  // 128 samples at 250 Hz

// Long frames, so that days pass in seconds.
TherapyProgram slow_program(std::mt19937& dice) {
  const auto any = [&](uint32_t low, uint32_t high) {
    return low + dice() % (high - low + 1);
  };
  const auto seconds = [](std::uint_fast32_t count) {
    return Microseconds(static_cast<std::int64_t>(count) * 1'000'000);
  };
  TherapyProgram program = dosed_program();
  program.biomarkers.samples_per_frame = 64;
  program.biomarkers.sample_rate_hz = 125.0F;
  program.biomarkers.quality.max_frame_age = 1100_ms;
  program.limits.max_command_lifetime = 1100_ms;
  program.limits.max_step_gap = 1100_ms;
  DosedSettings& dosed = program.dosed;
  dosed.spacing = seconds(any(30, 400));
  dosed.refractory = seconds(any(0, 20));
  dosed.bursts_per_hour = static_cast<std::uint16_t>(any(1, 12));
  dosed.bursts_per_day = static_cast<std::uint16_t>(any(3, 20));
  dosed.day = {static_cast<std::uint16_t>(any(0, 1439)),
               static_cast<std::uint16_t>(any(0, 1439))};
  dosed.lockout = seconds(any(0, 7200));
  dosed.sham = dice() % 4 == 0;
  commission(program);
  return program;
}

struct Pair {
  Scene stepped;
  Scene skipped;
  std::int64_t skipped_frames = 0;
  int bursts = 0;

  explicit Pair(const TherapyProgram& program) : stepped(program), skipped(program) {}

  template <class Change>
  void both(Change change) {
    change(stepped);
    change(skipped);
  }
  void arm(int minute, Microseconds run) {
    both([&](Scene& scene) {
      DoseMemory memory = doses_of(scene.loop());
      memory.run_us = run.count();
      ASSERT_TRUE(scene.restore(memory));
      ASSERT_TRUE(scene.restore(scene.loop().persist()));  // after a reset
      scene.tell_time(minute);
      scene.inputs.clinician_events = biomarkers::kClinicianStart;
      scene.step_after(kLongFrame);
      while (scene.mode() != Mode::kSensing) scene.step_after(kLongFrame);
    });
  }
  // As far as the loop allows and `frames` at most, in frames; then a frame of both.
  void go(std::int64_t frames) {
    const Instant end = skipped.loop().idle_until();
    const std::int64_t allowed =
        std::min((end - skipped.now()).count() / kLongFrame.count(), frames);
    if (allowed > 0) {
      const Instant until = skipped.now() + Microseconds(allowed * kLongFrame.count());
      ASSERT_TRUE(skipped.skip_to(until));
      skipped.inputs.sequence += static_cast<uint32_t>(allowed);
      const Mode before = stepped.mode();
      for (std::int64_t i = 0; i < allowed; ++i) {
        stepped.step_after(kLongFrame);
        ASSERT_EQ(before, stepped.mode()) << "acted in frame " << i << " of " << allowed;
      }
      skipped_frames += allowed;
      expect_same_memory();
    }
    const Mode before = stepped.mode();
    both([](Scene& scene) { scene.step_after(kLongFrame); });
    bursts += stepped.mode() == Mode::kTreatingBurst && before != Mode::kTreatingBurst;
    expect_same_report();
    expect_same_memory();
  }
  void expect_same_memory() {
    ASSERT_EQ(std::bit_cast<DoseBytes>(doses_of(stepped.loop())),
              std::bit_cast<DoseBytes>(doses_of(skipped.loop())));
    const safety::PersistedState a = stepped.loop().persist();
    const safety::PersistedState b = skipped.loop().persist();
    ASSERT_EQ(0, std::memcmp(&a, &b, sizeof a));
  }
  void expect_same_report() {
    const LoopReport& a = stepped.report();
    const LoopReport& b = skipped.report();
    ASSERT_EQ(a.mode, b.mode);
    ASSERT_EQ(a.events, b.events);
    ASSERT_EQ(a.asked, b.asked);
    ASSERT_EQ(a.granted.command, b.granted.command);
    ASSERT_EQ(a.granted.reasons, b.granted.reasons);
    ASSERT_EQ(a.notices, b.notices);
    ASSERT_EQ(a.episode.mode_since, b.episode.mode_since);
    ASSERT_EQ(a.episode.mode_until, b.episode.mode_until);
    ASSERT_EQ(a.episode.therapies_today, b.episode.therapies_today);
    ASSERT_EQ(a.episode.bursts_left_hour, b.episode.bursts_left_hour);
    ASSERT_EQ(a.episode.bursts_left_day, b.episode.bursts_left_day);
    ASSERT_EQ(a.episode.dose_permille, b.episode.dose_permille);
    ASSERT_EQ(a.episode.record, b.episode.record);
    ASSERT_EQ(a.episode.record_days_left, b.episode.record_days_left);
  }
};

TEST(DosedIdleLaw, Saf411_SkippingEqualsStepsInAnyProgramAndMood) {
  std::mt19937 dice(5);
  int bursts = 0;
  std::int64_t skipped_frames = 0;
  for (int run = 0; run < 3; ++run) {
    SCOPED_TRACE(run);
    Pair pair(slow_program(dice));
    // Some of them see their record expire.
    pair.arm(static_cast<int>(dice() % 1440),
             Microseconds((178 * 86'400LL + dice() % 172'800) * 1'000'000));
    for (int i = 0; i < 600; ++i) {
      if (dice() % 60 == 0) {
        biomarkers::MoodReading mood;
        mood.mood = static_cast<Mood>(std::min(dice() % 5, std::uint_fast32_t{2}));
        mood.weekly = static_cast<WeeklyMood>(dice() % 3);
        mood.asleep = dice() % 8 == 0;
        pair.both([&](Scene& scene) {
          scene.mood = mood;
          scene.step_after(kLongFrame);
        });
      }
      if (dice() % 400 == 0) {
        pair.both(
            [](Scene& s) { s.inputs.clinician_events = biomarkers::kAdverseEvent; });
        pair.both([](Scene& s) { s.step_after(kLongFrame); });
      }
      pair.go(dice() % 2 == 0 ? 1000 : 10);
      if (::testing::Test::HasFatalFailure()) return;
    }
    bursts += pair.bursts;
    skipped_frames += pair.skipped_frames;
  }
  EXPECT_GT(bursts, 5);
  EXPECT_GT(skipped_frames, 10'000);
}

// A week in a few skips, up to the frame in which the dose rises.
TEST(DosedIdle, Saf411_StopsBeforeTheDoseRises) {
  Scene scene(dosed_program());
  scene.mood.weekly = scene.mood.last_week = WeeklyMood::kSick;
  scene.tell_time(600);
  scene.arm();
  const Instant armed = scene.now();
  ASSERT_TRUE(scene.skip_to(scene.loop().idle_until()));
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_us));
  EXPECT_GT(scene.now() - armed, kDoseWeek - 10_s);
  EXPECT_LT(scene.now() - armed, kDoseWeek);
  scene.step_after(1_us);
  EXPECT_EQ(600, scene.episode().dose_permille);
}

TEST(DosedIdle, Saf411_GoesOnFromWhereItRestedAndTellsWhatTimeAloneBrings) {
  TherapyProgram program = dosed_program();
  program.biomarkers.mood.record.valid_days = 9;
  Scene scene(program);
  scene.mood.weekly = scene.mood.last_week = WeeklyMood::kSick;
  scene.tell_time(600);
  scene.arm();
  const Instant end = scene.loop().idle_until();
  ASSERT_GT(end - scene.now(), Microseconds(3 * 86'400'000'000LL));
  EXPECT_FALSE(scene.report().notices.has(Notice::kRecordExpiring));
  ASSERT_TRUE(scene.skip_to(scene.now() + Microseconds(3 * 86'400'000'000LL)));
  EXPECT_EQ(end, scene.loop().idle_until());
  EXPECT_TRUE(scene.report().notices.has(Notice::kRecordExpiring));
}

TEST(DosedIdle, Saf411_WaitsForTheHoursAndComesAtMostAMinuteEarly) {
  Scene scene(dosed_program());
  scene.mood.mood = Mood::kSymptomatic;
  scene.tell_time(0);
  scene.arm();
  scene.run(100_s);  // and the minutes go on
  const Instant begin = scene.loop().idle_until();
  scene.skip_to(begin);
  EXPECT_FALSE(scene.skip_to(begin + 1_us));
  const Microseconds early = scene.run_until(Mode::kTreatingBurst, 61_s);
  EXPECT_LE(early, 60_s + kFrame);
  EXPECT_GT(early, 1_s);
}

TEST(DosedIdle, Saf411_NothingIsSkippedWhileABurstIsDueOrUnderWay) {
  Scene scene(dosed_program());
  scene.tell_time(600);
  scene.arm();
  scene.mood.mood = Mood::kSymptomatic;
  scene.run_until(Mode::kTreatingBurst);
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_us));
  EXPECT_EQ(scene.now(), scene.loop().idle_until());
  scene.run_until(Mode::kTreatingPause);
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_us));
  scene.run_until(Mode::kRefractory);
  EXPECT_TRUE(scene.skip_to(scene.episode().mode_until - 1_us));
  EXPECT_FALSE(scene.skip_to(scene.episode().mode_until));
}

TEST(DosedIdle, Saf411_ALockoutMayBeSkippedToItsEnd) {
  TherapyProgram program = dosed_program();
  program.dosed.bursts_per_day = 1;
  Scene scene(program);
  scene.tell_time(600);
  scene.arm();
  scene.mood.mood = Mood::kSymptomatic;
  scene.run_until(Mode::kLockout);
  const Instant lifted = scene.episode().mode_until;
  EXPECT_FALSE(scene.skip_to(lifted));
  EXPECT_TRUE(scene.skip_to(lifted - 1_us));
  EXPECT_EQ(Mode::kSensing, scene.step_after(1_us).mode);
}

}  // namespace
}  // namespace homeostat::controller::testing
