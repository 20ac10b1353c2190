// What the envelope says of itself in words, and reports that never exceed the whole.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <set>

#include "safety/crc32.h"
#include "safety/guard.h"
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

TEST_F(MemoryTest, AReportOfBudgetsIsNeverMoreThanTheWhole) {
  EXPECT_EQ(1000, envelope_.budgets().fast_permille);
  guard_ledger g = ledger();
  const std::uint64_t whole = g.fast[0].value;
  const auto shown = [&](std::uint64_t level) {
    for (guard_word& word : g.fast) word.value = level;
    write(g);
    return envelope_.budgets().fast_permille;
  };
  EXPECT_EQ(0, shown(0));
  EXPECT_EQ(499, shown(whole / 2 - 1));
  EXPECT_EQ(500, shown(whole / 2));
  EXPECT_EQ(1000, shown(whole));
  EXPECT_EQ(1000, shown(2 * whole)) << "a flipped bit adds nothing";
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
