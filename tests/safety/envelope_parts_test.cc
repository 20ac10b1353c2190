// What the envelope says of itself in words, and reports that never exceed the whole.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <set>

#include "safety/crc32.h"
extern "C" {
#include "safety/guard_parts.h"
}
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

// ---- Words.

TEST(Names, EveryReasonHasItsOwnNameWordsAndSeverity) {
  std::set<std::string> names, words;
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_TRUE(names.insert(name_of(reason)).second) << name_of(reason);
    EXPECT_TRUE(words.insert(words_for(reason)).second) << words_for(reason);
    EXPECT_GT(severity_of(reason), Severity::kOk) << name_of(reason);
  }
  EXPECT_STREQ("charge_budget", name_of(Reason::kChargeBudget));
  EXPECT_STREQ("the patient holds the magnet", words_for(Reason::kMagnet));
  EXPECT_STREQ("latched", name_of(severity_of(Reason::kCorrupt)));
  EXPECT_STREQ("ok", name_of(Severity::kOk));
}

// ---- An envelope whose memory is written to.

class MemoryTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kState = 2 * sizeof(guard_limits);

  MemoryTest() = default;
  explicit MemoryTest(const Limits& limits) : limits_(limits) {}

  std::byte* memory() { return reinterpret_cast<std::byte*>(&envelope_); }
  guard_ledger ledger() {
    guard_ledger g;
    std::memcpy(&g, memory() + kState + offsetof(guard_state, ledger), sizeof g);
    return g;
  }
  void write(const guard_ledger& g) {
    std::memcpy(memory() + kState + offsetof(guard_state, ledger), &g, sizeof g);
  }
  // As if it had been stored by another envelope: what it says, with a checksum.
  static void seal(PersistedState& stored, std::size_t ledger_words) {
    const std::size_t size = 2 * sizeof(std::uint32_t) + ledger_words * 8;
    const std::uint32_t crc = crc32(stored.data(), size);
    std::memcpy(stored.data() + size, &crc, sizeof crc);
  }
  static constexpr std::size_t kWords = sizeof(guard_ledger) / sizeof(guard_word);
  bool restores(PersistedState stored, std::size_t at, std::uint32_t word) {
    std::memcpy(stored.data() + at, &word, sizeof word);
    seal(stored, kWords);
    return envelope_.restore(stored, Instant(0));
  }

  Limits limits_ = responsive_limits();
  Envelope envelope_{limits_, kProgramCrc, Instant(0)};
};

TEST_F(MemoryTest, Saf061_AStoreOfAnotherKindOrVersionIsACorruptOneThoughItsSumAgrees) {
  const PersistedState good = envelope_.persist();
  std::uint32_t magic, version;
  std::memcpy(&magic, good.data(), sizeof magic);
  std::memcpy(&version, good.data() + sizeof magic, sizeof version);
  EXPECT_TRUE(restores(good, 0, magic));
  EXPECT_FALSE(restores(good, 0, magic + 1));
  EXPECT_TRUE(restores(good, sizeof magic, version));
  EXPECT_FALSE(restores(good, sizeof magic, version + 1));
}

TEST_F(MemoryTest, Saf061_AStoreWhoseSumAgreesIsCheckedWordByWord) {
  const PersistedState good = envelope_.persist();
  // The first word is the clock; its upper half, zero, is from before its birth.
  EXPECT_TRUE(restores(good, 12, 256));
  EXPECT_FALSE(restores(good, 12, 0));
  const GuardInputs in = quiet(Instant(1000));
  EXPECT_TRUE(envelope_.admit({}, in).latched);
}

TEST_F(MemoryTest, Saf062_NoTimePassesUnderLimitsThatHaveChanged) {
  EXPECT_TRUE(envelope_.advance_idle(Instant(1)));
  memory()[0] ^= std::byte{1};
  EXPECT_FALSE(envelope_.advance_idle(Instant(2)));
  memory()[0] ^= std::byte{1};
  EXPECT_TRUE(envelope_.advance_idle(Instant(2)));
}

TEST_F(MemoryTest, Saf055_ABitThatRoseAndABitThatFellAreBothNoticedInAnyWordOfTheLimits) {
  for (const std::size_t at :
       {offsetof(guard_limits, amplitude_ua), offsetof(guard_limits, residual_uv)}) {
    for (int bit = 0; bit < 8; ++bit) {
      memory()[at] ^= std::byte(1 << bit);
      EXPECT_FALSE(envelope_.advance_idle(Instant(2))) << at << ' ' << bit;
      memory()[at] ^= std::byte(1 << bit);
    }
  }
  EXPECT_TRUE(envelope_.advance_idle(Instant(2)));
}

TEST_F(MemoryTest, Saf055_LimitsThatHaveChangedSilenceAndLatch) {
  memory()[offsetof(guard_limits, residual_uv)] ^= std::byte{1};
  const Admission got = envelope_.admit({}, quiet(Instant(1000)));
  EXPECT_TRUE(got.latched);
  EXPECT_EQ(got.reasons, ReasonSet(GUARD_BIT(PROGRAM)));
}

TEST_F(MemoryTest, Saf061_AStoreWhoseSumDoesNotAgreeIsNotBelieved) {
  PersistedState stored = envelope_.persist();
  stored[2 * sizeof(std::uint32_t) + 8 * (kWords - 1)] ^= std::byte{1};  // a duty's bin
  EXPECT_FALSE(envelope_.restore(stored, Instant(0)));
}

TEST_F(MemoryTest, Saf060_ARestoredEnvelopeIsTheSameWhateverItWasBefore) {
  const PersistedState stored = envelope_.persist();
  Bench bench(limits_);
  for (int i = 0; i < 4; ++i) {
    (void)bench.step(32_ms, ask_for(train(bench.now() + 32_ms, 100_ms)));
  }
  ASSERT_TRUE(bench.in_force().on());
  ASSERT_TRUE(bench.envelope().restore(stored, Instant(77)));
  ASSERT_TRUE(envelope_.restore(stored, Instant(77)));
  EXPECT_EQ(0, std::memcmp(&bench.envelope(), &envelope_, sizeof envelope_));
}

TEST_F(MemoryTest, Saf060_WhatWasGrantedBeforeAResetHasBegunAndIsNoCredit) {
  guard_ledger g = ledger();
  guard_set(&g.clock, g.clock.value + 5);
  guard_set(&g.next.kind, GUARD_TURN_EPISODE);
  guard_set(&g.next.start, g.clock.value);
  guard_set(&g.next.bursts, 2);
  guard_set(&g.next.therapies, 3);
  guard_set(&g.credit, GUARD_TURN_EPISODE);
  write(g);
  ASSERT_TRUE(envelope_.restore(envelope_.persist(), Instant(0)));
  const guard_ledger got = ledger();
  EXPECT_EQ(0, std::memcmp(&g.next, &got.turn, sizeof got.turn));
  EXPECT_EQ(0U, got.credit.value);
  EXPECT_EQ(~std::uint64_t{0}, got.credit.complement);
  EXPECT_EQ(g.clock.value, got.end.value) << "silence begins now";
}

// Four configurations, and of the last a contact that carries a thousandth.
class FourTest : public MemoryTest {
 protected:
  FourTest() : MemoryTest(four()) {}
  static Limits four() {
    Limits l = responsive_limits();
    l.configuration_count = 4;
    l.configurations[3] = bipolar(2, 3);
    l.configurations[3].contacts[10] = {Polarity::kAnode, 1};
    return l;
  }
};

TEST_F(FourTest, Saf101_TheScarcestOfTheContactsThatAProgramDrivesIsReported) {
  const std::set<int> driven = {0, 1, 2, 3, 8, 9, 10};
  const guard_ledger full = ledger();
  for (int c = 0; c < kContacts; ++c) {
    guard_ledger g = full;
    guard_set(&g.levels.fast[c], full.levels.fast[c].value / 2);
    guard_set(&g.levels.slow[c], full.levels.slow[c].value / 4);
    write(g);
    EXPECT_EQ(driven.count(c) != 0 ? 500 : 1000, envelope_.budgets().fast_permille) << c;
    EXPECT_EQ(driven.count(c) != 0 ? 250 : 1000, envelope_.budgets().slow_permille) << c;
  }
}

TEST_F(MemoryTest, Saf053_EachSegmentOfAnEchoIsRead) {
  for (std::size_t i = 0; i < kEchoSegments; ++i) {
    Envelope envelope(limits_, kProgramCrc, Instant(0));
    GuardInputs in = quiet(Instant(1000));
    in.echo[1].count = kEchoSegments;
    in.echo[1].segments[i].flags = kOpenContact;
    EXPECT_EQ(envelope.admit({}, in).reasons, ReasonSet(GUARD_BIT(ECHO))) << i;
  }
}

TEST_F(MemoryTest, AReportOfBudgetsIsNeverMoreThanTheWhole) {
  EXPECT_EQ(1000, envelope_.budgets().fast_permille);
  guard_ledger g = ledger();
  const std::uint64_t whole = g.levels.fast[0].value;
  const auto shown = [&](std::uint64_t level) {
    for (guard_word& word : g.levels.fast) word.value = level;
    write(g);
    return envelope_.budgets().fast_permille;
  };
  EXPECT_EQ(0, shown(0));
  EXPECT_EQ(499, shown(whole / 2 - 1));
  EXPECT_EQ(500, shown(whole / 2));
  EXPECT_EQ(1000, shown(whole));
  EXPECT_EQ(1000, shown(2 * whole)) << "a flipped bit adds nothing";
  EXPECT_EQ(1000, shown(66 * whole)) << "nor do many";
}

TEST_F(MemoryTest, ABudgetOfNothingIsWholeEvenInAMemoryThatHasLostIt) {
  EXPECT_EQ(1000, Envelope(Limits{}, kProgramCrc, Instant(0)).budgets().fast_permille);
  std::memset(memory() + offsetof(guard_limits, slow_capacity), 0, 8);
  EXPECT_EQ(1000, envelope_.budgets().slow_permille);
}

// ---- Limits.

TEST(LimitsParts, ASinkIsNotNeeded) {
  EXPECT_TRUE(validate(responsive_limits(), nullptr, nullptr));
  EXPECT_FALSE(validate(Limits{}, nullptr, nullptr));
}

TEST(LimitsParts, Saf004_NoConfigurationBeyondThoseThereAreHasAnAmplitude) {
  Limits limits = responsive_limits();
  limits.configurations.fill(limits.configurations[0]);
  limits.configuration_count = kMaxConfigurations + 2;  // as before validate()
  EXPECT_EQ(0_uA, max_amplitude_for(limits, -1, 160_us));
  EXPECT_GT(max_amplitude_for(limits, kMaxConfigurations - 1, 160_us), 0_uA);
  EXPECT_EQ(0_uA, max_amplitude_for(limits, kMaxConfigurations, 160_us));
  limits.configuration_count = 1;
  EXPECT_EQ(0_uA, max_amplitude_for(limits, 1, 160_us));
}

TEST(LimitsParts, Saf039_NoStatusWindowIsLongerThanItsBins) {
  Limits limits = responsive_limits();
  const auto bins_of = [&](Microseconds window) {
    limits.episodes.status_window = window;
    guard_limits out{};
    lower(limits, out);
    return out.status_bins;
  };
  EXPECT_EQ(62U, bins_of(3600_s));
  EXPECT_EQ(62U, bins_of(3601_s));
  EXPECT_EQ(61U, bins_of(3540_s));
  EXPECT_EQ(3U, bins_of(60_s));
  EXPECT_EQ(4U, bins_of(60'000'001_us));
}

}  // namespace
}  // namespace homeostat::safety::testing
