#include "biomarkers/freshness.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

// Frames of 32 ms, stale after 100 ms.
class FreshnessTest : public ::testing::Test {
 protected:
  FreshnessTest() {
    frame_.channel_count = 1;
    frame_.sample_count = kSamples;
    frame_.time = Instant(1'000'000);
    frame_.sequence = 7;
    freshness_.judge(frame_);
  }
  Arrival arrives(Microseconds later, std::uint32_t frames_later) {
    frame_.time = frame_.time + later;
    frame_.sequence += frames_later;
    return freshness_.judge(frame_);
  }
  Freshness freshness_{bare_settings()};
  SampleFrame frame_;
};

TEST_F(FreshnessTest, TheNextFrameIsFresh) {
  const Arrival next = arrives(kFrame, 1);
  EXPECT_EQ(next.flags, 0);
  EXPECT_FALSE(next.after_gap);
}

TEST(Freshness, TheFirstFrameIsFreshWheneverItComesButFollowsAGap) {
  Freshness freshness(bare_settings());
  SampleFrame frame;
  frame.channel_count = 1;
  frame.sample_count = kSamples;
  frame.time = Instant(~std::uint64_t{0} / 2);
  frame.sequence = 99;
  const Arrival first = freshness.judge(frame);
  EXPECT_EQ(first.flags, 0);
  EXPECT_TRUE(first.after_gap);
}

TEST_F(FreshnessTest, Saf111_LostFramesWithinTheAgeAreAGapAndNoMore) {
  const Arrival next = arrives(96_ms, 3);
  EXPECT_EQ(next.flags, 0);
  EXPECT_TRUE(next.after_gap);
}

TEST_F(FreshnessTest, Saf110_FramesUpToTheAgeApartAreFreshAndBeyondItStale) {
  EXPECT_EQ(arrives(100_ms, 3).flags, 0);
  EXPECT_EQ(arrives(100'001_us, 3).flags, kStale);
  EXPECT_EQ(arrives(kFrame, 1).flags, 0) << "one fault is told once";
}

TEST_F(FreshnessTest, Saf110_TheSameFrameAgainIsStaleWhateverItsStamp) {
  EXPECT_EQ(arrives({}, 0).flags, kStale);
  EXPECT_EQ(arrives(kFrame, 0).flags, kStale);
}

TEST_F(FreshnessTest, Saf110_TimeThatStandsStillIsStale) {
  EXPECT_EQ(arrives({}, 1).flags, kStale);
  EXPECT_EQ(arrives(15'999_us, 1).flags, kStale);
  EXPECT_EQ(arrives(16_ms, 1).flags, 0);
}

TEST_F(FreshnessTest, Saf110_AStampThatRunsBackwardsIsWrong) {
  EXPECT_EQ(arrives(Microseconds(-1), 1).flags, kFutureStamp);
  EXPECT_EQ(arrives(kFrame, 1).flags, 0)
      << "later frames are judged against the new time";
}

TEST_F(FreshnessTest, Saf110_AJumpAheadThatTheSequenceDoesNotExplainIsWrong) {
  EXPECT_EQ(arrives(132'001_us, 1).flags, kFutureStamp);
  EXPECT_EQ(arrives(132_ms, 1).flags, kStale) << "by no more than the age";
  EXPECT_EQ(arrives(10_s, 312).flags, kStale) << "ten seconds of frames were lost";
}

TEST_F(FreshnessTest, TheSequenceMayWrap) {
  frame_.sequence = ~std::uint32_t{0};
  freshness_.judge(frame_);
  const Arrival next = arrives(kFrame, 1);
  EXPECT_EQ(frame_.sequence, 0U);
  EXPECT_EQ(next.flags, 0);
  EXPECT_FALSE(next.after_gap);
}

TEST_F(FreshnessTest, Saf110_AnotherShapeIsNoSignal) {
  frame_.channel_count = 2;
  EXPECT_EQ(arrives(kFrame, 1).flags, kDisconnected);
  frame_.channel_count = 1;
  frame_.sample_count = kSamples - 1;
  EXPECT_EQ(arrives(kFrame, 1).flags, kDisconnected);
  frame_.sample_count = 255;
  EXPECT_EQ(arrives(kFrame, 1).flags, kDisconnected);
  frame_.sample_count = kSamples;
  EXPECT_EQ(arrives(kFrame, 1).flags, 0);
}

}  // namespace
}  // namespace homeostat::biomarkers
