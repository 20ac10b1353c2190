// The monitor alone: what was delivered against the limits.
#include <gtest/gtest.h>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

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

}  // namespace
}  // namespace homeostat::safety::testing
