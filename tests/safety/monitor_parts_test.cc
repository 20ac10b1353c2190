// The monitor where two of its conditions meet: limits that were never validated, trains
// that take over from each other, memory that agrees with its complement and is wrong.
#include <gtest/gtest.h>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

class MonitorPartsTest : public MonitorTest {
 protected:
  // A frame of 32 ms judged by itself; both outputs silent but for these segments.
  MonitorReason judged(std::initializer_list<PulseSegment> segments) {
    Echo echo{};
    for (const PulseSegment& s : segments) echo[0].segments[echo[0].count++] = s;
    now_ = now_ + kFrame;
    return monitor_.judge(echo, now_ - kFrame, now_, false).reason;
  }
  // In force, and what it replaced.
  void command(const PulseTrain& in_force, const PulseTrain& before) {
    monitor_.note(forge(before));
    monitor_.note(forge(in_force));
  }
  PulseTrain train_at(Microseconds after, Microamps amplitude) {
    PulseTrain t = train(now_ + after, 1_s, amplitude);
    return t;
  }
  // One pulse of a train, so long into the next frame.
  PulseSegment pulse(const PulseTrain& of, Microseconds after) {
    PulseSegment s;
    s.first_pulse = now_ + after;
    s.pulses = 1;
    s.amplitude = of.amplitude;
    s.pulse_width = of.pulse_width;
    s.charge1 = s.charge2 = of.amplitude * of.pulse_width;
    s.configuration = of.configuration;
    return s;
  }
};

// ---- Limits.

TEST_F(MonitorPartsTest, Saf090_AShannonKBeyondTheTableGrowsNoFurther) {
  const auto bears = [&](int k, std::int64_t pc) {
    limits_.shannon_k_hundredths = k;
    limits_.charge_density_nc_per_cm2 = 1'000'000;
    renew();
    PulseTrain t = train_at(0_us, 4000_uA);
    command(t, t);
    PulseSegment s = pulse(t, 0_us);
    s.charge1 = s.charge2 = Picocoulombs(pc);
    return judged({s}) != MonitorReason::kCharge;
  };
  std::int64_t most = 1;
  while (bears(200, most * 101 / 100 + 1)) most = most * 101 / 100 + 1;
  EXPECT_FALSE(bears(199, most)) << "a smaller k bears less";
  EXPECT_TRUE(bears(201, most));
  EXPECT_FALSE(bears(INT32_MAX, most * 102 / 100 + 2)) << "a larger one no more";
}

TEST_F(MonitorPartsTest, Saf093_OnlyConfigurationsThatExistMayPulse) {
  limits_.configurations.fill(limits_.configurations[0]);
  for (const int count : {0, 1, kMaxConfigurations, kMaxConfigurations + 3}) {
    limits_.configuration_count = static_cast<std::uint8_t>(count);
    for (int c = 0; c < kMaxConfigurations + 2; ++c) {
      renew();
      PulseTrain t = train_at(0_us, 4000_uA);
      t.configuration = static_cast<std::uint8_t>(c);
      command(t, t);
      const bool exists = c < count && c < kMaxConfigurations;
      EXPECT_EQ(exists ? MonitorReason::kNone : MonitorReason::kUnasked,
                judged({pulse(t, 0_us)}))
          << c << " of " << count;
    }
  }
}

// ---- Measurements that cannot be.

TEST_F(MonitorPartsTest, Saf095_APulseOfMoreThanASecondIsNoMeasurement) {
  const auto of_width = [&](Microseconds width) {
    renew();
    PulseTrain t = train_at(0_us, 4000_uA);
    command(t, t);
    PulseSegment s = pulse(t, 0_us);
    s.pulse_width = width;
    return judged({s});
  };
  EXPECT_NE(MonitorReason::kMalformed, of_width(1'000'000_us));
  EXPECT_EQ(MonitorReason::kMalformed, of_width(1'000'001_us));
  EXPECT_EQ(MonitorReason::kMalformed, of_width(0_us));
}

TEST_F(MonitorPartsTest, Saf094_SegmentsWithoutPulsesSayNothing) {
  const PulseTrain t = train_at(0_us, 4000_uA);
  command(t, t);
  PulseSegment none = pulse(t, 0_us);
  none.pulses = 0;
  none.configuration = 99;
  none.charge1 = Picocoulombs(INT64_MAX);
  EXPECT_EQ(MonitorReason::kNone, judged({none, pulse(t, 0_us), none}));
}

// ---- Handovers.

TEST_F(MonitorPartsTest, Saf094_APulseMayBeOfTheTrainBefore) {
  const PulseTrain before = train_at(0_us, 4000_uA);
  const PulseTrain now = train_at(0_us, 2000_uA);
  const auto frames = [&](const PulseSegment& a, const PulseSegment& b) {
    renew();
    command(now, before);
    (void)judged({a, b});
    // Two frames that disagree are a fault.
    PulseSegment c = a, d = b;
    c.first_pulse = c.first_pulse + kFrame;
    d.first_pulse = d.first_pulse + kFrame;
    const MonitorReason found = judged({c, d});
    renew();  // segments of the next case are said from the start
    return found;
  };
  const PulseTrain neither = train_at(0_us, 3000_uA);
  const auto at = [&](const PulseTrain& t, int ms) {
    return pulse(t, Microseconds(ms * 1000));
  };
  EXPECT_EQ(MonitorReason::kNone, frames(at(before, 0), at(now, 5)));
  EXPECT_EQ(MonitorReason::kNone, frames(at(now, 0), at(before, 5)));
  EXPECT_EQ(MonitorReason::kMismatch, frames(at(neither, 0), at(now, 5)));
  EXPECT_EQ(MonitorReason::kMismatch, frames(at(now, 0), at(neither, 5)));
}

TEST_F(MonitorPartsTest, Saf094_ATrainThatHadNotBegunOrWasOverExplainsNoPulse) {
  const PulseTrain early = train_at(0_us, 4000_uA);
  PulseTrain late = early;
  late.first_pulse = late.first_pulse + 1_s;
  late.valid_until = late.valid_until + 2_s;
  late.amplitude = 2000_uA;
  const auto twice = [&](const PulseTrain& in_force, const PulseTrain& before,
                         const PulseTrain& delivered) {
    renew();
    command(in_force, before);
    const PulseSegment one = pulse(delivered, 0_us);
    (void)judged({one});
    PulseSegment two = one;
    two.first_pulse = two.first_pulse + kFrame;
    return judged({two});
  };
  // Of the train whose time it is, at that train's amplitude: fine from either side.
  EXPECT_EQ(MonitorReason::kNone, twice(early, late, early));
  EXPECT_EQ(MonitorReason::kNone, twice(late, early, early));
  // At the amplitude of the train whose time it is not.
  EXPECT_EQ(MonitorReason::kMismatch, twice(early, late, late));
  EXPECT_EQ(MonitorReason::kMismatch, twice(late, early, late));
  EXPECT_EQ(MonitorReason::kUnasked, twice(late, late, late));
}

// ---- Rate.

TEST_F(MonitorPartsTest, Saf091_ShortIntervalsAddUpOverSegments) {
  const PulseTrain t = train_at(0_us, 4000_uA);
  const auto pair = [&](Microseconds after, Microseconds period) {
    PulseSegment s = pulse(t, after);
    s.pulses = 2;
    s.period = period;
    return s;
  };
  const auto of = [&](std::initializer_list<PulseSegment> segments) {
    renew();
    command(t, t);
    const MonitorReason found = judged(segments);
    renew();
    return found;
  };
  // One interval of 2 ms under a limit of 3 ms is a change of trains.
  EXPECT_EQ(MonitorReason::kNone, of({pair(0_us, 2000_us)}));
  EXPECT_EQ(MonitorReason::kRate, of({pair(0_us, 2000_us), pulse(t, 4000_us)}));
  EXPECT_EQ(MonitorReason::kRate, of({pulse(t, 0_us), pair(2000_us, 2000_us)}));
  EXPECT_EQ(MonitorReason::kNone, of({pulse(t, 0_us), pair(2000_us, 5000_us)}));
  EXPECT_EQ(MonitorReason::kNone, of({pulse(t, 0_us), pair(5000_us, 2000_us)}));
  EXPECT_EQ(MonitorReason::kRate,
            of({pulse(t, 0_us), pulse(t, 2000_us), pair(4000_us, 5000_us)}))
      << "two in a row, whatever follows";
}

// ---- Pulses that do not come.

TEST_F(MonitorPartsTest, Saf094_ATrainOnItsPeriodIsDueAtOnce) {
  PulseTrain t = train_at(0_us, 4000_uA);
  t.period = kFrame;  // one pulse a frame, each on its first instant
  t.valid_until = now_ + 10_s;
  command(t, t);
  for (int i = 1; i < kMissingFrames; ++i) EXPECT_EQ(MonitorReason::kNone, judged({}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(MonitorReason::kMissing, judged({}));
}

// ---- Balance.

TEST_F(MonitorPartsTest, Saf092_WhatIsCountedNeverOverflowsOnEitherSide) {
  for (const bool first : {true, false}) {
    renew();
    PulseTrain t = train_at(0_us, 4000_uA);
    t.period = 1_us;
    t.valid_until = now_ + 100'000_s;
    command(t, t);
    MonitorReason found = MonitorReason::kNone;
    for (int i = 0; i < 40'000; ++i) {
      PulseSegment s = pulse(t, 0_us);
      s.pulses = 32'000;
      s.period = 1_us;
      (first ? s.charge1 : s.charge2) = Picocoulombs(1'000'000'000);
      (first ? s.charge2 : s.charge1) = Picocoulombs(0);
      found = judged({s});
    }
    EXPECT_NE(MonitorReason::kNone, found);
  }
}

// ---- Memory.

TEST_F(MonitorPartsTest, Saf095_ALatchThatIsNoReasonIsACorruptOneAndStays) {
  Monitor fresh(limits_);
  const auto* bytes = reinterpret_cast<const unsigned char*>(&fresh);
  std::size_t latch = sizeof fresh;  // the two bytes that are each other's complement
  for (std::size_t i = sizeof fresh - 16; i + 1 < sizeof fresh; ++i) {
    if (bytes[i] == 0 && bytes[i + 1] == 0xFF) latch = i;
  }
  ASSERT_LT(latch, sizeof fresh);
  const auto corrupt = static_cast<unsigned char>(MonitorReason::kCorrupt);
  const auto after = [&](unsigned char value, bool reset) {
    renew();
    auto* memory = reinterpret_cast<unsigned char*>(&monitor_);
    memory[latch] = value;
    memory[latch + 1] = static_cast<unsigned char>(~value);
    return live(StimCommand::off(), {}, reset).reason;
  };
  EXPECT_EQ(MonitorReason::kCorrupt, after(corrupt, false));
  EXPECT_EQ(MonitorReason::kNone, after(corrupt, true)) << "a clinician has seen it";
  EXPECT_EQ(MonitorReason::kCorrupt, after(corrupt + 1, false));
  EXPECT_EQ(MonitorReason::kCorrupt, after(corrupt + 1, true)) << "not in the same frame";
}

}  // namespace
}  // namespace homeostat::safety::testing
