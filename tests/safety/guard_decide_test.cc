// From a request to what is granted of it, where two outputs meet: their turn, their
// room, and what of it is counted.
#include <gtest/gtest.h>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

class DecideTest : public GuardBench {
 protected:
  DecideTest() { renew(); }

  // A guard that no ramp holds back, after a long silence.
  void renew() {
    start(responsive_limits());
    for (guard_output& o : s_.output) {
      guard_set(&o.ramp_na, GUARD_RAMP_TOP_NA);
      for (guard_word& low : o.low_ua) guard_set(&low, CEILING_AMPLITUDE_UA);
    }
    in_ = quiet_inputs(kNow);
    asked_ = {};
  }
  // Pulses from that offset until that one.
  static guard_wish wish(std::uint64_t from_us, std::uint64_t until_us,
                         std::int32_t amplitude_ua = 4000,
                         std::uint32_t configuration = 0) {
    return {configuration, amplitude_ua, 160, 5000, kNow + from_us, kNow + until_us};
  }
  guard_plans decide() { return guard_decide(&l_, &s_, &asked_, &in_); }
  guard_plans decide(const guard_wish& first, const guard_wish& second = {}) {
    asked_.output[0] = first;
    asked_.output[1] = second;
    return decide();
  }
  std::uint64_t counted() const {
    return guard_bins_sum(s_.ledger.hour, GUARD_HOUR_BINS);
  }
  // The last pulse was so long ago, of a burst that began so long ago.
  void past(std::uint64_t silence_us, std::uint64_t burst_us) {
    guard_set(&s_.ledger.end, s_.ledger.clock.value - silence_us);
    guard_set(&s_.ledger.turn.start, s_.ledger.clock.value - burst_us);
    guard_set(&s_.ledger.turn.bursts, 1);
    guard_set(&s_.ledger.turn.therapies, 1);
  }
  static void expect_silent(const guard_plan& p, std::uint64_t reasons) {
    EXPECT_EQ(0U, p.amplitude_ua);
    EXPECT_EQ(reasons, p.reasons);
  }
  static void expect_granted(const guard_plan& p, std::uint32_t until_us,
                             std::uint64_t reasons = 0) {
    EXPECT_EQ(4000U, p.amplitude_ua);
    EXPECT_EQ(until_us, p.until_us);
    EXPECT_EQ(reasons, p.reasons);
  }
  guard_inputs in_{};
  guard_request asked_{};
};

// ---- What is counted.

TEST_F(DecideTest, Saf035_APulseOfEitherOutputCountsAndOfTheLeastAmplitudeToo) {
  const guard_wish least = wish(0, 20'000, 1);
  for (int o = 0; o < 3; ++o) {
    renew();
    const guard_plans got =
        decide(o != 1 ? least : guard_wish{}, o != 0 ? least : guard_wish{});
    EXPECT_EQ(o != 1 ? 1U : 0U, got.first.amplitude_ua);
    EXPECT_EQ(o != 0 ? 1U : 0U, got.second.amplitude_ua);
    EXPECT_EQ(0U, got.reasons);
    EXPECT_EQ(1U, counted());
    EXPECT_EQ(GUARD_TURN_EPISODE, s_.ledger.next.kind.value);
  }
}

TEST_F(DecideTest, Saf035_ATrainWithoutAPulseInItsTimeCountsNothing) {
  // The last onset was a moment ago and the next is beyond the end.
  asked_.output[0] = asked_.output[1] = wish(0, 4000);
  for (guard_wish& w : asked_.output) w.first_us = kNow - 1000;
  const guard_state before = s_;
  const guard_plans got = decide();
  EXPECT_EQ(0U, got.reasons);
  EXPECT_EQ(got.first.onset_us, got.first.until_us);
  EXPECT_EQ(0, std::memcmp(&before, &s_, sizeof s_));
}

TEST_F(DecideTest, Saf035_WhatIsSilencedCountsNothing) {
  in_.impedance[0].valid = 0;
  const guard_state before = s_;
  const guard_plans got = decide(wish(0, 20'000));
  expect_silent(got.first, GUARD_BIT(IMPEDANCE));
  EXPECT_EQ(0, std::memcmp(&before, &s_, sizeof s_));
}

TEST_F(DecideTest, Saf030_NothingThatIsAskedGivesNothingForNoReason) {
  const guard_state before = s_;
  const guard_plans got = decide();
  expect_silent(got.first, 0);
  expect_silent(got.second, 0);
  EXPECT_EQ(0U, got.reasons);
  EXPECT_EQ(0, std::memcmp(&before, &s_, sizeof s_));
}

// ---- What both outputs share, and what each has of its own.

TEST_F(DecideTest, Saf004_OfEachContactTheSecondOutputHasWhatTheFirstLeaves) {
  for (std::uint32_t contact = 0; contact < GUARD_CONTACTS; ++contact) {
    renew();
    for (std::uint32_t& pc : l_.charge_pc) pc = CEILING_CHARGE_PC;
    l_.charge_pc[contact] = 1'000'000;
    for (guard_configuration& c : l_.configuration) c.share_permille[contact] = 1000;
    const guard_plans got = decide(wish(0, 20'000), wish(0, 20'000, 4000, 1));
    EXPECT_EQ(4000U, got.first.amplitude_ua);
    EXPECT_EQ((1'000'000U - 640'000U) / 160, got.second.amplitude_ua) << contact;
    EXPECT_EQ(GUARD_BIT(CHARGE), got.reasons);
  }
}

TEST_F(DecideTest, Saf021_EachOutputPaysForItselfFromItsOwnDuty) {
  for (const bool second : {false, true}) {
    renew();
    const guard_wish w = wish(0, 20'000);
    (void)decide(second ? guard_wish{} : w, second ? w : guard_wish{});
    for (int o = 0; o < GUARD_OUTPUTS; ++o) {
      const bool paid = (o == 1) == second;
      const guard_duty& duty = s_.ledger.duty[o];
      for (const guard_word* bins : {duty.minute, duty.hour, duty.day}) {
        EXPECT_EQ(paid ? 20'000U : 0U, guard_bins_sum(bins, GUARD_DUTY_BINS));
      }
      EXPECT_EQ(paid ? 4000U : 0U, s_.output[o].paid.amplitude_ua.value);
      EXPECT_EQ(paid ? kNow + 20'000 : 0U, s_.output[o].paid.until_us.value);
    }
  }
}

TEST_F(DecideTest, Saf015_EachOutputRisesOnItsOwnRamp) {
  for (const bool second : {false, true}) {
    renew();
    guard_set(&s_.output[second ? 1 : 0].ramp_na, 3'000'000);
    const guard_plans got = decide(wish(0, 20'000), wish(0, 20'000, 4000, 1));
    EXPECT_EQ(second ? 4000U : 3000U, got.first.amplitude_ua);
    EXPECT_EQ(second ? 3000U : 4000U, got.second.amplitude_ua);
    EXPECT_EQ(GUARD_BIT(RAMP), got.reasons);
  }
}

// ---- Whose turn.

TEST_F(DecideTest, Saf036_ARefusedTurnSilencesBothAndSaysWhyOnce) {
  l_.hour = 0;
  const guard_plans got = decide(wish(0, 20'000), wish(0, 20'000, 4000, 1));
  expect_silent(got.first, GUARD_BIT(HOUR));
  expect_silent(got.second, 0);
  EXPECT_EQ(GUARD_BIT(HOUR), got.reasons);
}

TEST_F(DecideTest, Saf032_ThePulsesOfALaterBurstAskAgainWhenTheirTimeHasCome) {
  // The first output's go on with the burst; the second's begin where it would be over.
  for (const bool episodic : {true, false}) {
    for (const std::uint64_t from : {49'999U, 50'000U, 50'001U}) {
      renew();
      l_.episodic = episodic ? 1 : 0;
      past(l_.off_us - 50'000, 100'000);
      const guard_plans got = decide(wish(0, 40'000), wish(from, 99'000, 4000, 1));
      expect_granted(got.first, 40'000);
      if (from < 50'000) {
        expect_granted(got.second, 99'000);
      } else {
        expect_silent(got.second, episodic ? GUARD_BIT(BURST_GAP) : GUARD_BIT(ON_TIME));
      }
      EXPECT_EQ(got.second.reasons, got.reasons);
    }
  }
}

TEST_F(DecideTest, Saf032_AGapAfterTheEarliestPulseBeginsAnotherBurst) {
  for (const bool episodic : {true, false}) {
    for (const std::uint64_t gap : {299'999U, 300'000U, 300'001U}) {
      renew();
      l_.on_us = 490'000;  // longer than the gap, so that it is the gap which decides
      l_.episodic = episodic ? 1 : 0;
      past(l_.off_us + 1000, l_.off_us + 9000);
      const guard_plans got =
          decide(wish(10'000, 40'000), wish(10'000 + gap, 480'000, 4000, 1));
      expect_granted(got.first, 40'000);
      if (gap < l_.off_us) {
        expect_granted(got.second, 480'000);
      } else {
        expect_silent(got.second, episodic ? GUARD_BIT(BURST_GAP) : GUARD_BIT(ON_TIME));
      }
    }
  }
}

TEST_F(DecideTest, Saf040_WithoutABoundInTimeNoPulseIsOfAnotherBurst) {
  start(continuous_limits());
  for (guard_output& o : s_.output) {
    guard_set(&o.ramp_na, GUARD_RAMP_TOP_NA);
    for (guard_word& low : o.low_ua) guard_set(&low, CEILING_AMPLITUDE_UA);
  }
  ASSERT_EQ(0U, l_.on_us);
  const guard_plans got = decide(wish(0, 40'000), wish(400'000, 480'000, 4000, 1));
  expect_granted(got.first, 40'000);
  expect_granted(got.second, 480'000);
}

TEST_F(DecideTest, Saf031_ABurstThatGoesOnIsCutWhereItsTimeIsSpent) {
  for (const bool episodic : {true, false}) {
    const std::uint64_t why = episodic ? GUARD_BIT(BURST_LENGTH) : GUARD_BIT(ON_TIME);
    for (const std::uint32_t left : {59'999U, 60'000U, 60'001U}) {
      renew();
      l_.episodic = episodic ? 1 : 0;
      past(1000, l_.on_us - left);
      const bool cut = left < 60'000;
      expect_granted(decide(wish(0, 60'000)).first, cut ? left : 60'000, cut ? why : 0);
    }
  }
}

TEST_F(DecideTest, Saf031_PulsesThatBeginWhereTheBurstIsOverAreSilent) {
  for (const bool episodic : {true, false}) {
    const std::uint64_t why = episodic ? GUARD_BIT(BURST_LENGTH) : GUARD_BIT(ON_TIME);
    for (const std::uint32_t from : {49'999U, 50'000U, 50'001U}) {
      renew();
      l_.episodic = episodic ? 1 : 0;
      past(1000, l_.on_us - 50'000);
      const guard_plans got = decide(wish(0, 40'000), wish(from, 99'000, 4000, 1));
      expect_granted(got.first, 40'000);
      if (from < 50'000) {
        expect_granted(got.second, 50'000, why);
      } else {
        expect_silent(got.second, why);
        EXPECT_EQ(50'000U, got.second.until_us);
        EXPECT_EQ(50'000U, got.second.onset_us) << "and no pulse is left";
      }
    }
  }
}

// ---- Sensing.

TEST_F(DecideTest, Saf014_WhatAnswersToASignalNeedsOneWhicheverOutputAsks) {
  for (int o = 0; o < 3; ++o) {
    renew();
    in_.sensing_valid = 0;
    asked_.needs_sensing = 1;
    const guard_wish least = wish(0, 20'000, 1);
    const guard_plans got =
        decide(o != 1 ? least : guard_wish{}, o != 0 ? least : guard_wish{});
    expect_silent(got.first, GUARD_BIT(SENSING));
    expect_silent(got.second, 0);
    EXPECT_EQ(GUARD_BIT(SENSING), got.reasons);
  }
}

TEST_F(DecideTest, Saf014_WhoAsksForNothingMissesNoSignal) {
  in_.sensing_valid = 0;
  asked_.needs_sensing = 1;
  EXPECT_EQ(0U, decide().reasons);
}

}  // namespace
}  // namespace homeostat::safety::testing
