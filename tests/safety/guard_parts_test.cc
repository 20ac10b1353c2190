// The guard's rooms one by one, where no sequence of the others' steps leads soon: long
// times, full counters, memory that agrees with its complement and is wrong all the same.
#include <gtest/gtest.h>

#include <limits>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

constexpr std::uint64_t kBillion = 1'000'000'000;

class GuardPartsTest : public GuardBench {};

// ---- Ledger.

TEST_F(GuardPartsTest, Saf023_AnyTimeRefillsAtTheRateAndNeverBeyondTheCapacity) {
  constexpr std::uint64_t kLong = 8'589'934'592;  // from here on it is divided for
  for (const std::uint64_t dt : {kLong - 1, kLong, kLong + 1, kLong * 1024}) {
    EXPECT_EQ(5U, guard_refill(5, 7, 0, dt)) << "nothing flows in";
    EXPECT_EQ(5 + 3 * dt, guard_refill(5, UINT64_MAX, 3, dt));
    EXPECT_EQ(5 + 3 * dt, guard_refill(5, 5 + 3 * dt, 3, dt)) << "just full";
    EXPECT_EQ(5 + 3 * dt, guard_refill(5, 6 + 3 * dt, 3, dt));
    EXPECT_EQ(4 + 3 * dt, guard_refill(5, 4 + 3 * dt, 3, dt));
    EXPECT_EQ(7U, guard_refill(7, 7, 3, dt));
  }
  EXPECT_EQ(GUARD_LEVEL_MOST,
            guard_refill(0, GUARD_LEVEL_MOST, kBillion, std::uint64_t{1} << 60));
}

// ---- Echo.

class EchoPartsTest : public GuardPartsTest {
 protected:
  bool ok(std::uint64_t from_us, std::uint64_t now_us) {
    return guard_echo_ok(&l_, &o_, &echo_, from_us, now_us) != 0;
  }
  bool ok_of(const guard_segment& only, std::uint64_t from_us, std::uint64_t now_us) {
    echo_ = {1, {only}};
    return ok(from_us, now_us);
  }
  guard_output& o_ = s_.output[0];
  guard_echo echo_{};
};

TEST_F(EchoPartsTest, Saf053_ASegmentWithoutPulsesSaysNothing) {
  guard_segment none = pulses(0, 0);
  none.configuration = 3;
  none.residual_uv = std::numeric_limits<std::int64_t>::max();
  EXPECT_TRUE(ok_of(none, 0, 32'000));
  none.faulty = 1;
  EXPECT_FALSE(ok_of(none, 0, 32'000)) << "but a fault is one";
}

TEST_F(EchoPartsTest, Saf053_PulsesNeedAPeriodThatPasses) {
  grant(o_.granted, 0, 100'000);
  guard_segment two = pulses(0, 2);
  EXPECT_TRUE(ok_of(two, 0, 32'000));
  // The same wrong period as was granted: only the passing of time refuses it.
  for (const std::int64_t period : {std::int64_t{0}, std::int64_t{-5000}}) {
    guard_set(&o_.granted.period_us, static_cast<std::uint64_t>(period));
    two.period_us = period;
    EXPECT_FALSE(ok_of(two, 0, 32'000)) << period;
  }
}

TEST_F(EchoPartsTest, Saf053_TheLastPulseOfASegmentStartedBeforeNow) {
  grant(o_.granted, 0, 100'000);
  EXPECT_TRUE(ok_of(pulses(0, 7), 0, 30'001));
  EXPECT_FALSE(ok_of(pulses(0, 7), 0, 30'000));
}

TEST_F(EchoPartsTest, Saf053_AtAHandoverOfTwoTrainsTheirPulsesAdd) {
  // 7 onsets of the one until 32 ms, and 4 of the other until 20 ms.
  for (const bool same_first : {false, true}) {
    const std::uint64_t first = same_first ? 0 : 1000;
    const std::int64_t period = same_first ? 6000 : 5000;
    grant(o_.granted, 0, 100'000);
    grant(o_.before, first, 20'000, static_cast<std::uint64_t>(period));
    guard_segment other = pulses(first, 4);
    other.period_us = period;
    echo_ = {2, {pulses(0, 7), other}};
    EXPECT_TRUE(ok(0, 32'000));
    echo_.count = 3;
    echo_.segment[2] = pulses(0, 1);
    EXPECT_FALSE(ok(0, 32'000)) << "one more than both";
  }
}

TEST_F(EchoPartsTest, Saf053_ARenewedTrainHasEachPulseOnce) {
  grant(o_.granted, 0, 10'000);
  grant(o_.before, 0, 20'000);
  EXPECT_TRUE(ok_of(pulses(0, 4), 0, 32'000)) << "of the longer of the two";
  echo_ = {2, {pulses(0, 4), pulses(15'000, 1)}};
  EXPECT_FALSE(ok(0, 32'000));
}

// ---- State: each word within its bound, and one beyond it.

struct Bounded {
  guard_word* word;
  std::uint64_t most;
};

class StatePartsTest : public GuardPartsTest {
 protected:
  void bounds_of(guard_kept& k) {
    add({{&k.configuration, GUARD_CONFIGURATIONS},
         {&k.amplitude_ua, CEILING_AMPLITUDE_UA},
         {&k.width_us, CEILING_PULSE_WIDTH_US},
         {&k.period_us, CEILING_PERIOD_US}});
  }
  void bounds_of(guard_output& o) {
    add({{&o.ramp_na, GUARD_RAMP_TOP_NA}, {&o.half, GUARD_OLD_AGE_US}});
    for (guard_word& low : o.low_ua) add({{&low, CEILING_AMPLITUDE_UA}});
    add({{&o.paid.configuration, GUARD_CONFIGURATIONS},
         {&o.paid.amplitude_ua, CEILING_AMPLITUDE_UA},
         {&o.paid.width_us, CEILING_PULSE_WIDTH_US},
         {&o.paid.period_us, CEILING_PERIOD_US}});
    bounds_of(o.granted);
    bounds_of(o.before);
  }
  void bounds_of(guard_turn_words& t, std::uint64_t now_us) {
    add({{&t.kind, GUARD_TURN_EPISODE},
         {&t.start, now_us + CEILING_COMMAND_LIFETIME_US},
         {&t.bursts, UINT32_MAX},
         {&t.therapies, UINT32_MAX}});
  }
  void bounds_of(guard_ledger& g) {
    const std::uint64_t now_us = g.clock.value;
    add({{&g.cooldown, now_us + CEILING_COOLDOWN_US},
         {&g.resets, UINT32_MAX},
         {&g.midnight, now_us},
         {&g.end, now_us},
         {&g.credit, GUARD_TURN_EPISODE},
         {&g.levels.energy, l_.energy_capacity}});
    bounds_of(g.turn, now_us);
    bounds_of(g.next, now_us);
    for (guard_word& w : g.levels.fast) add({{&w, l_.fast_capacity}});
    for (guard_word& w : g.levels.slow) add({{&w, l_.slow_capacity}});
    for (guard_word& w : g.hour) add({{&w, GUARD_BIN_MOST}});
    for (guard_word& w : g.day) add({{&w, GUARD_BIN_MOST}});
    for (guard_duty& d : g.duty) {
      for (guard_word& w : d.minute) add({{&w, GUARD_BIN_MOST}});
      for (guard_word& w : d.hour) add({{&w, GUARD_BIN_MOST}});
      for (guard_word& w : d.day) add({{&w, GUARD_BIN_MOST}});
    }
  }
  void add(std::initializer_list<Bounded> more) {
    words_.insert(words_.end(), more.begin(), more.end());
  }
  bool ok() const { return guard_state_ok(&l_, &s_) != 0; }
  std::vector<Bounded> words_;
};

TEST_F(StatePartsTest, Saf055_AWordBeyondItsBoundIsNotBelievedThoughItsCopyAgrees) {
  bounds_of(s_.ledger);
  for (guard_output& o : s_.output) bounds_of(o);
  add({{&s_.caller.stalls, CEILING_STALLS},
       {&s_.caller.program_crc, GUARD_NO_PROGRAM},
       {&s_.caller.reset_held, 1}});
  ASSERT_TRUE(ok());
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const guard_word before = *words_[i].word;
    guard_set(words_[i].word, words_[i].most);
    EXPECT_TRUE(ok()) << "on its bound: word " << i;
    guard_set(words_[i].word, words_[i].most + 1);
    EXPECT_FALSE(ok()) << "beyond its bound: word " << i;
    *words_[i].word = before;
  }
}

TEST_F(StatePartsTest, Saf055_AClockBeforeItsBirthOrBeyondItsAgeIsNotBelieved) {
  guard_set(&s_.ledger.clock, GUARD_BIRTH_US - 1);
  EXPECT_FALSE(ok());
  guard_set(&s_.ledger.clock, GUARD_OLD_AGE_US);
  EXPECT_TRUE(ok());
  guard_set(&s_.ledger.clock, GUARD_OLD_AGE_US + 1);
  EXPECT_FALSE(ok());
}

TEST_F(StatePartsTest, Saf055_TheFirstFaultIsRememberedWhenMemoryFailsAfterIt) {
  guard_set(&s_.ledger.latched, GUARD_BIT(ECHO));
  guard_spend_all(&s_, GUARD_BIT(CORRUPT));
  EXPECT_EQ(GUARD_BIT(ECHO), s_.ledger.latched.value);
}

TEST_F(StatePartsTest, Saf055_WhatCannotBeBelievedIsReplacedByTheWorst) {
  const guard_word torn = {7, 7};
  s_.ledger.clock = s_.ledger.resets = s_.ledger.latched = torn;
  s_.caller.now_us = s_.caller.program_crc = s_.caller.reset_held = torn;
  guard_spend_all(&s_, GUARD_BIT(CORRUPT));
  EXPECT_EQ(GUARD_BIRTH_US, s_.ledger.clock.value);
  EXPECT_EQ(UINT32_MAX, s_.ledger.resets.value);
  EXPECT_EQ(GUARD_BIT(CORRUPT), s_.ledger.latched.value);
  EXPECT_EQ(0U, s_.caller.now_us.value);
  EXPECT_EQ(GUARD_NO_PROGRAM, s_.caller.program_crc.value);
  EXPECT_EQ(1U, s_.caller.reset_held.value);
  EXPECT_TRUE(ok());
}

TEST_F(StatePartsTest, Saf055_WhatCanBeBelievedStays) {
  guard_set(&s_.ledger.clock, GUARD_BIRTH_US + 5);
  guard_set(&s_.ledger.resets, 3);
  guard_set(&s_.caller.now_us, 99);
  guard_spend_all(&s_, GUARD_BIT(CORRUPT));
  EXPECT_EQ(GUARD_BIRTH_US + 5, s_.ledger.clock.value);
  EXPECT_EQ(GUARD_BIRTH_US + 5, s_.ledger.end.value) << "silence begins now";
  EXPECT_EQ(GUARD_BIRTH_US + 5, s_.ledger.midnight.value) << "and so does the day";
  EXPECT_EQ(3U, s_.ledger.resets.value);
  EXPECT_EQ(99U, s_.caller.now_us.value);
  EXPECT_EQ(kProgramCrc, s_.caller.program_crc.value);
  EXPECT_EQ(0U, s_.caller.reset_held.value);
  for (const guard_word& bin : s_.ledger.hour) EXPECT_EQ(UINT32_MAX, bin.value);
  for (const guard_word& bin : s_.ledger.day) EXPECT_EQ(UINT32_MAX, bin.value);
  for (const guard_word& bin : s_.ledger.duty[1].day) {
    EXPECT_EQ(GUARD_BIN_MOST, bin.value);
  }
  EXPECT_EQ(UINT32_MAX, s_.ledger.turn.bursts.value);
  EXPECT_EQ(UINT32_MAX, s_.ledger.next.therapies.value);
}

// ---- The step.

TEST_F(GuardPartsTest, Saf054_ResetsAreCountedToTheEndOfTheirCounter) {
  for (const std::uint64_t before : {0U, UINT32_MAX - 1, UINT32_MAX}) {
    start(responsive_limits());
    guard_set(&s_.ledger.resets, before);
    guard_set(&s_.ledger.latched, GUARD_BIT(ECHO));
    guard_inputs in = quiet_inputs(kNow + 1000);
    in.reset = 1;
    EXPECT_EQ(0U, step(in).latched);
    EXPECT_EQ(before == UINT32_MAX ? before : before + 1, s_.ledger.resets.value);
  }
}

TEST_F(GuardPartsTest, Saf051_AGuardAtTheEndOfItsLifeIsNotStepped) {
  for (const bool on : {true, false}) {
    start(responsive_limits());
    guard_set(&s_.ledger.clock, GUARD_OLD_AGE_US - 1000);
    const guard_answer got = step(quiet_inputs(kNow + (on ? 1000 : 1001)));
    EXPECT_EQ(on, got.latched == 0);
    EXPECT_EQ(on ? 0 : GUARD_BIT(CLOCK), got.reasons);
    EXPECT_EQ(GUARD_OLD_AGE_US, s_.ledger.clock.value);
  }
}

// ---- Idle.

class IdleTest : public GuardPartsTest {
 protected:
  bool passes(std::uint64_t until_us = kNow + 1) {
    const guard_state before = s_;
    const std::uint32_t done = guard_idle(&l_, &s_, until_us);
    EXPECT_LE(done, 1U);
    if (done == 0) {
      EXPECT_EQ(0, std::memcmp(&before, &s_, sizeof s_)) << "nothing has changed";
    }
    return done == 1;
  }
};

TEST_F(IdleTest, Saf062_TimePassesOnlyForwards) {
  EXPECT_FALSE(passes(kNow - 1));
  EXPECT_FALSE(passes(kNow));
  EXPECT_TRUE(passes(kNow + 1));
}

TEST_F(IdleTest, Saf062_NoTimePassesUnderLimitsOrAStateThatAreNotBelieved) {
  s_.ledger.end.value ^= 1;
  EXPECT_FALSE(passes());
  s_.ledger.end.value ^= 1;
  l_.amplitude_ua = CEILING_AMPLITUDE_UA + 1;
  EXPECT_FALSE(passes());
}

TEST_F(IdleTest, Saf062_NoTimePassesWhileEitherOutputIsOn) {
  for (guard_output& o : s_.output) {
    guard_set(&o.granted.amplitude_ua, 1);
    EXPECT_FALSE(passes());
    guard_set(&o.granted.amplitude_ua, 0);
  }
  EXPECT_TRUE(passes());
}

TEST_F(IdleTest, Saf062_NoMoreTimePassesThanTheGuardMayLive) {
  guard_set(&s_.ledger.clock, GUARD_OLD_AGE_US - 10);
  EXPECT_FALSE(passes(kNow + 11));
  EXPECT_TRUE(passes(kNow + 10));
}

TEST_F(IdleTest, Saf062_AStallAndAHeldResetEndInSilence) {
  guard_set(&s_.caller.stalls, 3);
  guard_set(&s_.caller.reset_held, 1);
  EXPECT_TRUE(passes());
  EXPECT_EQ(0U, s_.caller.stalls.value);
  EXPECT_EQ(0U, s_.caller.reset_held.value);
  EXPECT_EQ(kNow, s_.caller.before_us.value);
  EXPECT_EQ(kNow + 1, s_.caller.now_us.value);
}

// ---- Train, ramp, pay.

TEST_F(GuardPartsTest, Saf007_AWidthThatFitsNoPeriodIsRefused) {
  l_.configuration[0].ratio = 10;  // 400 us + 4000 us + 1000 us of recharge
  const auto shaped = [&](std::uint32_t longest_us) {
    l_.period_max_us = longest_us;
    const guard_wish w = {0, 4000, 400, 5000, kNow, kNow + 64'000};
    return guard_shape(&l_, &w, kNow);
  };
  EXPECT_EQ(4000U, shaped(5400).amplitude_ua);
  EXPECT_EQ(5400U, shaped(5400).period_us);
  EXPECT_EQ(0U, shaped(5399).amplitude_ua);
  EXPECT_EQ(GUARD_BIT(RATE) | GUARD_BIT(MALFORMED), shaped(5399).reasons);
}

TEST_F(GuardPartsTest, Saf012_WhereCommandsMayNotLiveNoneIsGranted) {
  l_.lifetime_us = 0;
  const guard_wish w = {0, 4000, 160, 5000, kNow, kNow + 1};
  EXPECT_EQ(0U, guard_shape(&l_, &w, kNow).amplitude_ua);
  l_.lifetime_us = 1;
  EXPECT_EQ(4000U, guard_shape(&l_, &w, kNow).amplitude_ua);
}

TEST_F(GuardPartsTest, Saf015_ARampThatIsAtItsTopStaysThere) {
  guard_output& o = s_.output[0];
  const std::uint64_t rate = l_.ramp_ua_per_ms;
  for (const std::uint64_t below : {std::uint64_t{0}, std::uint64_t{1}, 5 * rate}) {
    guard_set(&o.ramp_na, GUARD_RAMP_TOP_NA - below);
    guard_ramp_pass(&l_, &o, kNow, s_.ledger.clock.value, 4);
    EXPECT_EQ(GUARD_RAMP_TOP_NA - (below > 4 * rate ? rate : 0), o.ramp_na.value);
  }
}

class PayPartsTest : public GuardPartsTest {
 protected:
  guard_plan pay(std::uint32_t source_ohm, const guard_plan& asked) {
    guard_ledger& g = s_.ledger;
    return guard_pay(&l_, &g.levels, &g.duty[0], &s_.output[0].paid, g.clock.value, kNow,
                     source_ohm, asked);
  }
};

TEST_F(PayPartsTest, Saf024_PulsesThatCostNothingAreGranted) {
  guard_set(&s_.ledger.levels.energy, 0);
  const guard_plan asked = {0, 4000, 160, 5000, 0, 64'000, 1, kNow, 0};
  const guard_plan free = pay(0, asked);
  EXPECT_EQ(64'000U, free.until_us);
  EXPECT_EQ(0U, free.reasons);
  start(responsive_limits());
  guard_set(&s_.ledger.levels.energy, 0);
  const guard_plan dear = pay(1, asked);
  EXPECT_EQ(0U, dear.amplitude_ua);
  EXPECT_EQ(GUARD_BIT(ENERGY), dear.reasons);
}

// ---- Turns.

TEST_F(GuardPartsTest, Saf030_ATrainWithoutAPeriodHasNoPulses) {
  grant(s_.output[0].granted, kNow, kNow + 64'000, 0);
  guard_set(&s_.ledger.next.kind, GUARD_TURN_EPISODE);
  guard_turn_pass(&s_.ledger, s_.output, kNow, kNow + 32'000);
  EXPECT_EQ(GUARD_TURN_GOES_ON, s_.ledger.turn.kind.value);
  grant(s_.output[0].granted, kNow, kNow + 64'000, 5000);
  guard_set(&s_.ledger.next.kind, GUARD_TURN_EPISODE);
  guard_turn_pass(&s_.ledger, s_.output, kNow, kNow + 32'000);
  EXPECT_EQ(GUARD_TURN_EPISODE, s_.ledger.turn.kind.value);
}

TEST_F(GuardPartsTest, Saf036_CountersStopAtTheirEnd) {
  guard_set(&s_.ledger.turn.therapies, UINT32_MAX);
  guard_set(&s_.ledger.turn.bursts, UINT32_MAX);
  guard_set(&s_.ledger.end, s_.ledger.clock.value - l_.therapy_gap_us);
  EXPECT_EQ(UINT32_MAX, guard_turn_plan(&l_, &s_.ledger, 0).therapies);
  guard_set(&s_.ledger.end, s_.ledger.clock.value - l_.off_us);
  EXPECT_EQ(UINT32_MAX, guard_turn_plan(&l_, &s_.ledger, 0).bursts);
  guard_set(&s_.ledger.turn.bursts, UINT32_MAX - 1);
  EXPECT_EQ(UINT32_MAX, guard_turn_plan(&l_, &s_.ledger, 0).bursts);
}

TEST_F(GuardPartsTest, Saf031_ABurstThatStartsLaterThanItsPulseStartsWithIt) {
  const std::uint64_t now = s_.ledger.clock.value;
  guard_set(&s_.ledger.end, now);
  for (const std::uint64_t start : {now - 1, now, now + 1}) {
    guard_set(&s_.ledger.turn.start, start);
    const guard_turn turn = guard_turn_plan(&l_, &s_.ledger, 0);
    ASSERT_EQ(GUARD_TURN_GOES_ON, turn.kind);
    EXPECT_EQ(std::min(start, now), turn.start_us);
    EXPECT_EQ(l_.on_us - (now - turn.start_us), turn.cap_us);
  }
}

TEST_F(GuardPartsTest, Saf040_AnOnTimeThatIsLongerThanAnOffsetCapsNothing) {
  Limits limits = continuous_limits();
  limits.continuous = {.max_on = 86'400_s, .min_off = 60_s};
  start(limits);
  const std::uint64_t longest = UINT32_MAX;
  for (const std::uint64_t left : {longest - 8, longest - 7, longest - 6}) {
    l_.on_us = left;
    const std::uint64_t cap = std::min(longest, left + 7);
    EXPECT_EQ(cap, guard_turn_plan(&l_, &s_.ledger, 7).cap_us) << left;
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
