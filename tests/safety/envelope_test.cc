// One request at a time: what each limit does to it, on, below and above its boundary.
#include "safety/envelope.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "tests/safety/bench.h"
#include "tests/support/heap_guard.h"

namespace homeostat::safety::testing {
namespace {

class EnvelopeTest : public ::testing::Test {
 protected:
  // 32 ms after the start, as the loop does; the ramp allows 32 mA by then.
  Admission ask(const PulseTrain& t, const Bench::Tweak& tweak = {}) {
    Bench bench(limits_);
    return bench.step(32_ms, ask_for(t), tweak);
  }
  Admission ask_both(const PulseTrain& a, const PulseTrain& b) {
    Bench bench(limits_);
    return bench.step(32_ms, ask_for(a, b));
  }
  static PulseTrain usual() { return train(kNow, 64_ms); }

  static void expect_granted(const Admission& got, const PulseTrain& asked) {
    EXPECT_EQ(got.command.output(0), asked);
    EXPECT_TRUE(got.reasons.empty()) << std::hex << got.reasons.bits();
    EXPECT_EQ(got.severity, Severity::kOk);
    EXPECT_FALSE(got.latched);
  }
  static void expect_reduced(const Admission& got, const PulseTrain& wanted, Reason why) {
    EXPECT_EQ(got.command.output(0), wanted);
    EXPECT_EQ(got.reasons, ReasonSet(std::uint64_t{1} << static_cast<int>(why)));
    EXPECT_EQ(got.severity, severity_of(why));
  }
  static void expect_refused(const Admission& got, Reason why) {
    EXPECT_FALSE(got.command.on());
    EXPECT_TRUE(got.reasons.has(why)) << std::hex << got.reasons.bits();
    EXPECT_GE(got.severity, Severity::kRefused);
  }

  static constexpr Instant kNow{1'032'000};
  Limits limits_ = responsive_limits();
};

// Asked of the compiler: a train, or a list of them, does not become a command.
TEST(StimCommandTest, Saf164_NobodyButTheEnvelopeMakesOneThatIsOn) {
  using Trains = std::array<PulseTrain, kOutputs>;
  static_assert(!std::is_constructible_v<StimCommand, Trains>);
  static_assert(!std::is_constructible_v<StimCommand, PulseTrain>);
  static_assert(!std::is_constructible_v<StimCommand, StimRequest>);
  static_assert(!std::is_default_constructible_v<StimCommand>);
  static_assert(!std::is_aggregate_v<StimCommand>);
  EXPECT_FALSE(StimCommand::off().on());
}

TEST_F(EnvelopeTest, GrantsATypicalRequestUnchanged) {
  expect_granted(ask(usual()), usual());
}

TEST_F(EnvelopeTest, OffIsAlwaysGrantedWithoutReasons) {
  PulseTrain off;
  off.pulse_width = Microseconds(-5);
  const Admission got = ask(off);
  EXPECT_FALSE(got.command.on());
  EXPECT_TRUE(got.reasons.empty());
  EXPECT_EQ(got.severity, Severity::kOk);
}

TEST_F(EnvelopeTest, Saf002_CapsAmplitudeExactly) {
  limits_.configurations[0].tested_amplitude = 9000_uA;
  limits_.max_amplitude = 9000_uA;
  PulseTrain t = usual();
  t.amplitude = 9000_uA;
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.amplitude = 9001_uA;
  expect_reduced(ask(above), t, Reason::kAmplitude);
}

TEST_F(EnvelopeTest, Saf003_CapsAtWhatTitrationHasTested) {
  PulseTrain t = usual();
  t.amplitude = 8000_uA;
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.amplitude = 8001_uA;
  expect_reduced(ask(above), t, Reason::kTitration);
}

TEST_F(EnvelopeTest, Saf004_LongPulsesLowerTheAmplitudeToKeepTheCharge) {
  PulseTrain t = usual();
  t.pulse_width = 400_us;
  t.amplitude = max_amplitude_for(limits_, 0, 400_us);
  ASSERT_LT(t.amplitude, 4000_uA);
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.amplitude = t.amplitude + 1_uA;
  expect_reduced(ask(above), t, Reason::kCharge);
}

TEST_F(EnvelopeTest, Saf005_BothOutputsTogetherKeepTheSum) {
  limits_.max_sum_amplitude = 7000_uA;
  const PulseTrain a = usual();
  PulseTrain b = train(kNow, 64_ms, 3000_uA, 1);
  EXPECT_TRUE(ask_both(a, b).reasons.empty());
  b.amplitude = 3001_uA;
  const Admission got = ask_both(a, b);
  EXPECT_EQ(got.command.output(0), a);
  EXPECT_EQ(got.command.output(1).amplitude, 3000_uA);
  EXPECT_TRUE(got.reasons.has(Reason::kSum));
}

TEST_F(EnvelopeTest, Saf004_OutputsThatShareAContactShareItsCharge) {
  const Microamps most = max_amplitude_for(limits_, 0, 400_us);
  PulseTrain a = train(kNow, 64_ms, 2000_uA);
  PulseTrain b = train(kNow, 64_ms, most - 2000_uA, 2);
  a.pulse_width = b.pulse_width = 400_us;
  EXPECT_TRUE(ask_both(a, b).reasons.empty());
  b.amplitude = b.amplitude + 1_uA;
  const Admission got = ask_both(a, b);
  EXPECT_EQ(got.command.output(1).amplitude, most - 2000_uA);
  EXPECT_TRUE(got.reasons.has(Reason::kCharge));
}

TEST_F(EnvelopeTest, Saf006_AWidePulseIsShortened) {
  PulseTrain t = train(kNow, 64_ms, 1000_uA);
  t.pulse_width = 400_us;
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.pulse_width = 401_us;
  expect_reduced(ask(above), t, Reason::kPulseWidth);
}

TEST_F(EnvelopeTest, Saf006_ANarrowPulseIsRefusedBecauseWideningAddsCharge) {
  PulseTrain t = usual();
  t.pulse_width = 40_us;
  expect_granted(ask(t), t);
  t.pulse_width = 39_us;
  expect_refused(ask(t), Reason::kPulseWidth);
}

TEST_F(EnvelopeTest, Saf007_AFastTrainIsSlowed) {
  PulseTrain t = usual();
  t.period = 3000_us;
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.period = 2999_us;
  expect_reduced(ask(above), t, Reason::kRate);
}

TEST_F(EnvelopeTest, Saf007_PulsesWaitForPhasesGapAndRecharge) {
  limits_.configurations[0].second_phase_ratio = 4;
  limits_.configurations[0].interphase_gap = 100_us;
  limits_.configurations[0].recharge = 5000_us;
  PulseTrain t = usual();
  t.period = 5900_us;  // 160 + 100 + 640 + 5000
  expect_granted(ask(t), t);
  PulseTrain above = t;
  above.period = 5899_us;
  expect_reduced(ask(above), t, Reason::kRate);
}

TEST_F(EnvelopeTest, Saf007_ASlowTrainIsRefusedBecauseHasteningAddsCharge) {
  PulseTrain t = usual();
  t.period = 50'000_us;
  expect_granted(ask(t), t);
  t.period = 50'001_us;
  expect_refused(ask(t), Reason::kRate);
}

TEST_F(EnvelopeTest, Saf008_TheSecondPhaseGetsAWholeAmplitude) {
  limits_.configurations[0].second_phase_ratio = 3;
  PulseTrain t = usual();
  t.amplitude = 3999_uA;
  expect_granted(ask(t), t);
  PulseTrain odd = t;
  odd.amplitude = 4001_uA;
  expect_reduced(ask(odd), t, Reason::kBalance);
}

TEST_F(EnvelopeTest, Saf009_TheSourceNeverNeedsMoreThanItsCompliance) {
  limits_.compliance = Microvolts(8'000'000);  // 4 mA through 1000 + 1000 ohm
  expect_granted(ask(usual()), usual());
  limits_.compliance = Microvolts(7'999'999);
  PulseTrain less = usual();
  less.amplitude = 3999_uA;
  expect_reduced(ask(usual()), less, Reason::kCompliance);
}

TEST_F(EnvelopeTest, Saf010_ImpedanceMustBeKnownRecentAndPlausible) {
  const auto with = [&](ContactImpedance z) {
    return ask(usual(), [z](GuardInputs& in) { in.impedances[1] = z; });
  };
  limits_.max_impedance = 2000_ohm;
  const Microseconds old = limits_.max_impedance_age;
  expect_granted(with({250_ohm, old, true}), usual());
  expect_granted(with({2000_ohm, 0_us, true}), usual());
  expect_refused(with({249_ohm, 0_us, true}), Reason::kImpedance);
  expect_refused(with({2001_ohm, 0_us, true}), Reason::kImpedance);
  expect_refused(with({1000_ohm, old + 1_us, true}), Reason::kImpedance);
  expect_refused(with({1000_ohm, Microseconds(-1), true}), Reason::kImpedance);
  expect_refused(with({1000_ohm, 0_us, false}), Reason::kImpedance);
  expect_refused(with({Ohms(-1000), 0_us, true}), Reason::kImpedance);
}

TEST_F(EnvelopeTest, Saf010_ImpedanceOfUnusedContactsAndOfTheCanDoesNotMatter) {
  expect_granted(ask(usual(),
                     [](GuardInputs& in) {
                       for (int i : {2, 3, 8, 9, kCan}) {
                         in.impedances[static_cast<std::size_t>(i)].valid = false;
                       }
                     }),
                 usual());
}

TEST_F(EnvelopeTest, Saf011_OnlyTheProgramsConfigurationsExist) {
  PulseTrain t = usual();
  t.configuration = 2;
  expect_granted(ask(t), t);
  t.configuration = 3;
  expect_refused(ask(t), Reason::kConfiguration);
  t.configuration = 255;
  expect_refused(ask(t), Reason::kConfiguration);
}

TEST_F(EnvelopeTest, Saf012_EveryCommandEndsByItself) {
  limits_.episodes.max_burst = 800_ms;
  limits_.max_duty_permille_1min = 1000;
  expect_granted(ask(train(kNow, 500_ms)), train(kNow, 500_ms));
  expect_reduced(ask(train(kNow, 501_ms)), train(kNow, 500_ms), Reason::kLifetime);
}

TEST_F(EnvelopeTest, Saf012_ARequestThatIsOverIsRefused) {
  PulseTrain t = train(kNow - 64_ms, 64_ms);
  expect_refused(ask(t), Reason::kExpired);
  t.valid_until = kNow + 1_us;
  EXPECT_FALSE(ask(t).reasons.has(Reason::kExpired));
}

TEST_F(EnvelopeTest, Saf013_ContradictionsAreRefused) {
  PulseTrain t = usual();
  t.amplitude = Microamps(-1);
  expect_refused(ask(t), Reason::kMalformed);
  t = usual();
  t.valid_until = t.first_pulse;
  expect_refused(ask(t), Reason::kMalformed);
  t = usual();
  t.pulse_width = 0_us;
  expect_refused(ask(t), Reason::kMalformed);
  t = usual();
  t.period = 0_us;
  expect_refused(ask(t), Reason::kMalformed);
  t = usual();
  t.period = Microseconds(INT64_MIN);
  expect_refused(ask(t), Reason::kMalformed);
  t = usual();
  t.pulse_width = Microseconds(INT64_MIN);
  expect_refused(ask(t), Reason::kMalformed);
  t = train(kNow + 500_ms, 100_ms);  // begins when its lifetime is over
  expect_refused(ask(t), Reason::kMalformed);
}

TEST_F(EnvelopeTest, Saf014_ClosedLoopTherapyNeedsAValidSignal) {
  Bench bench(limits_);
  StimRequest request = ask_for(usual());
  request.needs_sensing = true;
  const auto blind = [](GuardInputs& in) { in.sensing_valid = false; };
  EXPECT_TRUE(bench.step(32_ms, request).command.on());
  Bench other(limits_);
  expect_refused(other.step(32_ms, request, blind), Reason::kSensing);
  Bench open_loop(limits_);
  request.needs_sensing = false;
  EXPECT_TRUE(open_loop.step(32_ms, request, blind).command.on());
}

TEST_F(EnvelopeTest, TwoOutputsAreGrantedTogether) {
  const PulseTrain b = train(kNow + 2500_us, 60_ms, 2000_uA, 1);
  const Admission got = ask_both(usual(), b);
  EXPECT_TRUE(got.reasons.empty());
  EXPECT_EQ(got.command.output(0), usual());
  EXPECT_EQ(got.command.output(1), b);
}

TEST_F(EnvelopeTest, Saf001_DefaultLimitsAdmitNothing) {
  Envelope envelope(Limits{}, kProgramCrc, Instant{});
  GuardInputs in = quiet(kNow);
  const Admission got = envelope.admit(ask_for(usual()), in);
  EXPECT_FALSE(got.command.on());
  EXPECT_TRUE(got.latched);
  EXPECT_TRUE(got.reasons.has(Reason::kProgram));
}

TEST_F(EnvelopeTest, Saf001_LimitsAboveACeilingAdmitNothing) {
  limits_.shannon_k_hundredths = 176;
  expect_refused(ask(usual()), Reason::kProgram);
}

TEST_F(EnvelopeTest, AllocatesNothing) {
  Bench bench(limits_);
  GuardInputs in = quiet(kNow);
  Envelope envelope(limits_, kProgramCrc, Instant(1'000'000));
  const StimRequest request = ask_for(usual());
  homeostat::testing::HeapGuard guard;
  (void)envelope.admit(request, in);
  (void)envelope.persist();
  EXPECT_EQ(guard.allocations(), 0);
}

}  // namespace
}  // namespace homeostat::safety::testing
