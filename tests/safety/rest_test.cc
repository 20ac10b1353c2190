// The rate holds over a change of train: a pulse rests before the next, whichever it is.
#include <gtest/gtest.h>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class RestTest : public ::testing::Test {
 protected:
  // A train in force with a pulse now; its next pulse would come after 5 ms.
  RestTest() { (void)bench_.step(5_ms, ask_for(train(bench_.now() + 5_ms, 200_ms))); }

  // Another train whose first pulse comes `after` the last of the old one.
  Admission change(Microseconds after, Microseconds lasting = 100_ms,
                   std::uint8_t configuration = 0) {
    const Instant now = bench_.now() + after;
    PulseTrain t = train(now, lasting, 4000_uA, configuration);
    t.period = 4000_us;
    return bench_.step(after, ask_for(t));
  }
  static Microseconds late(const Admission& got, Instant asked) {
    return got.command.output(0).first_pulse - asked;
  }

  Limits limits_ = continuous_limits();
  Bench bench_{limits_};
};

TEST_F(RestTest, Saf074_AfterTheShortestPeriodAnotherTrainMayBegin) {
  const Admission got = change(limits_.min_period);
  EXPECT_TRUE(got.reasons.empty());
  EXPECT_EQ(late(got, bench_.now()), 0_us);
}

TEST_F(RestTest, Saf074_PulsesThatComeTooSoonAreLeftOut) {
  const Admission got = change(limits_.min_period - 1_us);
  EXPECT_TRUE(got.reasons.has(Reason::kRate));
  ASSERT_TRUE(got.command.on());
  EXPECT_EQ(late(got, bench_.now()), 4000_us) << "its second pulse is the first";
  EXPECT_EQ(got.command.output(0).amplitude, 4000_uA);
}

TEST_F(RestTest, Saf074_ATrainThatHasNoOtherPulseIsSilent) {
  const Admission got = change(1000_us, 4000_us);
  EXPECT_TRUE(got.reasons.has(Reason::kRate));
  EXPECT_FALSE(got.command.on());
}

TEST_F(RestTest, Saf074_APulseIsOverBeforeTheNextHoweverShortThePeriodMayBe) {
  limits_.configurations[0].recharge = 4000_us;  // 4320 us with both phases of 160 us
  Bench bench(limits_);
  (void)bench.step(5_ms, ask_for(train(bench.now() + 5_ms, 200_ms)));
  Bench soon = bench;
  const Instant now = bench.now();
  const Admission on = bench.step(4320_us, ask_for(train(now + 4320_us, 50_ms)));
  EXPECT_TRUE(on.reasons.empty());
  const Admission below = soon.step(4319_us, ask_for(train(now + 4319_us, 50_ms)));
  EXPECT_TRUE(below.reasons.has(Reason::kRate));
}

TEST_F(RestTest, Saf074_ASilentStepOrAnotherConfigurationDoesNotShortenTheRest) {
  (void)bench_.rest(1_ms);
  Bench same = bench_;
  const Admission got = change(1999_us, 100_ms, 1);
  EXPECT_TRUE(got.reasons.has(Reason::kRate));
  (void)same.rest(1_ms);
  const Instant now = same.now() + 1000_us;
  EXPECT_FALSE(
      same.step(1000_us, ask_for(train(now, 100_ms))).reasons.has(Reason::kRate));
}

TEST_F(RestTest, Saf074_ARenewalGoesOnUnderTheSamePulses) {
  PulseTrain t = train(bench_.now() + 1_ms, 300_ms);
  const Admission got = bench_.step(1_ms, ask_for(t));
  ASSERT_EQ(late(got, t.first_pulse), 5000_us);
  for (int i = 0; i < 20; ++i) {
    t.valid_until = bench_.now() + 101_ms;
    const Admission renewed = bench_.step(1_ms, ask_for(t));
    EXPECT_EQ(renewed.command.output(0).amplitude, 4000_uA);
    EXPECT_FALSE(renewed.reasons.has(Reason::kRate)) << "the grid is the old one again";
  }
  for (std::size_t i = 1; i < bench_.pulses().size(); ++i) {
    EXPECT_GE((bench_.pulses()[i].onset - bench_.pulses()[i - 1].onset).count(), 3000);
  }
}

TEST_F(RestTest, Saf074_OutputsRestByThemselves) {
  const Instant now = bench_.now() + 1_ms;
  PulseTrain same = bench_.in_force().output(0);
  const Admission got = bench_.step(1_ms, ask_for(same, train(now, 50_ms, 2000_uA, 1)));
  EXPECT_FALSE(got.reasons.has(Reason::kRate));
  EXPECT_EQ(got.command.output(1).first_pulse, now);
}

}  // namespace
}  // namespace homeostat::safety::testing
