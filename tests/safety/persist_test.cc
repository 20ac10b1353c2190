// What outlives a reset, and time that passes in one step.
#include <gtest/gtest.h>

#include <random>

#include "safety/guard.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class PersistTest : public ::testing::Test {
 protected:
  Bench used() {
    Bench bench(limits_);
    for (int i = 0; i < 3; ++i) {
      const Instant now = bench.now() + 32_ms;
      (void)bench.step(32_ms, ask_for(train(now, 64_ms)));
      bench.rest_for(2_s);
    }
    return bench;
  }
  static bool same(const Envelope::Budgets& a, const Envelope::Budgets& b) {
    return a.therapies_left_today == b.therapies_left_today &&
           a.fast_permille == b.fast_permille && a.slow_permille == b.slow_permille;
  }
  Limits limits_ = responsive_limits();
};

TEST_F(PersistTest, Saf060_BudgetsOutliveAReset) {
  Bench before = used();
  Bench after(limits_, Instant(7));  // a clock that starts anew
  ASSERT_TRUE(after.envelope().restore(before.envelope().persist(), Instant(7)));
  EXPECT_TRUE(same(before.envelope().budgets(), after.envelope().budgets()));
  EXPECT_EQ(after.envelope().budgets().therapies_left_today, 97);
}

TEST_F(PersistTest, Saf060_ARestartGivesNothingBackForTimeWithoutPower) {
  Bench before = used();
  Bench after(limits_, Instant(999'000'000'000));
  ASSERT_TRUE(
      after.envelope().restore(before.envelope().persist(), Instant(999'000'000'000)));
  EXPECT_TRUE(same(before.envelope().budgets(), after.envelope().budgets()));
}

TEST_F(PersistTest, Saf060_DebitsAreStoredBeforeDelivery) {
  Bench before(limits_);
  const int full = before.envelope().budgets().therapies_left_today;
  (void)before.step(32_ms, ask_for(train(Instant(1'032'000), 64_ms)));
  Bench after(limits_);
  ASSERT_TRUE(after.envelope().restore(before.envelope().persist(), after.now()));
  EXPECT_EQ(after.envelope().budgets().therapies_left_today, full - 1);
}

TEST_F(PersistTest, Saf060_EpisodesGoOnAcrossAResetAndSilenceBeginsThere) {
  Bench before = used();
  Bench after(limits_);
  ASSERT_TRUE(after.envelope().restore(before.envelope().persist(), after.now()));
  const Admission soon = after.step(100_ms, ask_for(train(after.now() + 100_ms, 64_ms)));
  EXPECT_TRUE(soon.reasons.has(Reason::kBurstGap));
}

TEST_F(PersistTest, Saf060_ALatchOutlivesAReset) {
  Bench before = used();
  (void)before.rest(32_ms, [](GuardInputs& in) { in.program_crc = 0; });
  Bench after(limits_);
  ASSERT_TRUE(after.envelope().restore(before.envelope().persist(), after.now()));
  const Admission got = after.rest(32_ms);
  EXPECT_TRUE(got.latched);
  EXPECT_TRUE(got.reasons.has(Reason::kLatch));
}

TEST_F(PersistTest, Saf061_AnyFlippedBitMeansEmptyBudgetsAndALatch) {
  const PersistedState good = used().envelope().persist();
  const std::size_t bits = 1788 * 8;  // the rest is unused
  for (std::size_t bit = 0; bit < bits; bit += 7) {
    PersistedState bad = good;
    bad[bit / 8] ^= std::byte{1} << bit % 8;
    Bench after(limits_);
    ASSERT_FALSE(after.envelope().restore(bad, after.now())) << bit;
    EXPECT_EQ(after.envelope().budgets().therapies_left_today, 0);
    EXPECT_EQ(after.envelope().budgets().fast_permille, 0);
    ASSERT_TRUE(after.rest(32_ms).latched);
  }
}

// Limits, their copy and the state, as admit() would find them.
TEST_F(PersistTest, Saf366_KnowsWhetherAnyBitOfItsMemoryChanged) {
  Bench bench = used();
  auto* memory = reinterpret_cast<std::uint8_t*>(&bench.envelope());
  std::size_t seen = 0;
  EXPECT_TRUE(bench.envelope().intact());
  for (std::size_t byte = 0; byte < sizeof(Envelope); ++byte) {
    const auto bit = static_cast<std::uint8_t>(1 << byte % 8);
    memory[byte] = static_cast<std::uint8_t>(memory[byte] ^ bit);
    seen += !bench.envelope().intact();
    (void)bench.envelope().budgets();  // of any limits
    memory[byte] = static_cast<std::uint8_t>(memory[byte] ^ bit);
  }
  EXPECT_TRUE(bench.envelope().intact());
  EXPECT_EQ(seen, 2 * sizeof(guard_limits) + sizeof(guard_state));
}

TEST_F(PersistTest, Saf061_AnEmptyStoreIsACorruptOne) {
  for (const std::byte fill : {std::byte{0x00}, std::byte{0xFF}}) {
    PersistedState blank;
    blank.fill(fill);
    Bench after(limits_);
    EXPECT_FALSE(after.envelope().restore(blank, after.now()));
    EXPECT_TRUE(after.rest(32_ms).latched);
  }
}

TEST_F(PersistTest, Saf060_ATighterProgramClipsWhatIsLeft) {
  const PersistedState stored = used().envelope().persist();
  limits_.fast_budget.capacity = Picocoulombs(1'000'000);
  limits_.slow_budget.capacity = Picocoulombs(2'000'000);
  limits_.max_energy_nj = 1000;
  limits_.episodes.therapies_per_day = 50;
  Bench after(limits_);
  ASSERT_TRUE(after.envelope().restore(stored, after.now()));
  EXPECT_EQ(after.envelope().budgets().fast_permille, 1000);
  EXPECT_EQ(after.envelope().budgets().therapies_left_today, 47);
}

// ---- Time in one step.

TEST_F(PersistTest, Saf062_AdvanceIdleEqualsAnySplitIntoEmptySteps) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    Bench stepped = used();
    (void)stepped.rest(32_ms);
    Bench skipped = stepped;
    const Instant until =
        stepped.now() + Microseconds(static_cast<std::int64_t>(
                            random() % (round < 250 ? 20'000'000 : 4'000'000'000)));
    while (stepped.now() < until) {
      const auto left = static_cast<std::uint64_t>((until - stepped.now()).count());
      const std::uint64_t most = left < 1'000'000 ? left : 1'000'000;
      (void)stepped.rest(Microseconds(static_cast<std::int64_t>(random() % most + 1)));
    }
    ASSERT_TRUE(skipped.envelope().advance_idle(until));
    ASSERT_EQ(stepped.envelope().persist(), skipped.envelope().persist()) << round;
    // And what they grant next is the same.
    GuardInputs in = quiet(until + 32_ms);
    in.echo_start = until;
    const StimRequest request = ask_for(train(until + 32_ms, 64_ms));
    const Admission a = stepped.envelope().admit(request, in);
    const Admission b = skipped.envelope().admit(request, in);
    ASSERT_EQ(a.command, b.command);
    ASSERT_EQ(a.reasons, b.reasons);
  }
}

TEST_F(PersistTest, Saf062_IdleTimeMayNotPassWhileStimulating) {
  Bench bench(limits_);
  (void)bench.step(32_ms, ask_for(train(Instant(1'032'000), 64_ms)));
  const PersistedState before = bench.envelope().persist();
  EXPECT_FALSE(bench.envelope().advance_idle(bench.now() + 10_s));
  EXPECT_EQ(bench.envelope().persist(), before);
  (void)bench.rest(100_ms);
  EXPECT_TRUE(bench.envelope().advance_idle(bench.now() + 10_s));
}

TEST_F(PersistTest, Saf062_IdleTimeMayNotRunBackwardsOrForEver) {
  Bench bench(limits_);
  EXPECT_FALSE(bench.envelope().advance_idle(bench.now()));
  EXPECT_FALSE(bench.envelope().advance_idle(bench.now() - 1_us));
  EXPECT_FALSE(bench.envelope().advance_idle(Instant(UINT64_MAX)));
  EXPECT_TRUE(bench.envelope().advance_idle(bench.now() + 1_us));
}

}  // namespace
}  // namespace homeostat::safety::testing
