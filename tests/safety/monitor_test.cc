// The monitor alone: what was delivered against the limits and against what was
// commanded.
#include "safety/monitor.h"

#include <gtest/gtest.h>

#include <bit>
#include <functional>

#include "tests/safety/bench.h"
#include "tests/support/faithful_stimulator.h"

namespace homeostat::safety::testing {
namespace {

// Only an Envelope can make a command that is on. A test of the monitor forges one from
// its bytes; nothing that ships may.
StimCommand forge(const PulseTrain& first, const PulseTrain& second = {}) {
  return std::bit_cast<StimCommand>(std::array<PulseTrain, kOutputs>{first, second});
}

constexpr Microseconds kFrame{32'000};

class MonitorTest : public ::testing::Test {
 protected:
  using Echo = std::array<OutputEcho, kOutputs>;
  using Change = std::function<void(Echo&)>;

  // One frame: what is in force is delivered, the test changes the echo, and `next` is in
  // force from then on.
  MonitorVerdict live(const StimCommand& next, const Change& change = {},
                      bool reset = false) {
    const Instant before = now_;
    now_ = now_ + kFrame;
    Echo echo = homeostat::testing::faithful_echo(in_force_, before, now_);
    if (change) change(echo);
    const MonitorVerdict verdict = monitor_.judge(echo, before, now_, reset);
    monitor_.note(next);
    in_force_ = next;
    return verdict;
  }
  MonitorReason rest(const Change& change = {}) {
    return live(StimCommand::off(), change).reason;
  }
  // Begins a train of 10 s that is in force from now on.
  PulseTrain begin(Microamps amplitude = 4000_uA, Microseconds width = 160_us,
                   Microseconds period = 5000_us, std::uint8_t configuration = 0) {
    PulseTrain t{configuration, amplitude, width, period, now_ + kFrame, now_ + 10_s};
    EXPECT_EQ(MonitorReason::kNone, live(forge(t)).reason);
    return t;
  }
  MonitorReason go_on(const Change& change = {}) {
    return live(in_force_, change).reason;
  }
  // A frame of the usual train whose first segment of output 0 is changed.
  MonitorReason with(const std::function<void(PulseSegment&)>& change) {
    return go_on([&](Echo& echo) { change(echo[0].segments[0]); });
  }
  void renew() {
    monitor_ = Monitor(limits_);
    now_ = Instant(1'000'000);
    in_force_ = StimCommand::off();
  }

  Limits limits_ = responsive_limits();
  Monitor monitor_{limits_};
  Instant now_{1'000'000};
  StimCommand in_force_ = StimCommand::off();
};

TEST_F(MonitorTest, HasNothingToSayOfWhatIsDeliveredAsCommanded) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(MonitorReason::kNone, rest());
  begin();
  for (int i = 0; i < 100; ++i) ASSERT_EQ(MonitorReason::kNone, go_on()) << i;
  ASSERT_EQ(MonitorReason::kNone, rest());
  for (int i = 0; i < 10; ++i) ASSERT_EQ(MonitorReason::kNone, rest());
}

// ---- Charge per phase. 0.0798 cm2 and k = 1.5 bear 1.588 uC, less is granted.

// The largest charge of a phase that passes, found by halving.
double largest_borne_pc(const Limits& limits, std::uint8_t configuration) {
  std::int64_t lo = 0;
  std::int64_t hi = 100'000'000;
  while (hi - lo > 1) {
    const std::int64_t pc = (lo + hi) / 2;
    Monitor monitor(limits);
    const PulseTrain t{configuration, 1000_uA,    100_us,
                       5000_us,       Instant(0), Instant(1000)};
    monitor.note(forge(t));
    std::array<OutputEcho, kOutputs> echo =
        homeostat::testing::faithful_echo(forge(t), Instant(0), Instant(1000));
    echo[0].segments[0].charge1 = echo[0].segments[0].charge2 = Picocoulombs(pc);
    const bool borne = monitor.judge(echo, Instant(0), Instant(1000), false).reason !=
                       MonitorReason::kCharge;
    (borne ? lo : hi) = pc;
  }
  return static_cast<double>(lo);
}

TEST_F(MonitorTest, Saf090_ChargePerPhaseIsHeldToShannonAndDensityForTheContactsArea) {
  limits_.max_echo_error_permille = 0;  // the meter is perfect
  // sqrt(0.07979645 cm2 * 10^1.5) = 1.5885 uC; 25 uC/cm2 would bear 1.995 uC.
  EXPECT_NEAR(1'588'500, largest_borne_pc(limits_, 0), 100);
  limits_.shannon_k_hundredths = 175;
  EXPECT_NEAR(1'994'911, largest_borne_pc(limits_, 0), 2);  // now the density binds
  limits_.charge_density_nc_per_cm2 = 10'000;
  EXPECT_NEAR(797'964, largest_borne_pc(limits_, 0), 2);
}

TEST_F(MonitorTest, Saf090_TheGuardsOwnFormulaAgrees) {
  limits_.max_echo_error_permille = 0;
  for (const LeadModel lead : {LeadModel::kDepthRing127x200, LeadModel::kStripDisc318,
                               LeadModel::kDbsRing127x150, LeadModel::kDirectional127x150,
                               LeadModel::kSeeg080x200}) {
    for (const int k : {100, 123, 150, 175}) {
      limits_.leads = {lead, lead};
      limits_.shannon_k_hundredths = k;
      const auto by_guard = max_charge_per_phase(describe(lead).area_um2[1],
                                                 limits_.charge_density_nc_per_cm2, k);
      EXPECT_NEAR(static_cast<double>(by_guard.count()), largest_borne_pc(limits_, 2), 3)
          << describe(lead).name << " k " << k;
    }
  }
}

TEST_F(MonitorTest, Saf090_TheMetersErrorIsAllowedFor) {
  limits_.max_echo_error_permille = 100;
  EXPECT_NEAR(1'588'500 * 1.1, largest_borne_pc(limits_, 0), 200);
}

TEST_F(MonitorTest, Saf090_BothOutputsAddAtASharedContact) {
  const auto both = [](std::int64_t pc) {
    return [pc](Echo& echo) {
      for (OutputEcho& output : echo) {
        output.segments[0].charge1 = output.segments[0].charge2 = Picocoulombs(pc);
      }
    };
  };
  const auto found = [&](std::uint8_t other, std::int64_t pc) {
    renew();
    PulseTrain a = train(now_ + kFrame, 10_s);
    PulseTrain b = a;
    b.configuration = other;
    EXPECT_EQ(MonitorReason::kNone, live(forge(a, b)).reason);
    return go_on(both(pc));
  };
  EXPECT_EQ(MonitorReason::kNone, found(2, 870'000));    // 1.74 uC less a tenth
  EXPECT_EQ(MonitorReason::kCharge, found(2, 880'000));  // contact 1 serves both
  EXPECT_EQ(MonitorReason::kNone, found(1, 1'700'000));  // another lead
}

// ---- Rate.

TEST_F(MonitorTest, Saf091_PulsesFasterThanTheProgramAllowsAreFound) {
  const auto with_period = [&](Microseconds period) {
    renew();
    begin(1000_uA, 160_us, period);
    return go_on();
  };
  EXPECT_EQ(MonitorReason::kNone, with_period(3000_us));
  EXPECT_EQ(MonitorReason::kNone, with_period(2985_us));  // clocks differ by 5 permille
  EXPECT_EQ(MonitorReason::kRate, with_period(2984_us));
}

TEST_F(MonitorTest, Saf091_PulsesThatOverlapAreFoundAtOnce) {
  // Two phases of 400 us and 1000 us of recharge.
  limits_.min_period = 100_us;
  const auto with_period = [&](Microseconds period) {
    renew();
    begin(1000_uA, 400_us, period);
    return go_on();
  };
  EXPECT_EQ(MonitorReason::kNone, with_period(1800_us));
  EXPECT_EQ(MonitorReason::kRate, with_period(1799_us));
}

TEST_F(MonitorTest, Saf091_OneShortIntervalIsAChangeOfTrainAndTwoAreARate) {
  const PulseTrain t = begin();
  PulseTrain next = t;
  next.first_pulse = t.first_pulse + 32_ms;  // 2 ms after the last
  ASSERT_EQ(MonitorReason::kNone, live(forge(next)).reason);
  EXPECT_EQ(MonitorReason::kNone, go_on());
  PulseTrain third = next;
  third.first_pulse = next.first_pulse + 32_ms;
  ASSERT_EQ(MonitorReason::kNone, live(forge(third)).reason);
  EXPECT_EQ(MonitorReason::kNone, go_on()) << "pulses at the right distance lie between";
  renew();
  begin(1000_uA, 160_us, 40'000_us);
  EXPECT_EQ(MonitorReason::kNone, with([](PulseSegment& s) {
              s.pulses = 2;
              s.period = 2000_us;
            }));
  EXPECT_EQ(MonitorReason::kRate, with([](PulseSegment& s) {
              s.pulses = 3;
              s.period = 2000_us;
            }));
}

TEST_F(MonitorTest, Saf091_ANewTrainMayNotBeginWithinTheLastPulseOfTheOldOne) {
  const auto found = [&](Microseconds since_last_pulse) {
    renew();
    PulseTrain t = begin();
    t.first_pulse = t.first_pulse + 32_ms;
    return live(forge(t),
                [&](Echo& echo) {
                  echo[0].segments[0].first_pulse =
                      now_ - 30_ms -
                      since_last_pulse;  // seven pulses, the last one so late
                }).reason == MonitorReason::kNone
               ? go_on()
               : MonitorReason::kMalformed;
  };
  EXPECT_EQ(MonitorReason::kNone, found(1320_us));  // both phases and the recharge
  EXPECT_EQ(MonitorReason::kRate, found(1319_us));
}

// ---- Balance. 50 mV at 0.0798 cm2 and 20 uF/cm2 are 79.8 nC.

TEST_F(MonitorTest, Saf092_FivePerCentOfImbalanceIsFoundWithinSomePulses) {
  begin();  // 640 nC a phase: 2 % are noise, 3 % of seven pulses are 134 nC
  EXPECT_EQ(MonitorReason::kBalance, with([](PulseSegment& s) {
              s.charge2 = Picocoulombs(s.charge1.count() * 95 / 100);
            }));
}

TEST_F(MonitorTest, Saf092_NetChargeOfEitherSignAddsUpOverFrames) {
  for (const int percent : {97, 103}) {
    renew();
    begin();
    int frames = 0;
    while (with([&](PulseSegment& s) {
             s.charge2 = Picocoulombs(s.charge1.count() * percent / 100);
           }) == MonitorReason::kNone) {
      ASSERT_LT(++frames, 100);
    }
    // 1 % of 640 nC, 200 times a second, less 100 nC/s: 79.8 nC in 0.07 s.
    EXPECT_NEAR(2, frames, 1) << percent;
  }
}

TEST_F(MonitorTest, Saf092_WhatTheMeterCannotTellAndWhatAContactBearsIsNotCounted) {
  begin();
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(MonitorReason::kNone, with([](PulseSegment& s) {
                s.charge2 = Picocoulombs(s.charge1.count() * 98 / 100);
              }));
  }
  renew();
  begin(1000_uA);  // 160 nC: 0.25 % beyond the noise are 80 nC/s
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(MonitorReason::kNone, with([](PulseSegment& s) {
                s.charge2 = Picocoulombs(s.charge1.count() * 9775 / 10'000);
              }));
  }
}

TEST_F(MonitorTest, Saf092_ASmallerContactBearsLess) {
  limits_.leads = {LeadModel::kDirectional127x150, LeadModel::kDirectional127x150};
  limits_.configurations[0] = bipolar(1, 2);  // segments: 16.0 nC
  limits_.configurations[1] = bipolar(0, 7);  // rings: 59.8 nC
  const auto found = [&](std::uint8_t configuration, std::int64_t off_pc) {
    renew();
    begin(1000_uA, 160_us, 31'000_us, configuration);
    return with([&](PulseSegment& s) {
      s.pulses = 1;
      s.charge2 = s.charge1 - Picocoulombs(off_pc + 3'200);  // 2 % are noise
    });
  };
  EXPECT_EQ(MonitorReason::kNone, found(0, 15'959));
  EXPECT_EQ(MonitorReason::kBalance, found(0, 15'960));
  EXPECT_EQ(MonitorReason::kNone, found(1, 15'960));
}

TEST_F(MonitorTest, Saf092_NothingMayBeLeftOnTheElectrode) {
  const auto left = [&](std::int64_t uv) {
    renew();
    begin();
    return with([uv](PulseSegment& s) { s.residual = Microvolts(uv); });
  };
  EXPECT_EQ(MonitorReason::kNone, left(50'000));
  EXPECT_EQ(MonitorReason::kNone, left(-50'000));
  EXPECT_EQ(MonitorReason::kResidual, left(50'001));
  EXPECT_EQ(MonitorReason::kResidual, left(-50'001));
  EXPECT_EQ(MonitorReason::kResidual, left(INT64_MIN));
}

// ---- Against the command in force.

TEST_F(MonitorTest, Saf093_APulseWhileOffIsFoundInItsFrame) {
  EXPECT_EQ(MonitorReason::kUnasked, rest([&](Echo& echo) {
              echo[1].count = 1;
              echo[1].segments[0] = {.first_pulse = now_ - 1_ms,
                                     .pulses = 1,
                                     .amplitude = 1_uA,
                                     .pulse_width = 60_us,
                                     .charge1 = 60_pC,
                                     .charge2 = 60_pC};
            }));
}

TEST_F(MonitorTest, Saf093_AProgramThatOnlyListensAllowsNoPulse) {
  limits_ = {};
  renew();
  for (int i = 0; i < 10; ++i) ASSERT_EQ(MonitorReason::kNone, rest());
  EXPECT_EQ(MonitorReason::kUnasked, rest([&](Echo& echo) {
              echo[0].count = 1;
              echo[0].segments[0] = {.first_pulse = now_ - 1_ms,
                                     .pulses = 1,
                                     .amplitude = 1_uA,
                                     .pulse_width = 1_us};
            }));
}

TEST_F(MonitorTest, Saf093_TheLastCommandHasOneFrameToEnd) {
  const PulseTrain t = begin();
  const auto old_train = [&](Echo& echo) {
    echo = homeostat::testing::faithful_echo(forge(t), now_ - kFrame, now_);
  };
  EXPECT_EQ(MonitorReason::kNone, rest());
  EXPECT_EQ(MonitorReason::kNone, rest(old_train)) << "handed over late";
  EXPECT_EQ(MonitorReason::kUnasked, rest(old_train));
}

TEST_F(MonitorTest, Saf093_NoPulseStartsBeforeTheTrainOrAtItsEnd) {
  const auto moved = [&](Microseconds by, Microseconds lasting) {
    renew();
    const Instant first = now_ + kFrame + 10_ms;
    EXPECT_EQ(MonitorReason::kNone,
              live(forge({0, 4000_uA, 160_us, 5000_us, first, first + lasting})).reason);
    return with([by](PulseSegment& s) { s.first_pulse = s.first_pulse + by; });
  };
  EXPECT_EQ(MonitorReason::kNone, moved(0_us, 15'001_us));  // 10, 15, 20, 25 ms
  EXPECT_EQ(MonitorReason::kUnasked, moved(1_us, 15'001_us));
  EXPECT_EQ(MonitorReason::kUnasked, moved(Microseconds(-1), 15'001_us));
}

TEST_F(MonitorTest, Saf093_OtherContactsAreFoundInTheirFrame) {
  begin();
  EXPECT_EQ(MonitorReason::kUnasked, with([](PulseSegment& s) { s.configuration = 1; }));
  renew();
  begin();
  EXPECT_EQ(MonitorReason::kUnasked,
            with([](PulseSegment& s) { s.configuration = 255; }));
}

TEST_F(MonitorTest, Saf094_OtherPulsesThanCommandedAreFoundInTheSecondFrame) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.amplitude = 4401_uA; },
      [](PulseSegment& s) { s.amplitude = 3599_uA; },
      [](PulseSegment& s) { s.pulse_width = 177_us; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 704'001_pC; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 575'999_pC; },
      [](PulseSegment& s) {
        s.period = 4974_us;
      },  // a clock that is off by half a per cent
      [](PulseSegment& s) { s.pulses = 6, s.period = 5026_us; },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kNone, with(change));
    EXPECT_EQ(MonitorReason::kMismatch, with(change));
  }
}

TEST_F(MonitorTest, Saf094_SmallerDifferencesAreTheMeters) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.amplitude = 4400_uA; },
      [](PulseSegment& s) { s.amplitude = 3600_uA; },
      [](PulseSegment& s) { s.pulse_width = 176_us; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 704'000_pC; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 576'000_pC; },
      [](PulseSegment& s) { s.period = 4975_us; },
      [](PulseSegment& s) { s.pulses = 6, s.period = 5025_us; },
      [](PulseSegment& s) { s.pulses -= 1; },
      [](PulseSegment& s) { s.flags = kComplianceHit; },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    for (int i = 0; i < 20; ++i) ASSERT_EQ(MonitorReason::kNone, with(change));
  }
}

TEST_F(MonitorTest, Saf094_OneGoodFrameBetweenIsNotTwoInARow) {
  begin();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(MonitorReason::kNone, with([](PulseSegment& s) { s.amplitude = 3000_uA; }));
    ASSERT_EQ(MonitorReason::kNone, go_on());
  }
}

TEST_F(MonitorTest, Saf094_StimulationThatNeverComesIsFoundAfterFourFrames) {
  begin();
  const Change silence = [](Echo& echo) { echo = {}; };
  for (int i = 1; i < kMissingFrames; ++i) {
    ASSERT_EQ(MonitorReason::kNone, go_on(silence)) << i;
  }
  EXPECT_EQ(MonitorReason::kMissing, go_on(silence));
}

TEST_F(MonitorTest, Saf094_FramesInWhichNoPulseWasDueAreNotCounted) {
  begin(1000_uA, 160_us, 50'000_us);
  const Change silence = [](Echo& echo) { echo = {}; };
  int due = 0;
  int frames = 0;
  for (; due < kMissingFrames; ++frames) {
    bool pulses = false;
    const MonitorReason found = go_on([&](Echo& echo) {
      pulses = echo[0].count > 0;
      silence(echo);
    });
    due += pulses ? 1 : 0;
    ASSERT_EQ(due == kMissingFrames ? MonitorReason::kMissing : MonitorReason::kNone,
              found);
  }
  EXPECT_GT(frames, kMissingFrames);
}

// ---- Echoes that cannot be.

TEST_F(MonitorTest, Saf095_AnEchoThatCannotBeIsFoundInItsFrame) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.pulses = 8; },  // the last one would start after the frame
      [](PulseSegment& s) { s.pulses = UINT32_MAX; },
      [](PulseSegment& s) { s.period = 0_us; },
      [](PulseSegment& s) { s.period = Microseconds(INT64_MIN); },
      [](PulseSegment& s) { s.period = Microseconds(INT64_MAX); },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse - kFrame; },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse + kFrame; },
      [](PulseSegment& s) { s.first_pulse = Instant(UINT64_MAX); },
      [](PulseSegment& s) { s.charge1 = Picocoulombs(-1); },
      [](PulseSegment& s) { s.charge2 = Picocoulombs(INT64_MIN); },
      [](PulseSegment& s) { s.charge1 = Picocoulombs(INT64_MAX); },
      [](PulseSegment& s) { s.pulse_width = 0_us; },
      [](PulseSegment& s) { s.amplitude = Microamps(INT32_MIN); },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kMalformed, with(change));
  }
  renew();
  EXPECT_EQ(MonitorReason::kMalformed, rest([](Echo& echo) { echo[0].count = 5; }));
}

TEST_F(MonitorTest, Saf095_FlagsOfTheSourceAreHeeded) {
  for (const EchoFlag flag : {kOpenContact, kShortedContact, kSegmentsLost}) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kSource, with([flag](PulseSegment& s) { s.flags = flag; }));
  }
}

// ---- The latch.

class MonitorLatchTest : public MonitorTest {
 protected:
  void trip() {
    ASSERT_EQ(MonitorReason::kMalformed, rest([](Echo& echo) { echo[0].count = 5; }));
  }
  MonitorVerdict reset() { return live(StimCommand::off(), {}, true); }
};

TEST_F(MonitorLatchTest, Saf095_OnlyAResetEndsIt) {
  trip();
  for (int i = 0; i < 1000; ++i) {
    const MonitorVerdict verdict = live(StimCommand::off());
    ASSERT_TRUE(verdict.demands_off());
    ASSERT_FALSE(verdict.fresh);
    ASSERT_EQ(MonitorReason::kMalformed, verdict.reason);
  }
  EXPECT_FALSE(reset().demands_off());
  EXPECT_EQ(MonitorReason::kNone, rest());
}

TEST_F(MonitorLatchTest, Saf095_AFaultThatLastsLatchesAgain) {
  trip();
  const MonitorVerdict verdict = live(
      StimCommand::off(), [](Echo& echo) { echo[0].count = 5; }, true);
  EXPECT_TRUE(verdict.demands_off());
  EXPECT_TRUE(verdict.fresh);
}

TEST_F(MonitorLatchTest, Saf095_AResetLineThatIsStuckClearsNothing) {
  (void)reset();
  EXPECT_TRUE(live(
                  StimCommand::off(), [](Echo& echo) { echo[0].count = 5; }, true)
                  .demands_off());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(reset().demands_off());
  (void)rest();
  EXPECT_FALSE(reset().demands_off());
}

TEST_F(MonitorLatchTest, Saf095_TheFirstFaultIsTheOneThatIsTold) {
  begin();
  EXPECT_EQ(MonitorReason::kResidual,
            with([](PulseSegment& s) { s.residual = Microvolts(60'000); }));
  EXPECT_EQ(MonitorReason::kResidual, rest([](Echo& echo) { echo[0].count = 5; }));
}

TEST_F(MonitorLatchTest, Saf095_AFlippedBitOfTheLatchNeverClearsIt) {
  for (const bool tripped : {false, true}) {
    for (std::size_t byte = 0; byte < sizeof(Monitor); ++byte) {
      for (int bit = 0; bit < 8; ++bit) {
        renew();
        if (tripped) trip();
        auto* bytes = reinterpret_cast<unsigned char*>(&monitor_);
        bytes[byte] = static_cast<unsigned char>(bytes[byte] ^ (1U << bit));
        const MonitorVerdict verdict = live(StimCommand::off());
        if (tripped) {
          ASSERT_TRUE(verdict.demands_off()) << byte << "." << bit;
        }
      }
    }
  }
}

// ---- Its words, and time that is skipped.

TEST(MonitorReasons, EachHasANameAndWords) {
  for (int i = 0; i < kMonitorReasons; ++i) {
    const auto reason = static_cast<MonitorReason>(i);
    EXPECT_STRNE("", name_of(reason));
    EXPECT_STRNE("", words_for(reason));
  }
  EXPECT_STREQ("corrupt", name_of(MonitorReason::kCorrupt));
}

TEST_F(MonitorTest, SkippedTimeEqualsFramesOfSilence) {
  begin();
  EXPECT_EQ(MonitorReason::kNone, with([](PulseSegment& s) {  // 67 of 79.8 nC
              s.charge2 = Picocoulombs(s.charge1.count() * 965 / 1000);
            }));
  (void)rest();
  (void)rest();
  const Monitor before = monitor_;
  for (int i = 0; i < 7; ++i) (void)rest();
  // How much more imbalance it takes tells how much has flowed off meanwhile.
  const auto bears = [](Monitor monitor, Instant now, std::int64_t off_pc) {
    const PulseTrain t = train(now, 1_ms);
    monitor.note(forge(t));
    std::array<OutputEcho, kOutputs> echo =
        homeostat::testing::faithful_echo(forge(t), now, now + 1_ms);
    echo[0].segments[0].charge2 = echo[0].segments[0].charge1 - Picocoulombs(off_pc);
    return !monitor.judge(echo, now, now + 1_ms, false).demands_off();
  };
  for (std::int64_t off_pc = 12'000; off_pc < 100'000; off_pc += 50) {
    Monitor skipped = before;
    skipped.advance_idle(Microseconds(7 * kFrame.count() - 5));
    skipped.advance_idle(5_us);
    ASSERT_EQ(bears(monitor_, now_, off_pc), bears(skipped, now_, off_pc)) << off_pc;
  }
  EXPECT_TRUE(bears(monitor_, now_, 46'000));
  EXPECT_FALSE(bears(before, now_, 46'000));
}

}  // namespace
}  // namespace homeostat::safety::testing
