// Therapy by schedule: open loop within hours of the day.
#include "controller/schedule.h"

#include <gtest/gtest.h>

#include "controller/day_window.h"
#include "controller/policy.h"
#include "controller/schedule_clock.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr Instant kStart{100'000'000'000};

struct Hours : ::testing::Test {
  TherapyProgram program = schedule_program();
  ScheduleClock clock{program.schedule.day};
};

TEST_F(Hours, Saf410_AreOpenFromTheirFirstMinuteAndNotWhereItIsNotKnown) {
  clock.update(kStart, 479);
  EXPECT_FALSE(clock.open());
  clock.update(kStart + 1_s, 480);
  EXPECT_TRUE(clock.open());
  EXPECT_EQ(kStart + 1_s, clock.begin());
  clock.update(kStart + 2_s, biomarkers::kUnknownMinute);
  EXPECT_FALSE(clock.open());
  clock.update(kStart + 3_s, 1319);
  EXPECT_EQ(kStart + 3_s, clock.begin());
  clock.update(kStart + 4_s, 1320);
  EXPECT_FALSE(clock.open());
}

TEST_F(Hours, Saf410_EndWhereTheirLastMinuteDoesOnceAMinuteWasSeenToBegin) {
  clock.update(kStart, 1317);
  EXPECT_EQ(kStart + 120_s, clock.end());  // or up to a minute later
  clock.update(kStart + 30_s, 1317);
  EXPECT_EQ(kStart + 120_s, clock.end());
  clock.update(kStart + 31_s, 1318);
  EXPECT_EQ(kStart + 30_s + 120_s, clock.end());
  clock.update(kStart + 91_s, 1319);
  EXPECT_LE(clock.end(), kStart + 151_s);
}

// The end of a window whose last minute ends so long after this one began.
TEST_F(Hours, Saf410_AMinuteThatWasNotSeenToBeginMayBeOver) {
  const auto left = [](int minutes) { return Microseconds(minutes * 60'000'000LL); };
  const struct {
    std::uint16_t before;
    Microseconds gap;
    std::uint16_t minute;
    Microseconds began;  // ago, as far as one can know
  } cases[] = {
      {600, 59_s, 601, 59_s},  // seen
      {600, 61_s, 601, 60_s},
      {600, 1_s, 602, 60_s},
      {600, 1_s, 599, 60_s},
      {biomarkers::kUnknownMinute, 1_s, (biomarkers::kUnknownMinute + 1) % 1440, 60_s},
      {1440, 1_s, 1, 60_s},
      {1439, 1_s, 0, 1_s},  // seen
  };
  program.schedule.day = {1300, 1299};
  for (const auto& each : cases) {
    ScheduleClock fresh(program.schedule.day);
    fresh.update(kStart, each.before);
    fresh.update(kStart + each.gap, each.minute);
    const int rest = (1299 - each.minute + 1440) % 1440;
    EXPECT_EQ(kStart + each.gap - each.began + left(rest), fresh.end())
        << each.before << ' ' << each.minute;
  }
}

TEST_F(Hours, Saf410_OfAWholeDayNeverEnd) {
  program.schedule.day = {600, 600};
  for (int minute = 0; minute < 3000; ++minute) {
    const Instant now = kStart + Microseconds(std::int64_t{minute} * 60'000'000);
    clock.update(now, static_cast<std::uint16_t>(minute % 1440));
    ASSERT_TRUE(clock.open());
    ASSERT_EQ(kStart, clock.begin());
    ASSERT_GT(clock.end() - now, 3600_s);
  }
}

struct Scheduled : ::testing::Test {
  TherapyProgram program = schedule_program();
  EpisodeView episode{
      .mode_since = kStart, .burst_start = kStart - 1000_s, .burst_end = kStart + 600_s};

  Microamps amplitude_at(Microseconds since_start) const {
    return decide(program, Mode::kTreatingContinuous, episode, kStart + since_start)
        .outputs[0]
        .amplitude;
  }
};

TEST_F(Scheduled, Saf410_CyclesFromTheWindowOrFromTheModeWhicheverIsLater) {
  EXPECT_EQ(1000_uA, amplitude_at(1_s));
  EXPECT_EQ(2000_uA, amplitude_at(2_s));
  EXPECT_EQ(0_uA, amplitude_at(30_s));
  EXPECT_EQ(1000_uA, amplitude_at(61_s));
  episode.burst_start = kStart + 7_s;
  EXPECT_EQ(0_uA, amplitude_at(6_s));
  EXPECT_EQ(1000_uA, amplitude_at(8_s));
}

TEST_F(Scheduled, Saf410_FallsBeforeTheWindowEndsAndIsSilentThen) {
  episode.burst_end = kStart + 12_s;
  EXPECT_EQ(2000_uA, amplitude_at(8_s));
  EXPECT_EQ(1000_uA, amplitude_at(10_s));
  EXPECT_EQ(0_uA, amplitude_at(12_s));
  EXPECT_EQ(0_uA, amplitude_at(15_s));
  const auto last =
      decide(program, Mode::kTreatingContinuous, episode, kStart + 11'800_ms);
  EXPECT_EQ(kStart + 12_s, last.outputs[0].valid_until);
}

TEST_F(Scheduled, Saf410_EachOutputFallsAndWithoutARampEachEndsWithTheWindow) {
  program.schedule.cycle.outputs[1] = program.schedule.cycle.outputs[0];
  episode.burst_end = kStart + 12_s;
  const auto asked_at = [&](Microseconds since) {
    return decide(program, Mode::kTreatingContinuous, episode, kStart + since);
  };
  EXPECT_EQ(1000_uA, asked_at(10_s).outputs[1].amplitude);
  program.ramp_off = {};
  EXPECT_EQ(2000_uA, asked_at(12_s - 1_us).outputs[1].amplitude);
  EXPECT_EQ(safety::StimRequest{}, asked_at(12_s));
}

TEST_F(Scheduled, Saf410_IsSilentWhereNothingIsOpen) {
  episode.burst_start = episode.burst_end = Instant{};
  EXPECT_EQ(0_uA, amplitude_at(5_s));
}

// A day through chart and guard: nothing by night, and something by day.
TEST(ScheduleLaw, Saf410_NightsAreSilent) {
  TherapyProgram program = schedule_program();
  program.schedule.day = {700, 703};
  Scene scene(program);
  scene.signal = false;  // it does not listen
  scene.tell_time(697);
  scene.arm();
  int given = 0;
  for (int i = 0; i < 17'000; ++i) {
    scene.step();
    if (!scene.granted().on()) continue;
    ++given;
    ASSERT_TRUE(holds(program.schedule.day, scene.inputs.minute_of_day)) << i;
  }
  EXPECT_GT(given, 1000);
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
}

TEST(ScheduleLaw, Saf411_NothingOfItIsSkipped) {
  Scene scene(schedule_program());
  scene.tell_time(600);
  scene.step();
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_s));
  scene.arm();
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_s));
}

TEST(ScheduleLaw, Saf410_WithoutTheTimeItIsSilent) {
  Scene scene(schedule_program());
  scene.arm();
  scene.run(100_s);
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
  EXPECT_FALSE(scene.asked().on());
}

}  // namespace
}  // namespace homeostat::controller::testing
