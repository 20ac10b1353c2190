// Bursts, therapies, episodes, budgets: what several requests in a row may have.
#include <gtest/gtest.h>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class TherapyTest : public ::testing::Test {
 protected:
  // Asks frame by frame for a burst, as the controller does: each request is valid for
  // two frames at most and never beyond the burst. Every answer is collected.
  void burst(Bench& bench, Microseconds lasting = 100_ms, Microamps amplitude = 4000_uA) {
    const Instant first = bench.now() + 32_ms;
    const Instant end = first + lasting;
    while (bench.now() + 32_ms < end) {
      const Instant now = bench.now() + 32_ms;
      PulseTrain t = train(first, lasting, amplitude);
      t.valid_until = now + 64_ms < end ? now + 64_ms : end;
      const Admission got = bench.step(32_ms, ask_for(t));
      reasons_ |= got.reasons.bits();
      if (got.command.output(0) != t) changed_ = true;
    }
    (void)bench.rest(32_ms);
  }
  // Two bursts, as responsive therapies have.
  void therapy(Bench& bench) {
    burst(bench);
    bench.rest_for(350_ms);
    burst(bench);
  }
  bool refused_for(Reason why) {
    const bool yes = ReasonSet(reasons_).has(why);
    reasons_ = 0;
    return yes;
  }

  std::uint64_t reasons_ = 0;
  bool changed_ = false;
  Limits limits_ = responsive_limits();
};

TEST_F(TherapyTest, Saf030_ALegalTherapyPassesUnchanged) {
  Bench bench(limits_);
  for (int i = 0; i < 5; ++i) {
    therapy(bench);
    EXPECT_EQ(reasons_, 0U) << "therapy " << i;
    EXPECT_FALSE(changed_);
    bench.rest_for(2_s);
  }
  EXPECT_EQ(bench.pulses().size(), 5U * 2 * 20);
}

TEST_F(TherapyTest, Saf030_ASilentGuardHasNoOpinionOnBurstsThatFitExactly) {
  Bench bench(limits_);
  burst(bench, limits_.episodes.max_burst);
  EXPECT_EQ(reasons_, 0U);
  EXPECT_EQ(bench.pulses().size(), 40U);
}

TEST_F(TherapyTest, Saf031_ABurstIsCutAtItsLength) {
  Bench bench(limits_);
  burst(bench, limits_.episodes.max_burst + 40_ms);
  EXPECT_TRUE(refused_for(Reason::kBurstLength));
  ASSERT_EQ(bench.pulses().size(), 40U);
  EXPECT_LT(bench.pulses().back().onset - bench.pulses().front().onset,
            limits_.episodes.max_burst);
}

TEST_F(TherapyTest, Saf031_AOneTickGapDoesNotStartABurstAnew) {
  Bench bench(limits_);
  for (int i = 0; i < 24; ++i) {  // too short for a second burst
    const Instant now = bench.now() + 20_ms;
    (void)bench.step(20_ms, i % 2 == 0 ? ask_for(train(now, 20_ms)) : StimRequest{});
  }
  EXPECT_LT(bench.pulses().back().onset - bench.pulses().front().onset,
            limits_.episodes.max_burst);
}

TEST_F(TherapyTest, Saf031_TheOtherOutputDoesNotStartABurstAnew) {
  Bench bench(limits_);
  for (int i = 0; i < 24; ++i) {  // too short for a second burst
    const Instant now = bench.now() + 20_ms;
    const PulseTrain left = train(now, 20_ms);
    const PulseTrain right = train(now, 20_ms, 4000_uA, 1);
    (void)bench.step(20_ms, i % 2 == 0 ? ask_for(left) : ask_for({}, right));
  }
  EXPECT_LT(bench.pulses().back().onset - bench.pulses().front().onset,
            limits_.episodes.max_burst);
}

TEST_F(TherapyTest, Saf032_TheNextBurstWaitsForItsGap) {
  for (const Microseconds early : {0_us, 1_us}) {
    Bench bench(limits_);
    burst(bench, limits_.episodes.max_burst);
    const Instant last = bench.pulses().back().onset;
    const Instant next = last + limits_.episodes.burst_gap - early;
    bench.rest_for(next - bench.now() - 1_ms);
    const Admission got = bench.step(1_ms, ask_for(train(next, 50_ms)));
    EXPECT_EQ(got.command.on(), early == 0_us);
    EXPECT_EQ(got.reasons.has(Reason::kBurstGap), early != 0_us);
  }
}

TEST_F(TherapyTest, Saf033_ATherapyHasSoManyBurstsAndNoMore) {
  Bench bench(limits_);
  therapy(bench);
  bench.rest_for(350_ms);
  EXPECT_EQ(reasons_, 0U);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kBursts));
  EXPECT_EQ(bench.pulses().size(), 40U);
}

TEST_F(TherapyTest, Saf034_AnEpisodeHasSoManyTherapiesAndNoMore) {
  Bench bench(limits_);
  for (int i = 0; i < 5; ++i) {
    therapy(bench);
    bench.rest_for(2_s);
  }
  EXPECT_EQ(reasons_, 0U);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kEpisode));
  bench.rest_for(limits_.episodes.episode_gap);
  burst(bench);
  EXPECT_EQ(reasons_, 0U) << "a new episode";
}

TEST_F(TherapyTest, Saf034_AskingForEverDoesNotEndAnEpisode) {
  Bench bench(limits_);
  for (int i = 0; i < 5; ++i) {
    therapy(bench);
    bench.rest_for(2_s);
  }
  const std::size_t spent = bench.pulses().size();
  while (bench.pulses().size() == spent) burst(bench);
  EXPECT_GE(bench.pulses()[spent].onset - bench.pulses()[spent - 1].onset,
            limits_.episodes.episode_gap);
}

TEST_F(TherapyTest, Saf035_TherapiesOfAnHourAreCounted) {
  limits_.episodes.therapies_per_hour = 3;
  Bench bench(limits_);
  for (int i = 0; i < 3; ++i) {
    burst(bench);
    bench.rest_for(40_s);
  }
  EXPECT_EQ(reasons_, 0U);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kHour));
  const Instant first = bench.pulses().front().onset;
  bench.skip_to(first + 3600_s - 100_ms);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kHour)) << "an hour less a moment later";
  bench.skip_to(first + 3720_s);
  burst(bench);
  EXPECT_EQ(reasons_, 0U) << "two minutes of grace for bins and look-ahead";
}

TEST_F(TherapyTest, Saf036_TherapiesOfADayAreCounted) {
  limits_.episodes.therapies_per_day = 4;
  limits_.episodes.reserved_for_episodes = 0;
  Bench bench(limits_);
  for (int i = 0; i < 4; ++i) {
    burst(bench);
    bench.skip_to(bench.now() + 3600_s);
  }
  EXPECT_EQ(reasons_, 0U);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kDay));
  EXPECT_EQ(bench.envelope().budgets().therapies_left_today, 0);
  const Instant first = bench.pulses().front().onset;
  bench.skip_to(first + 86'400_s - 100_ms);
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kDay));
  bench.skip_to(first + 86'400_s + 7200_s);
  EXPECT_EQ(bench.envelope().budgets().therapies_left_today, 1);
  burst(bench);
  EXPECT_EQ(reasons_, 0U);
}

TEST_F(TherapyTest, Saf037_FirstTherapiesLeaveTheReserveToEpisodesUnderWay) {
  limits_.episodes.therapies_per_day = 5;
  limits_.episodes.reserved_for_episodes = 2;
  Bench bench(limits_);
  for (int i = 0; i < 3; ++i) {
    burst(bench);
    bench.rest_for(31_s);
  }
  burst(bench);
  EXPECT_TRUE(refused_for(Reason::kDay)) << "a fourth first therapy";

  Bench other(limits_);
  for (int i = 0; i < 2; ++i) {
    burst(other);
    other.rest_for(31_s);
  }
  for (int i = 0; i < 3; ++i) {
    burst(other);
    other.rest_for(2_s);
  }
  EXPECT_EQ(reasons_, 0U) << "an episode goes on into the reserve";
  burst(other);
  EXPECT_TRUE(refused_for(Reason::kDay)) << "and ends with it";
}

TEST_F(TherapyTest, Saf038_ACalendarDayEndsAtMidnightWhereTheProfileSaysSo) {
  limits_.episodes.therapies_per_day = 1;
  limits_.episodes.reserved_for_episodes = 0;
  const auto midnight = [](GuardInputs& in) { in.midnight = true; };
  for (const bool calendar : {false, true}) {
    limits_.episodes.day_ends_at_midnight = calendar;
    Bench bench(limits_);
    burst(bench);
    bench.skip_to(bench.now() + 3600_s);
    (void)bench.rest(32_ms, midnight);
    EXPECT_EQ(bench.envelope().budgets().therapies_left_today, calendar ? 1 : 0);
  }
}

TEST_F(TherapyTest, Saf038_MidnightIsBelievedOnceInTwentyTwoHours) {
  limits_.episodes.therapies_per_day = 1;
  limits_.episodes.reserved_for_episodes = 0;
  limits_.episodes.day_ends_at_midnight = true;
  const auto midnight = [](GuardInputs& in) { in.midnight = true; };
  Bench bench(limits_);
  (void)bench.rest(32_ms, midnight);
  const Instant first = bench.now();
  burst(bench);
  bench.skip_to(first + 79'200_s - 32_ms - 1_us);
  (void)bench.rest(32_ms, midnight);
  EXPECT_EQ(bench.envelope().budgets().therapies_left_today, 0);
  (void)bench.rest(1_us, midnight);
  EXPECT_EQ(bench.envelope().budgets().therapies_left_today, 1);
}

TEST_F(TherapyTest, Saf039_TooManyTherapiesInARowLatch) {
  limits_.episodes.status_therapies = 7;
  limits_.episodes.status_window = 600_s;
  Bench bench(limits_);
  for (int i = 0; i < 6; ++i) {
    burst(bench);
    bench.rest_for(i == 4 ? 31_s : 2_s);
    EXPECT_EQ(reasons_, 0U) << i;
  }
  const Instant now = bench.now() + 32_ms;
  const Admission got = bench.step(32_ms, ask_for(train(now, 64_ms)));
  EXPECT_FALSE(got.command.on());
  EXPECT_TRUE(got.latched);
  EXPECT_TRUE(got.reasons.has(Reason::kStatus));
  EXPECT_EQ(got.severity, Severity::kLatched);
}

TEST_F(TherapyTest, Saf039_TherapiesFurtherApartDoNotLatch) {
  limits_.episodes.status_therapies = 7;
  limits_.episodes.status_window = 600_s;
  Bench bench(limits_);
  for (int i = 0; i < 20; ++i) {
    burst(bench);
    bench.rest_for(140_s);
  }
  EXPECT_EQ(reasons_, 0U);
}

// ---- Continuous therapies.

class OnTimeTest : public TherapyTest {
 protected:
  OnTimeTest() {
    limits_ = continuous_limits();
    limits_.continuous = {2_s, 500_ms};
  }
  // One frame of 100 ms at 2 mA, asked or not.
  Admission frame(Bench& bench, bool on) {
    const Instant now = bench.now() + 100_ms;
    PulseTrain t = train(Instant(1'100'000), 0_us, 2000_uA);
    t.valid_until = now + 150_ms;
    return bench.step(100_ms, on ? ask_for(t) : StimRequest{});
  }
};

TEST_F(OnTimeTest, Saf040_ContinuousOnTimeEndsAtItsLimit) {
  Bench bench(limits_);
  for (int i = 0; i < 100; ++i) (void)frame(bench, true);
  Instant first = bench.pulses().front().onset;
  for (const Pulse& p : bench.pulses()) {
    if (p.onset - first >= limits_.continuous.max_on) first = p.onset;
    ASSERT_LT(p.onset - first, limits_.continuous.max_on);
  }
  EXPECT_EQ(bench.pulses()[399].onset - bench.pulses()[0].onset, 1995_ms);
  EXPECT_GE(bench.pulses()[400].onset - bench.pulses()[399].onset,
            limits_.continuous.min_off);
}

TEST_F(OnTimeTest, Saf041_ShortSilencesDoNotStartTheOnTimeAnew) {
  Bench bench(limits_);
  for (int i = 0; i < 60; ++i) (void)frame(bench, i % 5 != 4);
  const Instant first = bench.pulses().front().onset;
  std::size_t within = 0;
  while (within < bench.pulses().size() &&
         bench.pulses()[within].onset - first < limits_.continuous.max_on) {
    ++within;
  }
  ASSERT_LT(within, bench.pulses().size());
  EXPECT_GE(bench.pulses()[within].onset - bench.pulses()[within - 1].onset,
            limits_.continuous.min_off);
}

TEST_F(OnTimeTest, Saf040_WithoutALimitItGoesOn) {
  limits_.continuous = {};
  Bench bench(limits_);
  std::uint64_t reasons = 0;
  for (int i = 0; i < 600; ++i) reasons |= frame(bench, true).reasons.bits();
  EXPECT_EQ(reasons, 0U);
  EXPECT_EQ(bench.pulses().size(), 599U * 20);
}

}  // namespace
}  // namespace homeostat::safety::testing
