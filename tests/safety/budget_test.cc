// Charge, energy and duty: every pulse is debited before it is granted, once.
#include <gtest/gtest.h>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

// 4 mA x 160 us = 640'000 pC a pulse.
constexpr std::int64_t kPulseCharge = 640'000;

class BudgetTest : public ::testing::Test {
 protected:
  BudgetTest() { limits_.ramp_window = 1_ms; }

  // As good as no refill: what is spent stays spent.
  void one_bucket(std::int64_t pulses) {
    limits_.fast_budget = {Picocoulombs(pulses * kPulseCharge), 1};
  }
  static std::size_t pulses_of(const Admission& got, int output = 0) {
    const PulseTrain& t = got.command.output(output);
    if (!t.on()) return 0;
    const auto span = (t.valid_until - t.first_pulse).count();
    return static_cast<std::size_t>((span + t.period.count() - 1) / t.period.count());
  }
  Limits limits_ = continuous_limits();
};

TEST_F(BudgetTest, Saf020_GrantsAsManyPulsesAsTheBucketHolds) {
  for (const int room : {19, 20, 21}) {
    one_bucket(room);
    Bench bench(limits_);
    const Admission got = bench.step(32_ms, ask_for(train(Instant(1'032'000), 100_ms)));
    EXPECT_EQ(pulses_of(got), static_cast<std::size_t>(std::min(room, 20)));
    EXPECT_EQ(got.reasons.has(Reason::kChargeBudget), room < 20);
  }
}

TEST_F(BudgetTest, Saf020_AnEmptyBucketGrantsNothing) {
  one_bucket(20);
  Bench bench(limits_);
  (void)bench.step(32_ms, ask_for(train(Instant(1'032'000), 100_ms)));
  (void)bench.rest(100_ms);
  const Admission got = bench.step(32_ms, ask_for(train(Instant(1'164'000), 100_ms)));
  EXPECT_FALSE(got.command.on());
  EXPECT_TRUE(got.reasons.has(Reason::kChargeBudget));
  EXPECT_EQ(got.severity, Severity::kRefused);
}

TEST_F(BudgetTest, Saf021_ARenewalPaysOnlyForWhatIsLater) {
  one_bucket(30);
  Bench bench(limits_);
  const Instant first(1'032'000);
  // 64 ms of validity every 32 ms: 30 pulses last 150 ms, renewed or not.
  PulseTrain t = train(first, 0_us);
  for (int i = 0; i < 8; ++i) {
    t.valid_until = bench.now() + 96_ms;
    (void)bench.step(32_ms, ask_for(t));
  }
  EXPECT_EQ(bench.pulses().size(), 30U);
}

TEST_F(BudgetTest, Saf021_ALargerRenewalPaysForTheRise) {
  one_bucket(20);
  Bench bench(limits_);
  const Instant first(1'040'000);
  EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(train(first, 50_ms, 2000_uA)))), 10U);
  // Ten at half the charge leave room for fifteen: five for the rise, ten that are new.
  EXPECT_EQ(pulses_of(bench.step(2_ms, ask_for(train(first, 100_ms)))), 20U);
  EXPECT_EQ(bench.in_force().output(0).amplitude, 4000_uA);
  EXPECT_EQ(pulses_of(bench.step(1_ms, ask_for(train(first, 105_ms)))), 20U);
}

TEST_F(BudgetTest, Saf021_ARiseThatIsNotAffordableShortensTheTrain) {
  one_bucket(12);
  Bench bench(limits_);
  const Instant first(1'040'000);
  EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(train(first, 100_ms, 2000_uA)))), 20U);
  // Two pulses' worth are left: four may rise by a half.
  const Admission got = bench.step(2_ms, ask_for(train(first, 100_ms)));
  EXPECT_EQ(pulses_of(got), 4U);
  EXPECT_TRUE(got.reasons.has(Reason::kChargeBudget));
}

TEST_F(BudgetTest, Saf021_ASmallerRenewalGetsNothingBack) {
  one_bucket(10);
  Bench bench(limits_);
  const Instant first(1'032'000);
  EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(train(first, 50_ms)))), 10U);
  EXPECT_EQ(pulses_of(bench.step(0_us, ask_for(train(first, 100_ms, 1000_uA)))), 10U);
}

TEST_F(BudgetTest, Saf021_AnotherPhaseOrRateOrWidthPaysInFull) {
  for (int what = 0; what < 3; ++what) {
    one_bucket(25);
    Bench bench(limits_);
    const Instant first(1'032'000);
    EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(train(first, 100_ms)))), 20U);
    PulseTrain other = train(first, 100_ms);
    if (what == 0) other.first_pulse = other.first_pulse + 1_us;
    if (what == 1) other.period = 5001_us;
    if (what == 2) other.pulse_width = 159_us;
    EXPECT_EQ(pulses_of(bench.step(0_us, ask_for(other))), 5U) << what;
  }
}

TEST_F(BudgetTest, Saf021_SteppingOftenCostsNothingAndGainsNothing) {
  one_bucket(20);
  Bench bench(limits_);
  const PulseTrain t = train(Instant(1'032'000), 100_ms);
  const Admission first = bench.step(32_ms, ask_for(t));
  for (int i = 0; i < 1000; ++i) {  // a clock that stands still is another matter
    const Admission again = bench.step(i % 10 == 0 ? 1_us : 0_us, ask_for(t));
    ASSERT_EQ(again.command, first.command);
    ASSERT_TRUE(again.reasons.empty());
  }
}

TEST_F(BudgetTest, Saf022_BudgetsAreOfPhysicalContactsNotOfConfigurations) {
  one_bucket(20);
  Bench bench(limits_);
  (void)bench.step(32_ms, ask_for(train(Instant(1'032'000), 50_ms)));
  (void)bench.rest(50_ms);
  // Configuration 2 shares contact 1 with configuration 0; configuration 1 does not.
  const Instant now = bench.now() + 32_ms;
  EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(train(now, 100_ms, 4000_uA, 2)))), 10U);
  EXPECT_EQ(pulses_of(bench.step(0_us, ask_for(train(now, 100_ms, 4000_uA, 1)))), 20U);
}

TEST_F(BudgetTest, Saf022_TwoOutputsOnOneContactShareItsBudget) {
  one_bucket(20);
  Bench bench(limits_);
  const PulseTrain a = train(Instant(1'032'000), 75_ms);
  const PulseTrain b = train(Instant(1'034'500), 75_ms, 4000_uA, 2);
  const Admission got = bench.step(32_ms, ask_for(a, b));
  EXPECT_EQ(pulses_of(got, 0), 15U);
  EXPECT_EQ(pulses_of(got, 1), 5U);
}

TEST_F(BudgetTest, Saf022_ContactsInParallelAreDebitedTheirWorstCaseShare) {
  limits_.configurations[0].contacts[1] = {Polarity::kAnode, 700};
  limits_.configurations[0].contacts[2] = {Polarity::kAnode, 701};
  limits_.configurations[0].contacts[0] = {Polarity::kCathode, 500};
  limits_.configurations[0].contacts[3] = {Polarity::kCathode, 500};
  one_bucket(701);
  limits_.fast_budget.capacity = Picocoulombs(10 * kPulseCharge * 701 / 1000);
  Bench bench(limits_);
  const Admission got = bench.step(32_ms, ask_for(train(Instant(1'032'000), 100_ms)));
  EXPECT_EQ(pulses_of(got), 10U);
}

TEST_F(BudgetTest, Saf022_SharesAreRoundedUp) {
  for (std::size_t i : {0U, 3U}) {
    limits_.configurations[0].contacts[i] = {Polarity::kCathode, 501};
  }
  for (std::size_t i : {1U, 2U}) {
    limits_.configurations[0].contacts[i] = {Polarity::kAnode, 501};
  }
  PulseTrain t = train(Instant(1'032'000), 500_ms, 3_uA);
  t.pulse_width = 41_us;  // 123 pC, of which 501 permille is 61.623 pC: 62
  for (const int pulses : {98, 99}) {
    limits_.fast_budget = {Picocoulombs(62 * pulses + 61), 1};
    Bench bench(limits_);
    EXPECT_EQ(pulses_of(bench.step(32_ms, ask_for(t))), static_cast<std::size_t>(pulses));
  }
}

TEST_F(BudgetTest, Saf023_TheSlowBucketOutlastsTheFastOne) {
  limits_.fast_budget = {Picocoulombs(20 * kPulseCharge), 128 * kPulseCharge};
  limits_.slow_budget = {Picocoulombs(50 * kPulseCharge), 1};
  Bench bench(limits_);
  std::size_t granted = 0;
  for (int i = 0; i < 10; ++i) {
    const Instant now = bench.now() + 200_ms;
    granted += pulses_of(bench.step(200_ms, ask_for(train(now, 100_ms))));
  }
  EXPECT_EQ(granted, 50U);
}

TEST_F(BudgetTest, Saf023_ABucketRefillsExactlyAtItsRate) {
  // 640'000 pC a pulse at 6'400'000 pC/s: one pulse every 100 ms.
  limits_.fast_budget = {Picocoulombs(20 * kPulseCharge), 10 * kPulseCharge};
  for (const Microseconds wait : {99'999_us, 100'000_us}) {
    Bench bench(limits_);
    (void)bench.step(32_ms, ask_for(train(Instant(1'032'000), 100_ms)));
    const Instant now = bench.now() + wait;
    const Admission got = bench.step(wait, ask_for(train(now, 100_ms, 4000_uA, 0)));
    EXPECT_EQ(pulses_of(got), wait == 100'000_us ? 1U : 0U);
  }
}

TEST_F(BudgetTest, Saf024_EnergyIsBoughtWithTheMeasuredImpedance) {
  // (4 mA)^2 x 2000 ohm x 160 us x 2 phases = 10'240 nJ a pulse.
  limits_.max_energy_nj = 10 * 10'240;
  limits_.max_power_nw = 1;
  Bench bench(limits_);
  const PulseTrain t = train(Instant(1'032'000), 100_ms);
  const Admission got = bench.step(32_ms, ask_for(t));
  EXPECT_EQ(pulses_of(got), 10U);
  EXPECT_TRUE(got.reasons.has(Reason::kEnergy));
  Bench doubled(limits_);
  const Admission less = doubled.step(32_ms, ask_for(t), [](GuardInputs& in) {
    for (ContactImpedance& z : in.impedances) z.value = 2000_ohm;
  });
  EXPECT_EQ(pulses_of(less), 5U);
}

TEST_F(BudgetTest, Saf025_DutyIsOnTimeWithinAnyWindow) {
  limits_.max_duty_permille_1min = 10;  // 600 ms: 120 pulses of 5 ms
  Bench bench(limits_);
  std::size_t granted = 0;
  bool said = false;
  for (int i = 0; i < 20; ++i) {
    const Instant now = bench.now() + 100_ms;
    const Admission got = bench.step(100_ms, ask_for(train(now, 50_ms)));
    granted += pulses_of(got);
    said |= got.reasons.has(Reason::kDuty);
  }
  EXPECT_EQ(granted, 120U);
  EXPECT_TRUE(said);
  (void)bench.rest(100_ms);
  bench.skip_to(Instant(1'100'000) + 60_s);
  const Instant now = bench.now() + 1_us;
  EXPECT_EQ(pulses_of(bench.step(1_us, ask_for(train(now, 50_ms)))), 0U) << "too early";
  (void)bench.rest(100_ms);
  bench.skip_to(Instant(1'100'000) + 70_s);
  const Instant later = bench.now() + 1_us;
  EXPECT_EQ(pulses_of(bench.step(1_us, ask_for(train(later, 50_ms)))), 10U);
}

TEST_F(BudgetTest, Saf025_HourAndDayWindowsCountToo) {
  for (int window = 1; window < 3; ++window) {
    limits_ = continuous_limits();
    (window == 1 ? limits_.max_duty_permille_1h : limits_.max_duty_permille_24h) = 1;
    const std::int64_t room = window == 1 ? 720 : 17'280;  // 3.6 s and 86.4 s of 5 ms
    Bench bench(limits_);
    std::int64_t granted = 0;
    for (int i = 0; i < 400; ++i) {
      const Instant now = bench.now() + 500_ms;
      granted += static_cast<std::int64_t>(
          pulses_of(bench.step(500_ms, ask_for(train(now, 500_ms)))));
    }
    EXPECT_EQ(granted, room);
  }
}

TEST_F(BudgetTest, ScarcityIsReportedOfContactsInUse) {
  one_bucket(40);
  Bench bench(limits_);
  EXPECT_EQ(bench.envelope().budgets().fast_permille, 1000);
  (void)bench.step(32_ms, ask_for(train(Instant(1'032'000), 50_ms)));
  EXPECT_EQ(bench.envelope().budgets().fast_permille, 750);
  EXPECT_EQ(bench.envelope().budgets().slow_permille, 999);
}

}  // namespace
}  // namespace homeostat::safety::testing
