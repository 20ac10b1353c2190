// Every word of the guard's state: what it begins as, what stands in for it when it
// cannot be believed, and that one wrong bit of it is noticed. And the ramp, word by
// word.
#include <gtest/gtest.h>

#include <set>

extern "C" {
#include "safety/guard_parts.h"
}
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

static_assert(sizeof(guard_state) % sizeof(guard_word) == 0, "words and nothing else");

class WordsTest : public ::testing::Test {
 protected:
  WordsTest() {
    lower(responsive_limits(), l_);
    guard_start(&l_, &s_, 77, kProgramCrc);
  }
  static constexpr std::size_t kWords = sizeof(guard_state) / sizeof(guard_word);
  guard_word* words() { return reinterpret_cast<guard_word*>(&s_); }

  // All words but these are zero.
  void expect_zero_but(const std::set<const guard_word*>& others) {
    for (std::size_t i = 0; i < kWords; ++i) {
      if (others.count(&words()[i]) == 0) {
        EXPECT_EQ(0U, words()[i].value) << "word " << i;
      }
    }
  }
  template <std::size_t n>
  static void add(std::set<const guard_word*>& to, const guard_word (&words)[n]) {
    for (const guard_word& w : words) to.insert(&w);
  }
  guard_limits l_{};
  guard_state s_{};
};

TEST_F(WordsTest, Saf055_EachWordIsHeldToItsComplement) {
  ASSERT_EQ(1U, guard_state_ok(&l_, &s_));
  for (std::size_t i = 0; i < kWords; ++i) {
    for (std::uint64_t* half : {&words()[i].value, &words()[i].complement}) {
      *half ^= 1;
      EXPECT_EQ(0U, guard_state_ok(&l_, &s_)) << "word " << i;
      *half ^= 1;
    }
  }
}

TEST_F(WordsTest, Saf074_ARestMayEndAPeriodAfterTheLastClockAndNoLater) {
  guard_set(&s_.output[1].rested, GUARD_OLD_AGE_US + CEILING_PERIOD_US);
  EXPECT_EQ(1U, guard_state_ok(&l_, &s_));
  guard_set(&s_.output[1].rested, GUARD_OLD_AGE_US + CEILING_PERIOD_US + 1);
  EXPECT_EQ(0U, guard_state_ok(&l_, &s_));
}

TEST_F(WordsTest, Saf060_AGuardBeginsSilentWithFullBudgetsAndNothingCounted) {
  std::set<const guard_word*> others = {&s_.ledger.clock, &s_.ledger.levels.energy,
                                        &s_.caller.now_us, &s_.caller.before_us,
                                        &s_.caller.program_crc};
  add(others, s_.ledger.levels.fast);
  add(others, s_.ledger.levels.slow);
  expect_zero_but(others);
  EXPECT_EQ(GUARD_BIRTH_US, s_.ledger.clock.value);
  EXPECT_EQ(l_.energy_capacity, s_.ledger.levels.energy.value);
  for (const guard_word& w : s_.ledger.levels.fast) EXPECT_EQ(l_.fast_capacity, w.value);
  for (const guard_word& w : s_.ledger.levels.slow) EXPECT_EQ(l_.slow_capacity, w.value);
  EXPECT_EQ(77U, s_.caller.now_us.value);
  EXPECT_EQ(77U, s_.caller.before_us.value);
  EXPECT_EQ(kProgramCrc, s_.caller.program_crc.value);
}

TEST_F(WordsTest, Saf055_AMemoryThatIsNotBelievedIsSilentAndSpent) {
  for (std::size_t i = 0; i < kWords; ++i) words()[i] = {9, 9};
  guard_spend_all(&s_, 1);
  std::set<const guard_word*> others = {&s_.ledger.clock,
                                        &s_.ledger.latched,
                                        &s_.ledger.resets,
                                        &s_.ledger.midnight,
                                        &s_.ledger.end,
                                        &s_.ledger.turn.bursts,
                                        &s_.ledger.next.bursts,
                                        &s_.ledger.turn.therapies,
                                        &s_.ledger.next.therapies,
                                        &s_.caller.program_crc,
                                        &s_.caller.reset_held};
  add(others, s_.ledger.hour);
  add(others, s_.ledger.day);
  for (guard_duty& d : s_.ledger.duty) {
    add(others, d.minute);
    add(others, d.hour);
    add(others, d.day);
  }
  expect_zero_but(others);
  EXPECT_EQ(1U, guard_state_ok(&l_, &s_));
}

TEST_F(WordsTest, Saf055_AResetLineThatIsNotBelievedIsHeld) {
  const auto kept = [&](std::uint64_t value, std::uint64_t complement) {
    s_.caller.reset_held = {value, complement};
    guard_spend_all(&s_, 1);
    return s_.caller.reset_held.value;
  };
  EXPECT_EQ(0U, kept(0, ~std::uint64_t{0}));
  EXPECT_EQ(1U, kept(1, ~std::uint64_t{1}));
  EXPECT_EQ(1U, kept(2, ~std::uint64_t{2})) << "neither held nor not";
  EXPECT_EQ(1U, kept(0, 0));
}

// ---- Ramp.

class RampWordsTest : public WordsTest {
 protected:
  RampWordsTest() {
    l_.rise_half_us = 1000;
    l_.ramp_ua_per_ms = 3;
  }
  void lows(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    guard_set(&o_.low_ua[0], a);
    guard_set(&o_.low_ua[1], b);
    guard_set(&o_.low_ua[2], c);
  }
  void expect_lows(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    EXPECT_EQ(a, o_.low_ua[0].value);
    EXPECT_EQ(b, o_.low_ua[1].value);
    EXPECT_EQ(c, o_.low_ua[2].value);
    for (const guard_word& w : o_.low_ua) EXPECT_EQ(~w.value, w.complement);
  }
  // So many halves later, with so much in force until then or until a moment before.
  void pass(std::uint64_t halves, std::uint64_t in_force_ua, bool ended = false) {
    guard_set(&o_.granted.amplitude_ua, in_force_ua);
    guard_set(&o_.granted.until_us, ended ? 9'999 : 10'000);
    const std::uint64_t clock = (o_.half.value + halves) * l_.rise_half_us;
    guard_ramp_pass(&l_, &o_, 10'000, clock, 1);
  }
  guard_output& o_ = s_.output[1];
};

TEST_F(RampWordsTest, Saf016_TheLowestOfThreeHalvesBoundsTheRise) {
  l_.rise_ua = 50;
  guard_set(&o_.ramp_na, GUARD_RAMP_TOP_NA);
  const std::uint64_t orders[][3] = {{7, 8, 9}, {7, 9, 8}, {8, 7, 9},
                                     {9, 7, 8}, {8, 9, 7}, {9, 8, 7}};
  for (const auto& low : orders) {
    lows(low[0], low[1], low[2]);
    EXPECT_EQ(57U, guard_ramp_bound_ua(&l_, &o_)) << low[0] << low[1] << low[2];
  }
  for (const std::uint64_t na : {55'999U, 56'000U, 56'999U, 57'000U, 58'000U}) {
    guard_set(&o_.ramp_na, na);
    EXPECT_EQ(std::min<std::uint64_t>(na / 1000, 57), guard_ramp_bound_ua(&l_, &o_));
  }
  lows(4950, 4950, 4950);
  guard_set(&o_.ramp_na, 5'001'000);
  EXPECT_EQ(5000U, guard_ramp_bound_ua(&l_, &o_));
}

TEST_F(RampWordsTest, Saf016_HalvesShiftAsTimePasses) {
  lows(10, 20, 30);
  pass(0, 40);
  expect_lows(10, 20, 30);
  pass(0, 15);
  expect_lows(10, 20, 30);
  pass(0, 5);
  expect_lows(5, 20, 30);
  pass(1, 40);
  expect_lows(40, 5, 20);
  pass(2, 41);
  expect_lows(41, 41, 40);
  lows(10, 20, 30);
  pass(3, 50);
  expect_lows(50, 50, 50);
  pass(9, 60);
  expect_lows(60, 60, 60);
  pass(0, 60, true);
  expect_lows(0, 60, 60);
}

TEST_F(RampWordsTest, Saf016_WhatIsCommittedIsTheLowestOfItsHalf) {
  lows(10, 20, 30);
  guard_ramp_commit(&o_, 11, 1);
  expect_lows(10, 20, 30);
  guard_ramp_commit(&o_, 9, 1);
  expect_lows(9, 20, 30);
}

TEST_F(RampWordsTest, Saf015_TheRampKeepsLessThanOneStepBeyondWhatWasGranted) {
  const auto kept = [&](std::uint64_t na, std::uint32_t ua, std::uint32_t step) {
    guard_set(&o_.ramp_na, na);
    guard_ramp_commit(&o_, ua, step);
    return o_.ramp_na.value;
  };
  EXPECT_EQ(12'999U, kept(50'000, 10, 3));
  EXPECT_EQ(12'998U, kept(12'998, 10, 3));
  EXPECT_EQ(0U, kept(50'000, 0, 0)) << "of silence nothing";
  EXPECT_EQ(0U, kept(1, 0, 0));
}

TEST_F(RampWordsTest, Saf015_TheRampReachesItsTopAndNotBefore) {
  for (const std::uint64_t dt : {0U, 5U, 6U}) {
    guard_set(&o_.ramp_na, GUARD_RAMP_TOP_NA - 16);
    guard_ramp_pass(&l_, &o_, 10'000, s_.ledger.clock.value, dt);
    EXPECT_EQ(GUARD_RAMP_TOP_NA - (dt == 6 ? 0 : 16 - 3 * dt), o_.ramp_na.value);
  }
}

TEST_F(RampWordsTest, Saf015_ATrainThatEndedHasRisenFromNothingSinceThen) {
  const auto risen = [&](std::uint64_t until_us, std::uint64_t dt_us) {
    guard_set(&o_.ramp_na, 4000);
    guard_set(&o_.granted.amplitude_ua, 4);
    guard_set(&o_.granted.until_us, until_us);
    guard_ramp_pass(&l_, &o_, 10'000, s_.ledger.clock.value, dt_us);
    return o_.ramp_na.value;
  };
  EXPECT_EQ(4000U + 3 * 50, risen(10'000, 50)) << "in force to the end";
  EXPECT_EQ(3U, risen(9'999, 50));
  EXPECT_EQ(3U * 49, risen(9'951, 50));
  EXPECT_EQ(3U * 50, risen(9'950, 50));
  EXPECT_EQ(3U * 50, risen(9'000, 50)) << "never more than time has passed";
}

}  // namespace
}  // namespace homeostat::safety::testing
