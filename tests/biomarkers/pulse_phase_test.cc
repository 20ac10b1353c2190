#include "biomarkers/pulse_phase.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

using safety::PulseSegment;

// Frames of eight samples, 4 ms each; the first covers [0, 32 ms).
class PulsePhaseTest : public ::testing::Test {
 protected:
  PulsePhases next(PulseSegment segment, std::size_t output = 0) {
    say(segment, output);
    return next();
  }
  void say(PulseSegment segment, std::size_t output) {
    auto& echo = frame_.echo[output];
    echo.segments[echo.count++] = segment;
  }
  PulsePhases next() {
    frame_.sample_count = kSamples;
    frame_.time = frame_.time + kFrame;
    const PulsePhases phases = phase_.update(frame_);
    frame_.echo = {};
    return phases;
  }
  // Of a train whose pulses start at first + k x period: those of the coming frame.
  PulseSegment train(std::uint64_t first_us, std::uint64_t period_us) const {
    PulseSegment segment;
    const std::uint64_t start = frame_.time.count();
    std::uint64_t pulse = first_us;
    while (pulse < start) pulse += period_us;
    segment.first_pulse = Instant(pulse);
    segment.period = Microseconds(static_cast<std::int64_t>(period_us));
    for (; pulse < start + 32'000; pulse += period_us) ++segment.pulses;
    segment.amplitude = 2000_uA;
    segment.pulse_width = 160_us;
    return segment;
  }
  static void expect_fine(const PulsePhases& phases) {
    EXPECT_FALSE(phases.anew);
    EXPECT_EQ(phases.lost, 0U);
  }

  PulsePhase phase_{{kRateHz, kSamples}};
  SampleFrame frame_;
};

TEST_F(PulsePhaseTest, SilenceHasNoPhase) {
  const PulsePhases phases = next();
  expect_fine(phases);
  EXPECT_EQ(phases.known, 0U);
}

TEST_F(PulsePhaseTest, Saf264_ATrainThatBeginsIsNewAndLostFromItsFirstPulse) {
  const PulsePhases first = next(train(10'000, 5000));
  EXPECT_TRUE(first.anew);
  EXPECT_EQ(first.known, 0U);
  EXPECT_EQ(first.lost, 0b1111'1100U);  // the third sample lasts until 12 ms
}

TEST_F(PulsePhaseTest, TellsThePlaceOfEachSampleInThePeriod) {
  next(train(1000, 5000));
  const PulsePhases phases = next(train(1000, 5000));
  expect_fine(phases);
  EXPECT_EQ(phases.known, 0xFFU);
  for (std::size_t i = 0; i < kSamples; ++i) {  // the last pulse before was at 31 ms
    EXPECT_FLOAT_EQ(phases.phase[i], static_cast<float>((1 + 4 * i) % 5) / 5.0F);
  }
}

TEST_F(PulsePhaseTest, APeriodLongerThanAFrameIsOne) {
  next(train(8000, 50'000));
  const PulsePhases silent = next();  // 58 ms lies within it
  EXPECT_EQ(silent.known, 0b0111'1111U) << "the pulse did not come: the train is over";
  expect_fine(silent);
  phase_ = PulsePhase({kRateHz, kSamples});
  frame_.time = {};
  next(train(28'000, 50'000));
  EXPECT_EQ(next().known, 0xFFU);
  const PulsePhases goes_on = next(train(28'000, 50'000));
  expect_fine(goes_on);
  EXPECT_EQ(goes_on.known, 0xFFU);
  EXPECT_FLOAT_EQ(goes_on.phase[0], 36.0F / 50.0F);
  EXPECT_FLOAT_EQ(goes_on.phase[4], 2.0F / 50.0F);
}

TEST_F(PulsePhaseTest, Saf264_AnyChangeOfTheTrainIsNewAndLosesTheWholeFrame) {
  using Change = void (*)(PulseSegment&);
  const Change changes[] = {
      [](PulseSegment& s) { s.amplitude = 2001_uA; },
      [](PulseSegment& s) { s.pulse_width = 161_us; },
      [](PulseSegment& s) { s.configuration = 1; },
      [](PulseSegment& s) { s.period = 5001_us; },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse + 2_us; },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse - 2_us; },
      [](PulseSegment& s) { s.flags = safety::kSegmentsLost; },
      [](PulseSegment& s) { s.period = Microseconds(-1); },
      [](PulseSegment& s) { s.period = {}; },
      [](PulseSegment& s) { s.pulses = 4'000'000'000; },
  };
  for (const Change change : changes) {
    phase_ = PulsePhase({kRateHz, kSamples});
    frame_.time = {};
    next(train(1000, 5000));
    expect_fine(next(train(1000, 5000)));
    PulseSegment segment = train(1000, 5000);
    change(segment);
    const PulsePhases phases = next(segment);
    EXPECT_TRUE(phases.anew);
    EXPECT_EQ(phases.known, 0U);
    EXPECT_EQ(phases.lost, 0xFFU);
  }
}

TEST_F(PulsePhaseTest, AClockMayRoundByAMicrosecondAndAMissingPulseIsAChange) {
  next(train(1000, 5000));
  PulseSegment segment = train(1000, 5000);
  segment.first_pulse = segment.first_pulse + 1_us;
  expect_fine(next(segment));
  segment = train(1000, 5000);  // a microsecond earlier again
  expect_fine(next(segment));
  segment = train(1000, 5000);
  segment.first_pulse = segment.first_pulse + 5000_us;
  --segment.pulses;
  EXPECT_TRUE(next(segment).anew);
}

TEST_F(PulsePhaseTest, ASinglePulseOnItsPlaceNeedsNoPeriod) {
  next(train(1000, 20'000));
  PulseSegment segment = train(1000, 20'000);
  segment.pulses = 1;
  segment.period = {};
  segment.first_pulse = Instant(41'000);
  EXPECT_EQ(next(segment).known, 0xFFU);
}

TEST_F(PulsePhaseTest, Saf264_PulsesWithoutAPeriodAreLost) {
  PulseSegment segment = train(9000, 1'000'000);
  segment.period = {};
  for (int i = 0; i < 3; ++i) {
    segment.first_pulse = frame_.time + 9000_us;
    const PulsePhases phases = next(segment);
    EXPECT_TRUE(phases.anew);
    EXPECT_EQ(phases.lost, 0b1111'1100U);
  }
  expect_fine(next());
}

TEST_F(PulsePhaseTest, SeveralSegmentsAreAChange) {
  next(train(1000, 5000));
  PulseSegment one = train(1000, 5000);
  one.pulses = 3;
  PulseSegment other = train(1000, 5000);
  other.first_pulse = one.first_pulse + 15'000_us;
  other.pulses = 3;
  say(one, 0);
  EXPECT_TRUE(next(other).anew);
}

TEST_F(PulsePhaseTest, ATrainThatEndsLeavesItsLastPeriod) {
  next(train(1000, 5000));
  PulseSegment last = train(1000, 5000);
  last.pulses = 2;  // 36 and 41 ms
  const PulsePhases phases = next(last);
  expect_fine(phases);
  EXPECT_EQ(phases.known, 0b0000'1111U) << "until 46 ms";
}

TEST_F(PulsePhaseTest, TwoOutputsOfOneRateAreOneArtefact) {
  say(train(1000, 5000), 0);
  EXPECT_TRUE(next(train(3000, 5000), 1).anew);
  for (int i = 0; i < 3; ++i) {
    say(train(1000, 5000), 0);
    const PulsePhases phases = next(train(3000, 5000), 1);
    expect_fine(phases);
    EXPECT_EQ(phases.known, 0xFFU);
  }
  EXPECT_TRUE(next(train(1000, 5000)).anew) << "the other one ended";
}

TEST_F(PulsePhaseTest, Saf264_TwoOutputsOfTwoRatesAreLost) {
  for (int i = 0; i < 4; ++i) {
    say(train(1000, 5000), 0);
    const PulsePhases phases = next(train(3000, 8000), 1);
    EXPECT_TRUE(phases.anew);
    EXPECT_EQ(phases.lost, 0xFFU);
  }
}

TEST_F(PulsePhaseTest, TheSecondOutputAloneHasItsPhaseToo) {
  next(train(1000, 5000), 1);
  EXPECT_EQ(next(train(1000, 5000), 1).known, 0xFFU);
}

TEST_F(PulsePhaseTest, AClockThatRunsBackwardsHasNoPhase) {
  frame_.time = Instant(1'000'000);
  next(train(1'001'000, 5000));
  frame_.time = Instant(100'000);
  EXPECT_EQ(next().known, 0U);
  EXPECT_TRUE(next(train(1000, 5000)).anew);
}

}  // namespace
}  // namespace homeostat::biomarkers
