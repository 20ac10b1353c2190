// One step of the guard, word by word: what it answers, what it keeps of it, and what it
// remembers of a fault.
#include <gtest/gtest.h>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

class StepTest : public GuardBench {
 protected:
  static guard_wish wish(std::uint64_t from_us, std::uint32_t configuration = 0) {
    return {configuration, 4000, 160, 5000, from_us, from_us + 64'000};
  }
  static std::array<std::uint64_t, 7> words(const guard_kept& k) {
    return {k.configuration.value, k.amplitude_ua.value, k.width_us.value,
            k.period_us.value,     k.first_us.value,     k.until_us.value,
            k.rest_us.value};
  }
  static std::array<std::uint64_t, 7> words(const guard_train& t, std::uint64_t rest_us) {
    return {t.configuration, t.amplitude_ua, t.width_us, t.period_us,
            t.first_us,      t.until_us,     rest_us};
  }
};

// ---- What is answered is what is kept.

TEST_F(StepTest, Saf053_WhatIsAnsweredIsKeptAndSoIsWhatItReplaced) {
  guard_answer last{};
  std::uint64_t last_rest[GUARD_OUTPUTS] = {};
  l_.configuration[1].recharge_us = 4000;  // 4320 us; the other rests for the period
  for (int n = 1; n < 8; ++n) {
    const std::uint64_t now = kNow + static_cast<std::uint64_t>(n) * 4321;
    guard_request asked{};
    if (n != 4) asked.output[n % 2] = wish(now, 1);
    if (n > 1 && n != 4) asked.output[1 - n % 2] = wish(now + 1, 0);
    const guard_answer got = step(quiet_inputs(now), asked);
    ASSERT_EQ(0U, got.latched);
    EXPECT_EQ(now, s_.caller.now_us.value);
    EXPECT_EQ(n == 1 ? kNow : now - 4321, s_.caller.before_us.value);
    for (int o = 0; o < GUARD_OUTPUTS; ++o) {
      const guard_train& t = got.output[o];
      EXPECT_EQ(asked.output[o].amplitude_ua != 0, t.amplitude_ua != 0) << n << ' ' << o;
      const std::uint64_t rest = t.amplitude_ua == 0    ? 0
                                 : t.configuration == 1 ? 4320
                                                        : 3000;
      EXPECT_EQ(words(t, rest), words(s_.output[o].granted)) << n << ' ' << o;
      EXPECT_EQ(words(last.output[o], last_rest[o]), words(s_.output[o].before));
      last_rest[o] = rest;
    }
    last = got;
    EXPECT_TRUE(guard_state_ok(&l_, &s_));
  }
}

TEST_F(StepTest, Saf074_TheLeastAmplitudeRestsAsAnyOther) {
  for (int o = 0; o < GUARD_OUTPUTS; ++o) {
    start(responsive_limits());
    guard_request asked{};
    asked.output[o] = wish(kNow + 1000);
    asked.output[o].amplitude_ua = 1;
    ASSERT_EQ(1U, step(quiet_inputs(kNow + 1000), asked).output[o].amplitude_ua);
    EXPECT_EQ(3000U, s_.output[o].granted.rest_us.value);
  }
}

TEST_F(StepTest, Saf012_ASilentAnswerIsZeroInEveryField) {
  guard_answer got;
  std::memset(&got, 0xA5, sizeof got);
  const guard_request nothing{};
  const guard_inputs in = quiet_inputs(kNow + 1000);
  guard_step(&l_, &s_, &nothing, &in, &got);
  for (const guard_train& t : got.output) {
    EXPECT_EQ((std::array<std::uint64_t, 7>{}), words(t, 0));
  }
  EXPECT_EQ(0U, got.reasons);
  EXPECT_EQ(0U, got.latched);
}

// ---- Faults.

TEST_F(StepTest, Saf054_TheFirstFaultIsTheOneThatIsRemembered) {
  guard_inputs in = quiet_inputs(kNow + 1000);
  in.program_crc ^= 1;
  EXPECT_EQ(GUARD_BIT(PROGRAM), step(in).reasons);
  EXPECT_EQ(GUARD_BIT(PROGRAM), s_.ledger.latched.value);
  EXPECT_EQ(GUARD_BIT(LATCH), step(quiet_inputs(kNow + 2000)).reasons);
  EXPECT_EQ(GUARD_BIT(PROGRAM), s_.ledger.latched.value);
  EXPECT_EQ(GUARD_BIT(LATCH) | GUARD_BIT(CLOCK), step(quiet_inputs(kNow)).reasons);
  EXPECT_EQ(GUARD_BIT(PROGRAM), s_.ledger.latched.value);
}

TEST_F(StepTest, Saf055_AMemoryThatContradictsItselfIsSaidToBeCorrupt) {
  s_.output[1].rested.complement ^= 4;
  const guard_answer got = step(quiet_inputs(kNow + 1000));
  EXPECT_EQ(GUARD_BIT(CORRUPT), got.reasons);
  EXPECT_EQ(1U, got.latched);
  EXPECT_EQ(GUARD_BIT(CORRUPT), s_.ledger.latched.value);
}

TEST_F(StepTest, Saf055_LimitsThatDoNotMatchTheirSecondCopyAreNotTheProgram) {
  for (const std::uint32_t intact : {0U, 2U}) {
    start(responsive_limits());
    guard_inputs in = quiet_inputs(kNow + 1000);
    in.limits_intact = intact;
    EXPECT_EQ(GUARD_BIT(PROGRAM), step(in).reasons);
    EXPECT_EQ(GUARD_BIT(PROGRAM), s_.ledger.latched.value);
    EXPECT_EQ(0U, s_.ledger.levels.energy.value) << "and nothing is left to spend";
  }
}

TEST_F(StepTest, Saf051_NoTimePassesWhereTheClockRunsBackwards) {
  const std::uint64_t before = s_.ledger.clock.value;
  EXPECT_EQ(GUARD_BIT(CLOCK), step(quiet_inputs(kNow - 1)).reasons);
  EXPECT_EQ(before, s_.ledger.clock.value);
}

TEST_F(StepTest, Saf051_AClockThatStandsStillForGoodIsThatFaultForGood) {
  for (int n = 0; n < 40; ++n) {
    const std::uint64_t reasons = step(quiet_inputs(kNow)).reasons;
    EXPECT_EQ(n >= CEILING_STALLS - 1, (reasons & GUARD_BIT(CLOCK)) != 0) << n;
    EXPECT_EQ(0U, reasons & GUARD_BIT(CORRUPT));
    EXPECT_EQ(std::min(n + 1, CEILING_STALLS), static_cast<int>(s_.caller.stalls.value));
  }
}

TEST_F(StepTest, Saf053_EachOutputsEchoIsHeldToWhatThatOutputWasGranted) {
  for (int granted = 0; granted < GUARD_OUTPUTS; ++granted) {
    for (int echoed = 0; echoed < GUARD_OUTPUTS; ++echoed) {
      start(responsive_limits());
      grant(s_.output[granted].granted, kNow, kNow + 64'000);
      guard_inputs in = quiet_inputs(kNow + 32'000);
      in.echo_start_us = kNow;
      in.echo[echoed] = {1, {pulses(kNow, 7)}};
      EXPECT_EQ(granted == echoed ? 0 : GUARD_BIT(ECHO), step(in).reasons);
    }
  }
}

// ---- Midnight.

TEST_F(StepTest, Saf038_AtMidnightEachHourOfTheDayIsForgottenAndNothingElse) {
  l_.calendar_day = 1;
  for (guard_word& bin : s_.ledger.day) guard_set(&bin, 3);
  for (guard_word& bin : s_.ledger.hour) guard_set(&bin, 5);
  for (guard_word& bin : s_.ledger.duty[0].minute) guard_set(&bin, 7);
  guard_inputs in = quiet_inputs(kNow + 1000);
  in.midnight = 1;
  EXPECT_EQ(0U, step(in).reasons);
  for (const guard_word& bin : s_.ledger.day) EXPECT_EQ(0U, bin.value);
  for (const guard_word& bin : s_.ledger.hour) EXPECT_EQ(5U, bin.value);
  for (const guard_word& bin : s_.ledger.duty[0].minute) EXPECT_EQ(7U, bin.value);
  EXPECT_EQ(s_.ledger.clock.value, s_.ledger.midnight.value);
}

}  // namespace
}  // namespace homeostat::safety::testing
