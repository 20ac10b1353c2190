// Limits in the guard's own words: each number once, in its place, and nothing besides.
#include "safety/lowering.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

// Lowered onto memory that was something else before.
guard_limits lowered(const Limits& limits) {
  guard_limits out;
  std::memset(&out, 0xA5, sizeof out);
  lower(limits, out);
  return out;
}

// No two numbers of one unit are equal.
Limits distinct_limits() {
  Limits l = responsive_limits();
  l.ramp_window = 100'001_us;
  l.episodes.status_window = 599'999'999_us;
  l.fast_budget = {600'000'001_pC, 2'000'003};
  l.slow_budget = {20'000'000'005_pC, 500'007};
  return l;
}

TEST(LoweringTest, Saf001_EachNumberReachesTheGuardInItsPlace) {
  const guard_limits got = lowered(distinct_limits());
  EXPECT_EQ(3U, got.configurations);
  EXPECT_EQ(9000U, got.amplitude_ua);
  EXPECT_EQ(12'000U, got.sum_ua);
  EXPECT_EQ(40U, got.width_min_us);
  EXPECT_EQ(400U, got.width_max_us);
  EXPECT_EQ(3000U, got.period_min_us);
  EXPECT_EQ(50'000U, got.period_max_us);
  EXPECT_EQ(1000U, got.ramp_ua_per_ms);
  EXPECT_EQ(9000U, got.rise_ua);
  EXPECT_EQ(50'001U, got.rise_half_us) << "half of the window, rounded up";
  EXPECT_EQ(20'000'000U, got.compliance_uv);
  EXPECT_EQ(250U, got.impedance_min_ohm);
  EXPECT_EQ(3500U, got.impedance_max_ohm);
  EXPECT_EQ(86'400'000'000U, got.impedance_age_us);
  EXPECT_EQ(500'000U, got.lifetime_us);
  EXPECT_EQ(1'000'000U, got.step_gap_us);
  EXPECT_EQ(60'000'000U, got.cooldown_us);
  EXPECT_EQ(2800, got.battery_floor_mv);
  EXPECT_EQ(39'000, got.temperature_max_mc);
  EXPECT_EQ(100U, got.echo_permille);
  EXPECT_EQ(50'000U, got.residual_uv);
}

TEST(LoweringTest, Saf025_BudgetsAreInMillionthsAndDutiesOfTheirWindows) {
  const guard_limits got = lowered(distinct_limits());
  EXPECT_EQ(6'000'000U, got.duty_us[0]) << "a tenth of a minute";
  EXPECT_EQ(180'000'000U, got.duty_us[1]) << "a twentieth of an hour";
  EXPECT_EQ(1'728'000'000U, got.duty_us[2]) << "a fiftieth of a day";
  EXPECT_EQ(600'000'001'000'000U, got.fast_capacity);
  EXPECT_EQ(20'000'000'005'000'000U, got.slow_capacity);
  EXPECT_EQ(50'000'000'000'000U, got.energy_capacity);
  EXPECT_EQ(2'000'003U, got.fast_refill);
  EXPECT_EQ(500'007U, got.slow_refill);
  EXPECT_EQ(200'000U, got.energy_refill);
}

TEST(LoweringTest, Saf030_EpisodicLimitsAreOfBurstsTherapiesAndEpisodes) {
  Limits l = distinct_limits();
  l.episodes.day_ends_at_midnight = true;
  const guard_limits got = lowered(l);
  EXPECT_EQ(1U, got.episodic);
  EXPECT_EQ(200'000U, got.on_us);
  EXPECT_EQ(300'000U, got.off_us);
  EXPECT_EQ(2U, got.bursts);
  EXPECT_EQ(1'000'000U, got.therapy_gap_us);
  EXPECT_EQ(5U, got.therapies);
  EXPECT_EQ(30'000'000U, got.episode_gap_us);
  EXPECT_EQ(40U, got.hour);
  EXPECT_EQ(100U, got.day);
  EXPECT_EQ(20U, got.reserved);
  EXPECT_EQ(1U, got.calendar_day);
  EXPECT_EQ(30U, got.status);
  EXPECT_EQ(12U, got.status_bins);
  EXPECT_EQ(0U, lowered(distinct_limits()).calendar_day);
}

TEST(LoweringTest, Saf039_AWindowIsCountedInBinsWhereThereIsAStatusLimit) {
  Limits l = distinct_limits();
  l.episodes.status_therapies = 1;
  EXPECT_EQ(12U, lowered(l).status_bins);
  l.episodes.status_therapies = 0;
  EXPECT_EQ(0U, lowered(l).status_bins);
}

TEST(LoweringTest, Saf040_ContinuousLimitsAreOfOnAndOffAndOfNothingElse) {
  Limits l = continuous_limits();
  l.continuous = {600_s, 60_s};
  const guard_limits got = lowered(l);
  EXPECT_EQ(600'000'000U, got.on_us);
  EXPECT_EQ(60'000'000U, got.off_us);
  EXPECT_EQ(0U, got.episodic | got.bursts | got.therapies | got.hour | got.day);
  EXPECT_EQ(0U, got.reserved | got.calendar_day | got.status | got.status_bins);
  EXPECT_EQ(0U, got.therapy_gap_us | got.episode_gap_us);
}

TEST(LoweringTest, Saf016_HalfOfTheRampWindowIsRoundedUp) {
  Limits l = distinct_limits();
  for (const std::int64_t us : {1000, 1001, 1002, 60'000'000}) {
    l.ramp_window = Microseconds(us);
    EXPECT_EQ(static_cast<std::uint32_t>(us / 2 + us % 2), lowered(l).rise_half_us);
  }
}

TEST(LoweringTest, Saf011_AConfigurationIsItsContactsAndThoseBeyondTheCountAreNone) {
  Limits l = distinct_limits();
  l.configurations[0].contacts[3] = {Polarity::kCathode, 1};
  l.configurations[0].contacts[5] = {Polarity::kUnused, 9};
  l.configurations[0].interphase_gap = 7_us;
  l.configurations[0].second_phase_ratio = 3;
  l.configurations[3] = bipolar(4, 5);
  const guard_limits got = lowered(l);
  const guard_configuration& c = got.configuration[0];
  for (int i = 0; i < GUARD_CONTACTS; ++i) {
    EXPECT_EQ(i < 2 ? 1000U : i == 3 ? 1U : 0U, c.share_permille[i]) << i;
    EXPECT_EQ(i == 1 ? 1U : 0U, c.anode[i]) << i;
  }
  EXPECT_EQ(3U, c.ratio);
  EXPECT_EQ(7U, c.gap_us);
  EXPECT_EQ(1000U, c.recharge_us);
  EXPECT_EQ(8000U, c.tested_ua);
  const guard_configuration none{};
  EXPECT_EQ(0, std::memcmp(&none, &got.configuration[3], sizeof none));
}

}  // namespace
}  // namespace homeostat::safety::testing
