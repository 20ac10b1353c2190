// Each bound of the monitor exactly: on it, and one beyond. Small charges steer what is
// counted to the picocoulomb.
#include <gtest/gtest.h>

#include <cstring>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

class MonitorEdgeTest : public MonitorTest {
 protected:
  using Segments = std::vector<PulseSegment>;

  // A frame of that length in which output 0 delivered these.
  MonitorVerdict judged(const Segments& segments, Microseconds frame = kFrame,
                        bool reset = false) {
    Echo echo{};
    for (const PulseSegment& s : segments) echo[0].segments[echo[0].count++] = s;
    now_ = now_ + frame;
    return monitor_.judge(echo, now_ - frame, now_, reset);
  }
  MonitorReason reason(const Segments& segments, Microseconds frame = kFrame) {
    return judged(segments, frame).reason;
  }
  // In force from now on, for long.
  PulseTrain in_force(Microamps amplitude = 4000_uA, Microseconds period = 5000_us,
                      std::uint8_t configuration = 0) {
    const PulseTrain t{configuration, amplitude, 160_us, period, now_, now_ + 1000_s};
    monitor_.note(forge(t));
    monitor_.note(forge(t));
    return t;
  }
  // Pulses of a train from so long into the next frame.
  PulseSegment segment(const PulseTrain& of, Microseconds after,
                       std::uint32_t pulses = 1) {
    PulseSegment s;
    s.first_pulse = now_ + after;
    s.pulses = pulses;
    s.period = of.period;
    s.amplitude = of.amplitude;
    s.pulse_width = of.pulse_width;
    s.charge1 = s.charge2 = of.amplitude * of.pulse_width;
    s.configuration = of.configuration;
    return s;
  }
};

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

// ---- Charge.

class ChargeEdgeTest : public MonitorEdgeTest {
 protected:
  ChargeEdgeTest() {
    limits_.max_echo_error_permille = 0;  // the meter is perfect
    limits_.shannon_k_hundredths = 175;
    renew();
  }
  bool borne(std::int64_t first_pc, std::int64_t second_pc,
             std::uint8_t configuration = 0) {
    renew();
    PulseSegment s = segment(in_force(1000_uA, 5000_us, configuration), 0_us);
    s.charge1 = Picocoulombs(first_pc);
    s.charge2 = Picocoulombs(second_pc);
    return reason({s}) != MonitorReason::kCharge;
  }
};

TEST_F(ChargeEdgeTest, Saf090_TheLargerOfTheTwoPhasesIsHeldToTheDensityExactly) {
  // 20 uC/cm2 on 7'979'645 um2: 1'595'929 pC and not a thousandth more.
  limits_.charge_density_nc_per_cm2 = 20'000;
  for (const std::int64_t less : {0, 1000}) {
    EXPECT_TRUE(borne(1'595'929, 1'595'929 - less));
    EXPECT_TRUE(borne(1'595'929 - less, 1'595'929));
    EXPECT_FALSE(borne(1'595'930, 1'595'930 - less));
    EXPECT_FALSE(borne(1'595'930 - less, 1'595'930));
  }
}

TEST_F(ChargeEdgeTest, Saf090_EachContactIsLookedAtAndTheCanBearsMuchMore) {
  for (std::size_t c = 0; c < kContacts; ++c) {
    // One contact carries all; the other side is spread so thin that it bears anything.
    ElectrodeConfiguration& only = limits_.configurations[0];
    only.contacts.fill({});
    only.contacts[c] = {Polarity::kCathode, 1000};
    limits_.leads = {LeadModel::kSeeg080x200, LeadModel::kSeeg080x200};
    EXPECT_TRUE(borne(1'256'637, 1'256'637)) << c << ": 25 uC/cm2 on 5'026'548 um2";
    EXPECT_EQ(c == kCan, borne(1'256'638, 1'256'638)) << c;
  }
}

TEST_F(ChargeEdgeTest, Saf090_AShannonKAboveTwoBearsWhatTwoDoes) {
  limits_.charge_density_nc_per_cm2 = 1'000'000;
  limits_.shannon_k_hundredths = 200;
  std::int64_t most = 0;
  for (std::int64_t step = 1 << 24; step > 0; step /= 2) {
    if (borne(most + step, 0)) most += step;
  }
  ASSERT_GT(most, 1'000'000);
  for (const int k : {201, 202, INT32_MAX}) {
    limits_.shannon_k_hundredths = k;
    EXPECT_TRUE(borne(most, 0));
    EXPECT_FALSE(borne(most + 1, 0));
  }
}

TEST_F(ChargeEdgeTest, Saf090_SegmentsBeyondTheCountCarryNoCharge) {
  const PulseTrain t = in_force(1000_uA);
  Echo echo{};
  echo[0].count = 1;
  echo[0].segments[0] = segment(t, 0_us);
  echo[0].segments[1] = segment(t, 5000_us);
  echo[0].segments[1].charge1 = echo[0].segments[1].charge2 = 900'000'000_pC;
  now_ = now_ + kFrame;
  EXPECT_EQ(MonitorReason::kNone,
            monitor_.judge(echo, now_ - kFrame, now_, false).reason);
  echo[0].count = 2;
  for (PulseSegment& s : echo[0].segments) s.first_pulse = s.first_pulse + kFrame;
  now_ = now_ + kFrame;
  EXPECT_EQ(MonitorReason::kCharge,
            monitor_.judge(echo, now_ - kFrame, now_, false).reason);
}

// ---- Balance: contacts of 7'979'645 um2 keep 15 pC under 10 uV.

class BalanceEdgeTest : public MonitorEdgeTest {
 protected:
  static constexpr std::int64_t kBound_pc = 15;

  BalanceEdgeTest() {
    limits_.max_residual = Microvolts(10);
    limits_.max_echo_error_permille = 1'000'000;  // only the balance is asked here
    renew();
  }
  // So much more in the first phase than in the second; below 50 pC nothing is noise. The
  // frame ends with its pulse, so that nothing flows off.
  MonitorReason add(std::int64_t pc, std::uint8_t configuration = 0) {
    PulseSegment s = segment(in_force(1_uA, 5000_us, configuration), 0_us);
    s.charge1 = Picocoulombs(pc > 0 ? pc : 0);
    s.charge2 = Picocoulombs(pc > 0 ? 0 : -pc);
    const MonitorReason found = reason({s}, 1_us);
    now_ = now_ + 10'000_us;  // unseen by the monitor, so that pulses do not crowd
    return found;
  }
  void expect_left(std::int64_t pc) {
    const Monitor then = monitor_;
    const Instant when = now_;
    EXPECT_EQ(MonitorReason::kNone, add(kBound_pc - pc)) << pc;
    monitor_ = then;
    now_ = when;
    EXPECT_EQ(MonitorReason::kBalance, add(kBound_pc - pc + 1)) << pc;
    monitor_ = then;
    now_ = when;
  }
};

TEST_F(BalanceEdgeTest, Saf092_WhatIsLeftAddsUpToTheBoundOnEitherSide) {
  expect_left(0);
  EXPECT_EQ(MonitorReason::kNone, add(7));
  expect_left(7);
  EXPECT_EQ(MonitorReason::kNone, add(-9));
  expect_left(-2);
  EXPECT_EQ(MonitorReason::kNone, add(-13));
  EXPECT_EQ(MonitorReason::kBalance, add(-1));
}

TEST_F(BalanceEdgeTest, Saf092_TimeTakesAPicocoulombEveryTenMicrosecondsToTheRest) {
  ASSERT_EQ(MonitorReason::kNone, add(14));
  // Each frame of add() is a microsecond long, and takes part.
  const std::pair<Microseconds, std::int64_t> waits[] = {
      {7_us, 14}, {0_us, 14}, {1_us, 13}, {25_us, 11}, {14_us, 10},
      {11_us, 8}, {79_us, 1}, {1_us, 0},  {1_s, 0}};
  for (const auto& [span, left] : waits) {
    monitor_.advance_idle(span);
    expect_left(left);
  }
}

TEST_F(BalanceEdgeTest, Saf092_AnAreaOrAVoltageBelowZeroBearsNothing) {
  for (const std::int64_t word : {std::int64_t{7'979'645}, std::int64_t{10}}) {
    renew();
    auto* bytes = reinterpret_cast<unsigned char*>(&monitor_);
    int flipped = 0;
    for (std::size_t at = 0; at + 8 <= sizeof monitor_; at += 8) {
      if (std::memcmp(bytes + at, &word, 8) != 0) continue;
      bytes[at + 7] = static_cast<unsigned char>(bytes[at + 7] ^ 0x80U);
      ++flipped;
    }
    ASSERT_GE(flipped, 1) << word;
    EXPECT_EQ(MonitorReason::kBalance, reason({})) << word;
  }
}

TEST_F(BalanceEdgeTest, Saf092_TheSegmentsOfAFrameAddUp) {
  for (const std::int64_t second : {7, 8}) {
    renew();
    const PulseTrain t = in_force(1_uA);
    Segments both = {segment(t, 0_us), segment(t, 5000_us)};
    both[0].charge1 = 8_pC;
    both[1].charge1 = Picocoulombs(second);
    both[0].charge2 = both[1].charge2 = 0_pC;
    EXPECT_EQ(second > 7 ? MonitorReason::kBalance : MonitorReason::kNone,
              reason(both, 6000_us));
  }
}

TEST_F(BalanceEdgeTest, Saf092_WhatAContactGivesInOnePlaceItTakesInAnother) {
  limits_.configurations[0] = bipolar(1, kCan);
  limits_.configurations[1] = bipolar(kCan, 1);
  renew();
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(MonitorReason::kNone, add(10, 0)) << i;
    ASSERT_EQ(MonitorReason::kNone, add(10, 1)) << i;
  }
  EXPECT_EQ(MonitorReason::kNone, add(10, 0));
  EXPECT_EQ(MonitorReason::kBalance, add(10, 0));
}

TEST_F(BalanceEdgeTest, Saf092_OnlyAResetThatClearsSomethingForgetsWhatIsLeft) {
  ASSERT_EQ(MonitorReason::kNone, add(10));
  ASSERT_EQ(MonitorReason::kNone, judged({}, 1_us, true).reason);
  expect_left(10);
  ASSERT_EQ(MonitorReason::kBalance, add(6));
  ASSERT_EQ(MonitorReason::kBalance, judged({}, 1_us).reason);
  EXPECT_EQ(MonitorReason::kBalance, judged({}, 1_us, true).reason) << "it is left still";
  (void)judged({}, 1_us);
  EXPECT_EQ(MonitorReason::kNone, judged({}, 1_us, true).reason);
  expect_left(0);
}

TEST_F(BalanceEdgeTest, Saf092_EachContactOfAPulseKeepsWhatIsLeft) {
  for (std::size_t c = 0; c < kCan; ++c) {
    limits_.configurations[0] = bipolar(c, kCan);
    limits_.leads = {LeadModel::kSeeg080x200, LeadModel::kSeeg080x200};
    renew();  // 5'026'548 um2 keep 10 pC
    EXPECT_EQ(MonitorReason::kNone, add(10)) << c;
    EXPECT_EQ(MonitorReason::kBalance, add(1)) << c;
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
