// How fast current may rise.
#include <gtest/gtest.h>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class RampTest : public ::testing::Test {
 protected:
  RampTest() {
    limits_.max_ramp_ua_per_ms = 10;
    limits_.ramp_window = 1_ms;
  }
  // Asks for 4 mA, or what is said, of the same train each time.
  Admission ask(Bench& bench, Microseconds after, Microamps amplitude = 4000_uA,
                Microseconds lasting = 100_ms) {
    PulseTrain t = train(Instant(1'000'000), 0_us, amplitude);
    t.valid_until = bench.now() + after + lasting;
    return bench.step(after, ask_for(t));
  }
  static int granted(const Admission& got) {
    return got.command.output(0).amplitude.count();
  }
  Limits limits_ = continuous_limits();
};

TEST_F(RampTest, Saf015_StartsAtZeroAndRisesWithTime) {
  Bench bench(limits_);
  EXPECT_EQ(granted(ask(bench, 0_us)), 0);
  EXPECT_EQ(granted(ask(bench, 10_ms)), 100);
  EXPECT_EQ(granted(ask(bench, 32_ms)), 420);
  const Admission got = ask(bench, 1_ms);
  EXPECT_EQ(granted(got), 430);
  EXPECT_TRUE(got.reasons.has(Reason::kRamp));
}

TEST_F(RampTest, Saf015_ARequestExactlyOnTheRampIsGrantedAsAsked) {
  Bench bench(limits_);
  EXPECT_TRUE(ask(bench, 10_ms, 100_uA).reasons.empty());
  EXPECT_TRUE(ask(bench, 10_ms, 200_uA).reasons.empty());
  const Admission above = ask(bench, 10_ms, 301_uA);
  EXPECT_EQ(granted(above), 300);
  EXPECT_TRUE(above.reasons.has(Reason::kRamp));
}

TEST_F(RampTest, Saf015_SpammingStepsDoesNotBeatTheRampNorLoseToIt) {
  limits_.max_ramp_ua_per_ms = 1;
  Bench bench(limits_);
  for (int i = 0; i < 3000; ++i) (void)ask(bench, 7_us);  // 21 ms in all
  EXPECT_EQ(granted(ask(bench, 0_us)), 21);
}

TEST_F(RampTest, Saf015_ACoarseSecondPhaseStillReachesItsAmplitude) {
  limits_.max_ramp_ua_per_ms = 1;
  limits_.configurations[0].second_phase_ratio = 10;
  Bench bench(limits_);
  for (int i = 0; i < 100; ++i) (void)ask(bench, 3_ms, 250_uA);
  EXPECT_EQ(granted(ask(bench, 3_ms, 250_uA)), 250);
}

TEST_F(RampTest, Saf015_FallsAtOnceAndRisesAgainSlowly) {
  Bench bench(limits_);
  for (int i = 0; i < 10; ++i) (void)ask(bench, 100_ms);
  EXPECT_EQ(granted(ask(bench, 100_ms)), 4000);
  EXPECT_EQ(granted(ask(bench, 1_us, 500_uA)), 500);
  EXPECT_EQ(granted(ask(bench, 1_ms)), 510);
  (void)bench.rest(1_us);
  EXPECT_EQ(granted(ask(bench, 1_ms)), 10);
}

TEST_F(RampTest, Saf015_ATrainThatEndedByItselfStartsFromZero) {
  Bench bench(limits_);
  for (int i = 0; i < 10; ++i) (void)ask(bench, 100_ms, 4000_uA, 101_ms);
  EXPECT_EQ(granted(ask(bench, 101_ms, 4000_uA, 10_ms)), 4000) << "renewed in time";
  EXPECT_EQ(granted(ask(bench, 13_ms)), 30) << "3 ms too late";
}

TEST_F(RampTest, Saf016_TheRiseWithinAWindowIsBounded) {
  limits_.max_ramp_ua_per_ms = 1000;
  limits_.ramp_window = 1_s;
  limits_.max_rise_per_window = 500_uA;
  Bench bench(limits_);
  std::vector<std::pair<Instant, int>> seen;
  for (int i = 0; i < 200; ++i) {
    // Oscillates, to make the window forget.
    const Microamps wish = i % 3 == 2 ? 100_uA : 4000_uA;
    const Admission got = ask(bench, 37_ms, wish);
    for (const auto& [when, amplitude] : seen) {
      if (bench.now() - when <= limits_.ramp_window) {
        ASSERT_LE(granted(got) - amplitude, 500);
      }
    }
    seen.emplace_back(bench.now(), granted(got));
  }
}

TEST_F(RampTest, Saf016_ASteadyRiseTakesTheWholeOfIt) {
  limits_.max_ramp_ua_per_ms = 1000;
  limits_.ramp_window = 1_s;
  limits_.max_rise_per_window = 500_uA;
  Bench bench(limits_);
  for (int i = 0; i < 130; ++i) (void)ask(bench, 100_ms);
  EXPECT_EQ(granted(ask(bench, 100_ms)), 4000) << "8 rises of 500 uA in at most 12 s";
}

}  // namespace
}  // namespace homeostat::safety::testing
