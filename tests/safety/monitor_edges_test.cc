// Each bound of the monitor exactly: on it, and one beyond.
#include <gtest/gtest.h>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

// ---- Measurements that cannot be.

TEST_F(MonitorEdgeTest, Saf095_APulseStartsWithinItsFrame) {
  const auto at = [&](Microseconds after, std::uint32_t pulses, Microseconds period) {
    renew();
    PulseSegment s = segment(in_force(), after, pulses);
    s.period = period;
    return reason({s});
  };
  EXPECT_EQ(MonitorReason::kNone, at(kFrame - 1_us, 1, 0_us));
  EXPECT_EQ(MonitorReason::kMalformed, at(kFrame, 1, 0_us));
  EXPECT_EQ(MonitorReason::kNone, at(0_us, 2, kFrame - 1_us));
  EXPECT_EQ(MonitorReason::kMalformed, at(0_us, 2, kFrame));
  EXPECT_EQ(MonitorReason::kNone, at(0_us, 5, Microseconds((kFrame.count() - 1) / 4)));
  EXPECT_EQ(MonitorReason::kMalformed, at(1000_us, 2, 0_us));
}

TEST_F(MonitorEdgeTest, Saf095_AMillionPulsesAndAMillicoulombAreTheLastThatCanBe) {
  const auto of = [&](std::uint32_t pulses, std::int64_t pc) {
    renew();
    PulseSegment s = segment(in_force(), 0_us, pulses);
    s.period = 1_us;
    s.charge1 = s.charge2 = Picocoulombs(pc);
    return reason({s}, 2_s) == MonitorReason::kMalformed;
  };
  EXPECT_FALSE(of(1'000'000, 1000));
  EXPECT_TRUE(of(1'000'001, 1000));
  EXPECT_FALSE(of(1, 1'000'000'000));
  EXPECT_TRUE(of(1, 1'000'000'001));
}

TEST_F(MonitorEdgeTest, Saf095_APulseHasAnAmplitude) {
  for (const int ua : {-1, 0, 1}) {
    renew();
    PulseSegment s = segment(in_force(), 0_us);
    s.amplitude = Microamps(ua);
    EXPECT_EQ(ua < 1, reason({s}) == MonitorReason::kMalformed) << ua;
  }
}

TEST_F(MonitorEdgeTest, Saf095_FourSegmentsAreReadAndNothingBeyondTheCount) {
  for (std::uint8_t count = 0; count <= 5; ++count) {
    renew();
    const PulseTrain t = in_force();
    Echo echo{};
    for (std::uint8_t i = 0; i < 4; ++i) {
      PulseSegment& s = echo[0].segments[i];
      s = segment(t, Microseconds(5000 * i));
      if (i >= count) s.configuration = 77;  // never read
    }
    echo[0].count = count;
    now_ = now_ + kFrame;
    EXPECT_EQ(count > 4 ? MonitorReason::kMalformed : MonitorReason::kNone,
              monitor_.judge(echo, now_ - kFrame, now_, false).reason);
  }
}

// ---- Commands.

TEST_F(MonitorEdgeTest, Saf093_ATrainOfNoAmplitudeExplainsNothingAndIsNeverDue) {
  PulseTrain t = in_force();
  t.amplitude = 0_uA;
  monitor_.note(forge(t));
  monitor_.note(forge(t));
  for (int i = 0; i < 6; ++i) EXPECT_EQ(MonitorReason::kNone, reason({}));
  t.amplitude = 1_uA;
  EXPECT_EQ(MonitorReason::kUnasked, reason({segment(t, 0_us)}));
}

TEST_F(MonitorEdgeTest, Saf093_AConfigurationBeyondTheLastIsUnaskedWhateverWasCounted) {
  // Something is left on contact 8, whose number lies where a fifth wiring would.
  limits_.configurations[1] = bipolar(9, 8);
  renew();
  PulseSegment s = segment(in_force(1_uA, 5000_us, 1), 0_us);
  s.charge1 = 40_pC;
  s.charge2 = 0_pC;
  ASSERT_EQ(MonitorReason::kNone, reason({s}));
  s = segment(in_force(1_uA, 5000_us, kMaxConfigurations), 0_us);
  EXPECT_EQ(MonitorReason::kUnasked, reason({s}));
}

TEST_F(MonitorEdgeTest, Saf094_EachMeasuredNumberIsHeldToItsOwnBound) {
  // Two frames in a row of one deviation; a charge too large for the balance is one, too.
  const auto twice = [&](const std::function<void(PulseSegment&)>& change) {
    renew();
    const PulseTrain t = in_force(100_uA);  // 16'000 pC; a contact keeps 79'796
    MonitorReason found = MonitorReason::kNone;
    for (int i = 0; i < 2; ++i) {
      PulseSegment s = segment(t, 0_us, 2);
      change(s);
      found = reason({s});
    }
    return found;
  };
  const auto charge = [&](std::int64_t first, std::int64_t second) {
    return twice([=](PulseSegment& s) {
      s.charge1 = Picocoulombs(first);
      s.charge2 = Picocoulombs(second);
    });
  };
  EXPECT_EQ(MonitorReason::kNone, charge(17'600, 14'400));
  EXPECT_EQ(MonitorReason::kNone, charge(14'400, 17'600));
  EXPECT_EQ(MonitorReason::kMismatch, charge(17'601, 16'000));
  EXPECT_EQ(MonitorReason::kMismatch, charge(14'399, 16'000));
  EXPECT_EQ(MonitorReason::kMismatch, charge(16'000, 17'601));
  EXPECT_EQ(MonitorReason::kMismatch, charge(16'000, 14'399));
  EXPECT_EQ(MonitorReason::kNone, twice([](PulseSegment& s) { s.period = 5025_us; }));
  EXPECT_EQ(MonitorReason::kMismatch, twice([](PulseSegment& s) { s.period = 5026_us; }));
}

TEST_F(MonitorEdgeTest, Saf094_ALongPeriodMayBeOffByHalfAPerCent) {
  const auto twice = [&](Microseconds period) {
    renew();
    const PulseTrain t = in_force(100_uA, 400'000_us);
    MonitorReason found = MonitorReason::kNone;
    for (int i = 0; i < 2; ++i) {
      PulseSegment s = segment(t, 0_us, 2);
      s.period = period;
      found = reason({s}, 1_s);
    }
    return found;
  };
  EXPECT_EQ(MonitorReason::kNone, twice(402'000_us));
  EXPECT_EQ(MonitorReason::kMismatch, twice(402'001_us));
  EXPECT_EQ(MonitorReason::kNone, twice(398'000_us));
  EXPECT_EQ(MonitorReason::kMismatch, twice(397'999_us));
}

TEST_F(MonitorEdgeTest, Saf094_ATrainIsDueFromItsFirstPulseToItsEnd) {
  // Four frames, each under a train of its own that begins and ends so far into the
  // frame.
  const auto missing = [&](Microseconds first, Microseconds end) {
    renew();
    MonitorReason found = MonitorReason::kNone;
    for (int i = 0; i < kMissingFrames; ++i) {
      monitor_.note(forge({0, 100_uA, 160_us, 50'000_us, now_ + first, now_ + end}));
      found = reason({});
    }
    return found == MonitorReason::kMissing;
  };
  EXPECT_TRUE(missing(kFrame - 1_us, kFrame));
  EXPECT_FALSE(missing(kFrame, kFrame + 9_us)) << "of the next frame";
  EXPECT_TRUE(missing(0_us, 1_us));
  EXPECT_TRUE(missing(9_us, 10_us));
  EXPECT_FALSE(missing(9_us, 9_us)) << "over before it begins";
  EXPECT_FALSE(missing(kFrame + 1_us, 1_s));
}

TEST_F(MonitorEdgeTest, Saf094_ATrainUnderWayIsDueAtItsNextPulseAlone) {
  // It began 40 ms ago with a period of 50 ms: its next pulse comes after 10 ms.
  const auto missing = [&](Microseconds end, Microseconds frame) {
    renew();
    MonitorReason found = MonitorReason::kNone;
    for (int i = 0; i < kMissingFrames; ++i) {
      const Instant first(now_.count() - 40'000);
      monitor_.note(forge({0, 100_uA, 160_us, 50'000_us, first, now_ + end}));
      found = reason({}, frame);
    }
    return found == MonitorReason::kMissing;
  };
  EXPECT_TRUE(missing(1_s, 10'001_us));
  EXPECT_FALSE(missing(1_s, 10'000_us));
  EXPECT_TRUE(missing(10'001_us, kFrame));
  EXPECT_FALSE(missing(10'000_us, kFrame));
}

TEST_F(MonitorEdgeTest, Saf094_APulseEndsTheFramesThatAreMissing) {
  const PulseTrain t = in_force();
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i < kMissingFrames; ++i) EXPECT_EQ(MonitorReason::kNone, reason({}));
    EXPECT_EQ(MonitorReason::kNone, reason({segment(t, 0_us)}));
  }
  for (int i = 1; i < kMissingFrames; ++i) EXPECT_EQ(MonitorReason::kNone, reason({}));
  EXPECT_EQ(MonitorReason::kMissing, reason({}));
}

// ---- Rate.

TEST_F(MonitorEdgeTest,
       Saf091_AnIntervalIsShortBelowTheShortestPeriodLessTheClocksError) {
  limits_.min_period = 200'000_us;  // less half a per cent
  const auto fast = [&](Microseconds interval) {
    renew();
    const PulseTrain t = in_force(100_uA, 200'000_us);
    return reason(
               {segment(t, 0_us), segment(t, interval), segment(t, interval + interval)},
               1_s) == MonitorReason::kRate;
  };
  EXPECT_FALSE(fast(199'000_us));
  EXPECT_TRUE(fast(198'999_us));
}

TEST_F(MonitorEdgeTest, Saf095_AResetForgetsTheLastPulse) {
  const PulseTrain t = in_force();
  PulseSegment s = segment(t, kFrame - 10_us);
  s.residual = Microvolts(50'001);
  ASSERT_EQ(MonitorReason::kResidual, reason({s}));
  ASSERT_EQ(MonitorReason::kNone, judged({}, 5_us, true).reason);
  // Its electrode was not at rest yet; nobody knows now.
  EXPECT_EQ(MonitorReason::kNone, reason({segment(t, 0_us)}));
}

TEST_F(MonitorEdgeTest, Saf095_AResetForgetsFramesThatDisagreed) {
  const PulseTrain t = in_force();
  const auto wrong = [&](int residual_uv) {
    PulseSegment s = segment(t, 0_us);
    s.residual = Microvolts(residual_uv);
    s.pulse_width = 177_us;
    return reason({s});
  };
  ASSERT_EQ(MonitorReason::kResidual, wrong(50'001));
  ASSERT_EQ(MonitorReason::kNone, judged({}, kFrame, true).reason);
  EXPECT_EQ(MonitorReason::kNone, wrong(0)) << "the first again";
  EXPECT_EQ(MonitorReason::kMismatch, wrong(0));
}

TEST_F(MonitorEdgeTest, Saf095_AResetForgetsFramesThatWereMissing) {
  const PulseTrain t = in_force();
  PulseSegment s = segment(t, 0_us);
  s.residual = Microvolts(50'001);
  ASSERT_EQ(MonitorReason::kResidual, reason({s}));
  for (int i = 2; i < kMissingFrames; ++i) (void)reason({});
  ASSERT_EQ(MonitorReason::kNone, judged({}, kFrame, true).reason);
  for (int i = 1; i < kMissingFrames; ++i) EXPECT_EQ(MonitorReason::kNone, reason({}));
  EXPECT_EQ(MonitorReason::kMissing, reason({}));
}

TEST_F(MonitorEdgeTest, Saf095_AnyReasonButACorruptOneIsClearedByOneReset) {
  const PulseTrain t = in_force();
  for (int i = 0; i < kMissingFrames; ++i) (void)reason({});
  const MonitorVerdict missing = judged({segment(t, 0_us)});
  EXPECT_EQ(MonitorReason::kMissing, missing.reason) << "the least of them lasts as well";
  EXPECT_FALSE(missing.fresh);
  EXPECT_EQ(MonitorReason::kNone, judged({segment(t, 0_us)}, kFrame, true).reason);
}

TEST_F(MonitorEdgeTest, Saf095_AFaultIsFreshInItsFrameAlone) {
  EXPECT_FALSE(judged({}).fresh) << "nothing is no fault";
  PulseSegment unasked = segment({0, 100_uA, 160_us, 5000_us, now_, now_}, 0_us);
  EXPECT_TRUE(judged({unasked}).fresh);
  unasked.first_pulse = now_;
  EXPECT_FALSE(judged({unasked}).fresh) << "it is known already";
  EXPECT_FALSE(judged({}).fresh);
}

TEST_F(MonitorEdgeTest, Saf095_ALatchWhoseCopyDisagreesIsFoundAtOnceAndIsFresh) {
  auto* bytes = reinterpret_cast<unsigned char*>(&monitor_);
  std::size_t latch = sizeof monitor_;  // the two bytes that are each other's complement
  for (std::size_t i = sizeof monitor_ - 16; i + 1 < sizeof monitor_; ++i) {
    if (bytes[i] == 0 && bytes[i + 1] == 0xFF) latch = i;
  }
  ASSERT_LT(latch, sizeof monitor_);
  for (const std::size_t at : {latch, latch + 1}) {
    for (int bit = 0; bit < 8; ++bit) {
      renew();
      bytes[at] = static_cast<unsigned char>(bytes[at] ^ (1U << bit));
      const MonitorVerdict verdict = judged({});
      EXPECT_EQ(MonitorReason::kCorrupt, verdict.reason) << at - latch << '.' << bit;
      EXPECT_TRUE(verdict.fresh);
    }
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
