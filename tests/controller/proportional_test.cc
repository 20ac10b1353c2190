// The controller of a band's power: against a plant that answers, and where nothing does.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "controller/policy.h"
#include "controller/proportional_clock.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

// A second at a time.
struct Power {
  TherapyProgram program = proportional_program();
  ProportionalSettings& settings = program.proportional;
  ProportionalClock clock{settings};
  bool ends = false;

  Power() { clock.begin(); }
  std::int32_t after(float log10_uv2) {
    biomarkers::MoodReading mood;
    mood.second_ended = true;
    mood.second[0] = log10_uv2;
    clock.update(1_s, mood, ends);
    return clock.currents()[0].count();
  }
  std::int32_t after(int seconds, float log10_uv2) {
    for (int i = 1; i < seconds; ++i) after(log10_uv2);
    return after(log10_uv2);
  }
};

// Log power falls with the current, and follows it in a while.
struct Plant {
  float untreated = 1.8F;
  float per_ma = 1.5F;
  float time_s = 10.0F;
  float log10_uv2 = untreated;
  float live(std::int32_t current_ua) {
    const float rest = untreated - per_ma * static_cast<float>(current_ua) / 1000.0F;
    return log10_uv2 += (rest - log10_uv2) / time_s;
  }
};

TEST(ProportionalLaw, Saf408_SettlesWherePowerIsAtItsTarget) {
  for (const float untreated : {1.4F, 1.6F, 1.8F, 2.2F}) {
    Power power;
    Plant plant{.untreated = untreated, .log10_uv2 = untreated};
    std::int32_t current = 0;
    for (int s = 0; s < 2000; ++s) current = power.after(plant.live(current));
    EXPECT_NEAR(1.0F, plant.log10_uv2, 0.01F) << untreated;
    EXPECT_NEAR((untreated - 1.0F) / 1.5F * 1000.0F, static_cast<float>(current), 10.0F);
  }
}

TEST(ProportionalLaw, Saf408_StaysWithinItsBoundsAndItsRates) {
  std::mt19937 dice(3);
  std::normal_distribution<float> noise(1.0F, 2.0F);
  Power power;
  std::int32_t last = 0;
  for (int i = 0; i < 100'000; ++i) {
    const float value = dice() % 10 == 0 ? kUnknown : noise(dice);
    const std::int32_t current = power.after(value);
    ASSERT_LE(current, 1000);
    ASSERT_LE(current - last, 51);  // rounded down, twice
    ASSERT_LE(last - current, 101);
    ASSERT_TRUE(current >= 200 || i < 10);
    last = current;
  }
}

// However long it could do no more: once the power is below its target the current falls
// at once, and once above rises at once.
TEST(ProportionalLaw, Saf408_NothingWindsUpWhileItIsHeldBack) {
  for (const int seconds : {60, 600, 100'000}) {
    Power power;
    power.settings.smoothing_s = 0.0F;
    EXPECT_EQ(1000, power.after(seconds, 5.0F));
    EXPECT_LT(power.after(0.9F), 1000) << seconds;
    EXPECT_EQ(200, power.after(seconds, -5.0F));
    EXPECT_GT(power.after(1.1F), 200) << seconds;
  }
}

TEST(ProportionalLaw, Saf408_ARateThatHoldsItBackWindsNothingUp) {
  Power slow;
  slow.settings.smoothing_s = 0.0F;
  slow.settings.rise_ua_per_s = 1;
  slow.after(200, 1.5F);  // far behind
  const std::int32_t before = slow.after(1.5F);
  EXPECT_LT(before, 250);
  EXPECT_LE(slow.after(0.9F), before);
}

// A hundred microamperes a second for each decade, and nothing of the error itself.
struct Integral : Power {
  Integral() {
    settings.smoothing_s = 0.0F;
    settings.gain_ua = 0.0F;
    settings.integral_ua_per_s = 100.0F;
    rates(1000);
  }
  void rates(std::int32_t ua_per_s) {
    settings.rise_ua_per_s = settings.fall_ua_per_s = ua_per_s;
  }
  // The current is at a bound, far from where the integral stands.
  void tear_apart(float log10_uv2) {
    settings.gain_ua = 1000.0F;
    after(log10_uv2);
    settings.gain_ua = 0.0F;
    rates(1);
  }
  // Where the current goes once it may.
  std::int32_t stands_at() {
    rates(1000);
    return after(1.0F);
  }
};

TEST(ProportionalLaw, Saf408_WhereNothingHoldsItBackTheIntegralFollowsTheError) {
  Integral free;
  EXPECT_EQ(300, free.after(2.0F));
  EXPECT_EQ(400, free.after(2.0F));
  EXPECT_EQ(350, free.after(0.5F));
  EXPECT_EQ(350, free.after(1.0F));
  EXPECT_EQ(300, free.after(0.5F));
}

TEST(ProportionalLaw, Saf408_ItStandsStillWhereTheCurrentCannotFollow) {
  Integral rising;
  rising.rates(1);
  rising.after(100, 2.0F);
  EXPECT_EQ(200, rising.stands_at());
  Integral falling;
  falling.after(4, 2.0F);
  falling.rates(1);
  falling.after(50, 0.0F);
  EXPECT_EQ(600, falling.stands_at());
}

TEST(ProportionalLaw, Saf408_ItGoesTheOtherWayThough) {
  Integral above;
  above.after(4, 2.0F);
  above.tear_apart(0.0F);
  EXPECT_EQ(201, above.after(0.5F));
  EXPECT_EQ(550, above.stands_at());
  Integral below;
  below.tear_apart(3.0F);
  EXPECT_EQ(999, below.after(1.5F));
  EXPECT_EQ(250, below.stands_at());
}

TEST(Proportional, Saf408_BeginsFromNothingAtItsOwnRate) {
  Power power;
  EXPECT_EQ(0, power.clock.currents()[0].count());
  EXPECT_EQ(50, power.after(5.0F));
  EXPECT_EQ(100, power.after(5.0F));
  power.clock.begin();
  EXPECT_EQ(0, power.clock.currents()[0].count());
}

TEST(Proportional, Saf408_BeginsAgainWithNothingOfBefore) {
  Power power;
  power.after(400, 1.5F);
  power.clock.begin();
  EXPECT_EQ(200, power.after(10, 1.0F));  // neither its integral nor the power of then
  power.after(5.0F);
  power.clock.begin();
  EXPECT_EQ(50, power.after(kUnknown)) << "nor waits for what it knew";
}

// Sensed under stimulation, a power is not known before current flows.
TEST(Proportional, Saf408_WithoutAPowerItBeginsByRisingToTheLowest) {
  Power power;
  for (const int current : {50, 100, 150, 200, 200}) {
    EXPECT_EQ(current, power.after(kUnknown));
  }
  EXPECT_EQ(250, power.after(5.0F));
}

TEST(Proportional, Saf408_TheProportionalPartIsItsGainTimesTheError) {
  Power power;
  power.settings.integral_ua_per_s = 0.0F;
  power.settings.smoothing_s = 0.0F;
  EXPECT_EQ(400, power.after(100, 1.5F));  // 200 and half of 400
  EXPECT_EQ(300, power.after(100, 1.25F));
}

TEST(Proportional, Saf408_SmoothsThePowerOverItsTime) {
  Power power;
  power.settings.integral_ua_per_s = 0.0F;
  power.settings.rise_ua_per_s = 1000;
  power.after(1.0F);
  EXPECT_EQ(280, power.after(2.0F));  // a fifth of a decade
}

TEST(Proportional, Saf408_TheSecondOutputFollowsInProportion) {
  Power power;
  power.after(100, 5.0F);
  EXPECT_EQ(1000_uA, power.clock.currents()[0]);
  EXPECT_EQ(500_uA, power.clock.currents()[1]);
  power.settings.outputs[1].amplitude = 0_uA;
  EXPECT_EQ(0_uA, power.clock.currents()[1]);
}

TEST(Proportional, Saf408_TheLeastThatMayBeGivenIsAMicroampere) {
  for (const std::int32_t most : {0, 1}) {
    Power power;
    power.settings.lowest = power.settings.outputs[0].amplitude = Microamps(most);
    EXPECT_EQ(most, power.after(5.0F));
    EXPECT_EQ(500 * most, power.clock.currents()[1].count());
  }
}

TEST(Proportional, Saf409_APowerThatIsNotKnownIsWaitedForAndThenTheLowestIsGiven) {
  for (const float nothing :
       {kUnknown, std::numeric_limits<float>::infinity(), -1e30F, -30.0F, 30.0F}) {
    Power power;
    power.after(100, 5.0F);
    EXPECT_EQ(1000, power.after(60, nothing));
    EXPECT_EQ(900, power.after(nothing));
    EXPECT_EQ(200, power.after(8, nothing));
    EXPECT_EQ(250, power.after(5.0F));  // and then it rises at its own rate
  }
}

TEST(Proportional, Saf409_AfterAPowerThatWasNotKnownItBeginsFromTheLowest) {
  Power power;
  power.after(400, 1.5F);
  EXPECT_EQ(200, power.after(80, kUnknown));
  EXPECT_EQ(200, power.after(10, 1.0F));
}

TEST(Proportional, Saf409_AFeatureThatThereIsNotIsNotKnown) {
  for (const std::size_t feature : {biomarkers::kMaxMoodFeatures, std::size_t{255}}) {
    Power power;
    power.settings.feature = static_cast<std::uint8_t>(feature);
    EXPECT_EQ(200, power.after(10, 5.0F));
  }
}

TEST(Proportional, Saf409_FramesWithoutASecondCountAsUnknown) {
  Power power;
  power.after(100, 5.0F);
  power.clock.update(60_s, {}, false);
  EXPECT_EQ(1000_uA, power.clock.currents()[0]);
  power.clock.update(1_s, {}, false);
  EXPECT_EQ(900_uA, power.clock.currents()[0]);
}

TEST(Proportional, Saf406_WithoutItsCommissioningItFallsToZeroAndStaysThere) {
  Power power;
  power.after(100, 5.0F);
  power.ends = true;
  EXPECT_EQ(900, power.after(5.0F));
  EXPECT_EQ(0, power.after(9, 5.0F));
  EXPECT_EQ(0, power.after(100, 5.0F));
}

TEST(Proportional, Saf406_WithoutItsCommissioningItHasNoFallback) {
  TherapyProgram program = proportional_program();
  program.has_fallback = true;
  program.fallback = baseline();
  EpisodeView episode{.record = RecordVerdict::kPasses};
  const Instant now(500'000);
  EXPECT_TRUE(decide(program, Mode::kFallback, episode, now).outputs[0].on());
  episode.record = RecordVerdict::kExpired;
  EXPECT_EQ(safety::StimRequest{}.outputs,
            decide(program, Mode::kFallback, episode, now).outputs);
}

TEST(Proportional, Saf408_AsksForNoMoreThanEachOutputMayReach) {
  const TherapyProgram program = proportional_program();
  EpisodeView episode;
  episode.adaptive = {2000_uA, 100_uA};
  const auto asked =
      decide(program, Mode::kTreatingContinuous, episode, Instant(5'000'000));
  EXPECT_EQ(1000_uA, asked.outputs[0].amplitude);
  EXPECT_EQ(100_uA, asked.outputs[1].amplitude);
  EXPECT_TRUE(asked.needs_sensing);
  EXPECT_EQ(Instant(5'500'000), asked.outputs[0].valid_until);
}

// Through chart and guard: from power to current, and to nothing where the signal is
// lost.
TEST(Proportional, Saf408_TheLoopFollowsThePower) {
  Scene scene(proportional_program());
  scene.mood.second[0] = 5.0F;
  scene.mood.second_ended = true;
  scene.arm();
  scene.run_until(Mode::kTreatingContinuous, 1_s);
  scene.run(20_s);
  EXPECT_EQ(1000_uA, scene.granted().amplitude);
  scene.mood.second[0] = -5.0F;
  scene.run(30_s);
  EXPECT_EQ(200_uA, scene.granted().amplitude);
  scene.signal = false;
  scene.run_until(Mode::kFallback, 1_s);
  EXPECT_FALSE(scene.granted().on());
}

}  // namespace
}  // namespace homeostat::controller::testing
