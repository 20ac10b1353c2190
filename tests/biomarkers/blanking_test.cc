#include "biomarkers/blanking.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

// Frames of eight samples, 4 ms each; the first covers [0, 32 ms).
class BlankingTest : public ::testing::Test {
 protected:
  // Spoilt samples of the next frame, in which output `output` delivered `segment`.
  SampleMask next(safety::PulseSegment segment, std::size_t output = 0) {
    frame_.echo[output].segments[0] = segment;
    frame_.echo[output].count = 1;
    return next();
  }
  SampleMask next() {
    frame_.sample_count = kSamples;
    frame_.time = frame_.time + kFrame;
    const SampleMask spoilt = blanking_.update(frame_);
    frame_.echo = {};
    return spoilt;
  }
  static safety::PulseSegment pulses(std::uint64_t first_us, Microseconds period = {},
                                     std::uint32_t count = 1) {
    safety::PulseSegment segment;
    segment.first_pulse = Instant(first_us);
    segment.period = period;
    segment.pulses = count;
    return segment;
  }
  static Blanking of(Microseconds blanking) { return {blanking, {kRateHz, kSamples}}; }

  Blanking blanking_ = of(6_ms);
  SampleFrame frame_;
};

TEST_F(BlankingTest, SilenceSpoilsNothing) {
  EXPECT_EQ(next(), 0U);
  EXPECT_EQ(next(pulses(40'000, {}, 0)), 0U) << "a segment of no pulses";
}

TEST_F(BlankingTest,
       Saf118_SpoilsTheSampleOfThePulseAndThoseThatStartWithinTheBlankingTime) {
  EXPECT_EQ(next(pulses(8'000)), 0b0000'1100U);   // samples at 8 and 12 ms, not at 16
  EXPECT_EQ(next(pulses(42'001)), 0b0001'1100U);  // 40 (holds the pulse), 44 and 48 ms
}

TEST_F(BlankingTest, Saf118_ASampleThatStartsWhenTheBlankingEndsIsClean) {
  EXPECT_EQ(next(pulses(10'000)), 0b0000'1100U);  // until 16 ms exactly
  EXPECT_EQ(next(pulses(42'001)) >> 4U, 0b0001U);
}

TEST_F(BlankingTest, AMicrosecondDecidesWhichSampleHoldsThePulse) {
  EXPECT_EQ(next(pulses(11'999)), 0b0001'1100U);
  EXPECT_EQ(next(pulses(44'000)), 0b0001'1000U);
}

TEST_F(BlankingTest, Saf118_ReachesIntoTheNextFrame) {
  EXPECT_EQ(next(pulses(31'000)), 0b1000'0000U);
  EXPECT_EQ(next(), 0b0000'0011U);  // until 37 ms: samples at 32 and 36 ms
  EXPECT_EQ(next(), 0U);
}

TEST_F(BlankingTest, FollowsATrain) {
  blanking_ = of(1_ms);
  EXPECT_EQ(next(pulses(0, 8000_us, 4)), 0b0101'0101U);
  EXPECT_EQ(next(pulses(33'000, 5000_us, 100)), 0b1111'1111U & ~0b0000'1000U);
  EXPECT_EQ(next(pulses(64'000, 8000_us, 2)), 0b0000'0101U) << "that ends in the frame";
}

TEST_F(BlankingTest, Saf118_FollowsEverySegmentOfBothOutputs) {
  blanking_ = of(1_ms);
  frame_.echo[0].segments[0] = pulses(0);
  frame_.echo[0].segments[1] = pulses(12'000);
  frame_.echo[0].count = 2;
  EXPECT_EQ(next(pulses(24'000), 1), 0b0100'1001U);
}

TEST_F(BlankingTest, APulseAtTheEndOfTheFrameBelongsToTheNext) {
  EXPECT_EQ(next(pulses(32'000)), 0U);
  EXPECT_EQ(next(pulses(32'000)), 0b0000'0011U);
}

TEST_F(BlankingTest, Saf119_AnEchoThatLostSegmentsSpoilsTheWholeFrameAndWhatFollows) {
  safety::PulseSegment lost = pulses(0);
  lost.flags = safety::kSegmentsLost;
  EXPECT_EQ(next(lost), 0b1111'1111U);
  EXPECT_EQ(next(), 0b0000'0011U);
}

TEST_F(BlankingTest, OfZeroSpoilsNothing) {
  blanking_ = of({});
  EXPECT_EQ(next(pulses(0, 1000_us, 32)), 0U);
}

TEST_F(BlankingTest, Saf120_AClockThatRunsBackwardsDoesNotBlankForEver) {
  frame_.time = Instant(1'000'000'000);
  next(pulses(1'000'010'000));
  frame_.time = Instant(0);
  EXPECT_EQ(next(), 0U);
  EXPECT_EQ(next(pulses(40'000)), 0b0000'1100U);
}

TEST_F(BlankingTest, Saf120_AnyEchoGivesAnAnswerAndNoneLasts) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    for (safety::OutputEcho& echo : frame_.echo) {
      echo.count = static_cast<std::uint8_t>(random());
      for (safety::PulseSegment& segment : echo.segments) {
        segment.first_pulse = Instant(random());
        segment.period = Microseconds(static_cast<std::int64_t>(random()));
        segment.pulses = static_cast<std::uint32_t>(random());
        segment.flags = 0;
      }
    }
    next();
  }
  next();
  EXPECT_EQ(next(), 0U);
}

}  // namespace
}  // namespace homeostat::biomarkers
