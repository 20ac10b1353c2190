// Silence: while something lasts, and until a clinician resets.
#include <gtest/gtest.h>

#include "safety/guard.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class LatchTest : public ::testing::Test {
 protected:
  // Seven periods later: asks for 64 ms of the usual train.
  Admission ask(Bench& bench, const Bench::Tweak& tweak = {},
                Microseconds after = 35_ms) {
    const Instant now = bench.now() + after;
    return bench.step(after, ask_for(train(now, 64_ms)), tweak);
  }
  void expect_latched(Bench& bench, const Admission& got, Reason why) {
    EXPECT_FALSE(got.command.on());
    EXPECT_TRUE(got.latched);
    EXPECT_TRUE(got.reasons.has(why)) << std::hex << got.reasons.bits();
    EXPECT_EQ(got.severity, Severity::kLatched);
    const Admission next = ask(bench);
    EXPECT_FALSE(next.command.on());
    EXPECT_TRUE(next.latched);
    EXPECT_TRUE(next.reasons.has(Reason::kLatch));
  }
  Bench good() {
    Bench bench(limits_);
    EXPECT_TRUE(ask(bench).reasons.empty());
    return bench;
  }
  static void reset(GuardInputs& in) { in.clinician_reset = true; }
  static void crc(GuardInputs& in) { in.program_crc ^= 1; }

  Limits limits_ = continuous_limits();
};

// ---- While it lasts.

TEST_F(LatchTest, Saf050_ConditionsSilenceOnlyWhileTheyLast) {
  struct Case {
    Reason why;
    Bench::Tweak tweak;
  };
  const Case cases[] = {
      {Reason::kMagnet, [](GuardInputs& in) { in.magnet_present = true; }},
      {Reason::kMri, [](GuardInputs& in) { in.mri_mode = true; }},
      {Reason::kClinicianStop, [](GuardInputs& in) { in.clinician_stop = true; }},
      {Reason::kBattery, [](GuardInputs& in) { in.battery = 2799_mV; }},
      {Reason::kTemperature,
       [](GuardInputs& in) { in.temperature = Millicelsius(39'001); }},
  };
  for (const Case& c : cases) {
    Bench bench = good();
    const Admission got = ask(bench, c.tweak);
    EXPECT_FALSE(got.command.on()) << name_of(c.why);
    EXPECT_TRUE(got.reasons.has(c.why));
    EXPECT_EQ(got.severity, Severity::kInhibited);
    EXPECT_FALSE(got.latched);
    EXPECT_TRUE(bench.rest(32_ms, c.tweak).reasons.has(c.why)) << "state, not complaint";
    EXPECT_TRUE(ask(bench).reasons.empty());
  }
}

TEST_F(LatchTest, Saf050_OnTheBatteryFloorAndTheHighestTemperatureTherapyGoesOn) {
  Bench bench = good();
  EXPECT_TRUE(ask(bench, [](GuardInputs& in) {
                in.battery = 2800_mV;
                in.temperature = Millicelsius(39'000);
              }).reasons.empty());
}

// ---- The clock.

TEST_F(LatchTest, Saf051_ALongSilenceOfTheCallerIsAStall) {
  Bench on = good();
  EXPECT_FALSE(ask(on, {}, limits_.max_step_gap).latched);
  Bench above = good();
  expect_latched(above, ask(above, {}, limits_.max_step_gap + 1_us), Reason::kClock);
}

TEST_F(LatchTest, Saf051_TheSameInstantTwiceIsNoFaultButAnEarlierOneIs) {
  Bench bench = good();
  EXPECT_FALSE(ask(bench, {}, 0_us).latched);
  expect_latched(bench, ask(bench, {}, Microseconds(-1)), Reason::kClock);
}

TEST_F(LatchTest, Saf051_JumpsOfAllSizesLatch) {
  for (const std::int64_t jump :
       {std::int64_t{3'600'000'000}, std::int64_t{1} << 32, INT64_MAX, INT64_MIN}) {
    Bench bench = good();
    const Instant now = bench.now() + Microseconds(jump);
    GuardInputs in = quiet(now);
    in.echo_start = now;
    const Admission got = bench.envelope().admit(ask_for(train(now, 64_ms)), in);
    EXPECT_TRUE(got.latched) << jump;
    EXPECT_FALSE(got.command.on());
  }
}

TEST_F(LatchTest, Saf051_AJumpRefillsNoMoreThanOneStepMay) {
  limits_.fast_budget = {Picocoulombs(1'000'000'000), 1'000'000};
  Bench bench(limits_);
  for (int i = 0; i < 100; ++i) (void)ask(bench);
  const int before = bench.envelope().budgets().fast_permille;
  ASSERT_LT(before, 700);
  GuardInputs in = quiet(bench.now() + 100'000_s);
  (void)bench.envelope().admit({}, in);
  EXPECT_LE(bench.envelope().budgets().fast_permille, before + 1);
}

// ---- The program.

TEST_F(LatchTest, Saf052_AnotherProgramInMemoryLatches) {
  Bench bench = good();
  expect_latched(bench, ask(bench, crc), Reason::kProgram);
}

// ---- The echo.

class EchoTest : public LatchTest {
 protected:
  using Change = std::function<void(PulseSegment&)>;
  // A good frame, then one whose echo is changed.
  Admission echo(Bench& bench, const Change& change) {
    return ask(bench, [&change](GuardInputs& in) {
      ASSERT_EQ(in.echo[0].count, 1);
      change(in.echo[0].segments[0]);
    });
  }
  void expect_fine(const Change& change) {
    Bench bench = good();
    EXPECT_TRUE(echo(bench, change).reasons.empty());
  }
  void expect_fault(const Change& change) {
    Bench bench = good();
    expect_latched(bench, echo(bench, change), Reason::kEcho);
  }
  // 640'000 pC granted, 100 permille of error allowed.
  static Change charge1(std::int64_t pc) {
    return [pc](PulseSegment& s) { s.charge1 = Picocoulombs(pc); };
  }
  static Change charge2(std::int64_t pc) {
    return [pc](PulseSegment& s) { s.charge2 = Picocoulombs(pc); };
  }
};

TEST_F(EchoTest, Saf053_MeasuredChargeMustBeWhatWasGranted) {
  expect_fine(charge1(704'000));
  expect_fine(charge1(576'000));
  expect_fault(charge1(704'001));
  expect_fault(charge1(575'999));
  expect_fine(charge2(704'000));
  expect_fine(charge2(576'000));
  expect_fault(charge2(704'001));
  expect_fault(charge2(575'999));
  expect_fault(charge1(INT64_MIN));
  expect_fault(charge2(INT64_MAX));
}

TEST_F(EchoTest, Saf053_NothingMayBeLeftOnTheElectrode) {
  const auto left = [](std::int64_t uv) {
    return [uv](PulseSegment& s) { s.residual = Microvolts(uv); };
  };
  expect_fine(left(50'000));
  expect_fine(left(-50'000));
  expect_fault(left(50'001));
  expect_fault(left(-50'001));
  expect_fault(left(INT64_MIN));
}

TEST_F(EchoTest, Saf053_MorePulsesThanGrantedIsAFaultAndFewerIsNot) {
  const auto pulses = [](std::uint32_t n) {
    return [n](PulseSegment& s) { s.pulses = n; };
  };
  expect_fine(pulses(7));  // 0, 5 ... 30 of 32 ms
  expect_fault(pulses(8));
  expect_fine(pulses(6));
  expect_fault(pulses(UINT32_MAX));
}

TEST_F(EchoTest, Saf053_TheWrongContactsAreAFault) {
  expect_fault([](PulseSegment& s) { s.configuration = 1; });
}

TEST_F(EchoTest, Saf053_FlagsOfTheSourceAreHeeded) {
  expect_fault([](PulseSegment& s) { s.flags = kOpenContact; });
  expect_fault([](PulseSegment& s) { s.flags = kShortedContact; });
  expect_fault([](PulseSegment& s) { s.flags = kSegmentsLost; });
  expect_fine([](PulseSegment& s) { s.flags = kComplianceHit; });
}

TEST_F(EchoTest, Saf053_PulsesThatNobodyGrantedAreAFault) {
  Bench bench(limits_);
  (void)bench.rest(32_ms);
  const Admission got = ask(bench, [](GuardInputs& in) {
    in.echo[1].count = 1;
    in.echo[1].segments[0].pulses = 1;
  });
  expect_latched(bench, got, Reason::kEcho);
}

TEST_F(EchoTest, Saf053_MoreSegmentsThanThereCanBeIsAFault) {
  Bench bench = good();
  expect_latched(bench, ask(bench, [](GuardInputs& in) { in.echo[0].count = 5; }),
                 Reason::kEcho);
}

TEST_F(EchoTest, Saf053_PulsesAtTheHandoverMayBeOfEitherTrain) {
  Bench bench(limits_);
  const Instant first(1'032'000);
  (void)bench.step(32_ms, ask_for(train(first, 200_ms, 4000_uA)));
  (void)bench.step(32_ms, ask_for(train(first, 200_ms, 2000_uA)));
  const Admission got = bench.step(32_ms, {}, [](GuardInputs& in) {
    // The first of the seven still had the old amplitude.
    PulseSegment& late = in.echo[0].segments[0];
    PulseSegment& early = in.echo[0].segments[1];
    early = late;
    late.pulses = 1;
    late.charge1 = late.charge2 = 640'000_pC;
    early.pulses -= 1;
    in.echo[0].count = 2;
  });
  EXPECT_FALSE(got.latched);
}

TEST_F(LatchTest, Saf051_AClockThatStandsStillLatches) {
  Bench bench = good();
  const auto at_once = [&] { return bench.step(0_us, {}); };
  for (int i = 1; i < CEILING_STALLS; ++i) ASSERT_FALSE(at_once().latched) << i;
  EXPECT_TRUE(at_once().reasons.has(Reason::kClock));
  EXPECT_TRUE(at_once().latched);
}

TEST_F(LatchTest, Saf051_AStepOfTimeEndsAStall) {
  Bench bench = good();
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i < CEILING_STALLS; ++i) {
      ASSERT_FALSE(bench.step(0_us, {}).latched) << i;
    }
    ASSERT_FALSE(bench.step(32_ms, {}).latched);
  }
}

TEST_F(LatchTest, Saf050_ATemperatureThatWasNeverReadIsNone) {
  const auto at = [this](int mc) {
    Bench bench = good();
    return ask(bench, [mc](GuardInputs& in) { in.temperature = Millicelsius(mc); });
  };
  EXPECT_TRUE(at(0).reasons.has(Reason::kTemperature));
  EXPECT_TRUE(at(COLDEST_MC - 1).reasons.has(Reason::kTemperature));
  EXPECT_TRUE(at(COLDEST_MC).command.on());
  EXPECT_TRUE(at(39'000).command.on());
  EXPECT_TRUE(at(39'001).reasons.has(Reason::kTemperature));
}

TEST_F(LatchTest, Saf053_PulsesThatSayTheyStartedAtAnotherTimeLatch) {
  for (const std::int64_t late_us : {-1, 32'000}) {
    Bench bench = good();
    const Instant from = bench.now();
    const Admission got = ask(bench, [&](GuardInputs& in) {
      PulseSegment& one = in.echo[0].segments[0];
      ASSERT_GT(one.pulses, 0U);
      one.first_pulse = late_us < 0 ? from - 1_us : in.now;
    });
    expect_latched(bench, got, Reason::kEcho);
  }
}

TEST_F(LatchTest, Saf053_PulsesAtAnotherPeriodLatch) {
  Bench bench = good();
  const Admission got = ask(bench, [](GuardInputs& in) {
    in.echo[0].segments[0].period = in.echo[0].segments[0].period - 1_us;
  });
  expect_latched(bench, got, Reason::kEcho);
}

// ---- Reset.

TEST_F(LatchTest, Saf054_OnlyAResetClearsALatchAndACoolDownFollows) {
  Bench bench = good();
  (void)ask(bench, crc);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(ask(bench).latched);
  const Admission cleared = ask(bench, reset);
  const Instant since = bench.now();
  EXPECT_FALSE(cleared.latched);
  EXPECT_FALSE(cleared.command.on());
  EXPECT_TRUE(cleared.reasons.has(Reason::kCooldown));
  EXPECT_EQ(cleared.severity, Severity::kInhibited);
  bench.skip_to(since + limits_.latch_cooldown - 1_us);
  EXPECT_TRUE(bench.rest(0_us).reasons.has(Reason::kCooldown));
  EXPECT_TRUE(bench.rest(1_us).reasons.empty());
  EXPECT_TRUE(ask(bench).command.on());
}

TEST_F(LatchTest, Saf054_AResetWhileTheFaultLastsLatchesAgain) {
  Bench bench = good();
  (void)ask(bench, crc);
  const Admission got = ask(bench, [](GuardInputs& in) {
    crc(in);
    reset(in);
  });
  expect_latched(bench, got, Reason::kProgram);
}

TEST_F(LatchTest, Saf054_AResetLineThatIsStuckClearsNothing) {
  Bench bench = good();
  (void)ask(bench, reset);
  EXPECT_TRUE(ask(bench, reset).reasons.empty()) << "nothing to clear";
  (void)ask(bench, [](GuardInputs& in) {
    crc(in);
    reset(in);
  });
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(ask(bench, reset).latched);
  (void)ask(bench);
  EXPECT_FALSE(ask(bench, reset).latched);
}

TEST_F(LatchTest, Saf054_AMagnetDoesNotClearALatch) {
  Bench bench = good();
  (void)ask(bench, crc);
  (void)ask(bench, [](GuardInputs& in) { in.magnet_present = true; });
  EXPECT_TRUE(ask(bench).latched);
}

// ---- Memory. What an Envelope keeps is flipped bit by bit.

class FlipTest : public LatchTest {
 protected:
  static constexpr std::size_t kLimits = 2 * sizeof(guard_limits);
  static void flip(Bench& bench, std::size_t bit) {
    auto* bytes = reinterpret_cast<unsigned char*>(&bench.envelope());
    bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << bit % 8));
  }
  // Stimulating, flipped, asked again.
  Admission after_flip(std::size_t bit) {
    Bench bench = good();
    flip(bench, bit);
    return ask(bench);
  }
  static std::size_t state() { return (kLimits + 7) / 8 * 8; }
};

TEST_F(FlipTest, Saf055_AnyFlippedBitOfTheLimitsLatches) {
  for (std::size_t bit = 0; bit < kLimits * 8; ++bit) {
    const Admission got = after_flip(bit);
    ASSERT_FALSE(got.command.on()) << bit;
    ASSERT_TRUE(got.latched) << bit;
    ASSERT_TRUE(got.reasons.has(Reason::kProgram)) << bit;
  }
}

TEST_F(FlipTest, Saf055_AnyFlippedBitOfTheStateLatches) {
  for (std::size_t bit = state() * 8; bit < (state() + sizeof(guard_state)) * 8; ++bit) {
    const Admission got = after_flip(bit);
    ASSERT_FALSE(got.command.on()) << bit;
    ASSERT_TRUE(got.latched) << bit;
    ASSERT_TRUE(got.reasons.has(Reason::kCorrupt)) << bit;
  }
}

TEST_F(FlipTest, Saf055_WhatIsLeftBelongsToNobody) {
  for (std::size_t bit = (state() + sizeof(guard_state)) * 8; bit < sizeof(Envelope) * 8;
       ++bit) {
    const Admission got = after_flip(bit);
    ASSERT_TRUE(got.command.on()) << bit;
    ASSERT_FALSE(got.latched) << bit;
  }
}

TEST_F(FlipTest, Saf055_CorruptBudgetsAreEmptyBudgets) {
  limits_ = responsive_limits();
  Bench bench = good();
  flip(bench, state() * 8);
  ASSERT_TRUE(ask(bench).latched);
  EXPECT_EQ(bench.envelope().budgets().therapies_left_today, 0);
  EXPECT_EQ(bench.envelope().budgets().fast_permille, 0);
  EXPECT_EQ(bench.envelope().budgets().slow_permille, 0);
  (void)ask(bench);
  EXPECT_FALSE(ask(bench, reset).latched);
  bench.skip_to(bench.now() + limits_.latch_cooldown);
  EXPECT_TRUE(ask(bench).reasons.has(Reason::kDay)) << "spent for a day";
}

}  // namespace
}  // namespace homeostat::safety::testing
