#include "biomarkers/windowed_mean.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace homeostat::biomarkers {
namespace {

TEST(FramesPerBlock, IsTheFewestThatFit) {
  EXPECT_EQ(frames_per_block(1, 32), 1);
  EXPECT_EQ(frames_per_block(31, 32), 1);
  EXPECT_EQ(frames_per_block(32, 32), 1);
  EXPECT_EQ(frames_per_block(64, 32), 2);
}

TEST(FramesPerBlock, PrefersABlockThatDividesTheWindow) {
  EXPECT_EQ(frames_per_block(33, 32), 3);
  EXPECT_EQ(frames_per_block(125, 32), 5);    // 4 s of 32 ms frames
  EXPECT_EQ(frames_per_block(3750, 64), 75);  // 120 s of them
}

TEST(FramesPerBlock, RoundsAWindowUpThatNoBlockDivides) {
  EXPECT_EQ(frames_per_block(37, 32), 2);
  EXPECT_EQ(WindowedMean<32>(37).window_frames(), 38);
}

// The window as a plain list of frames: what the blocks must add up to.
class PlainWindow {
 public:
  explicit PlainWindow(int frames) : frames_(static_cast<std::size_t>(frames)) {}
  void add(const FrameSum& frame) {
    kept_.push_back(frame);
    if (kept_.size() > frames_) kept_.pop_front();
  }
  double mean() const {
    double sum = 0.0;
    for (const FrameSum& f : kept_) sum += static_cast<double>(f.sum);
    return count() > 0 ? sum / count() : 0.0;
  }
  int count() const {
    int n = 0;
    for (const FrameSum& f : kept_) n += f.count;
    return n;
  }

 private:
  std::size_t frames_;
  std::deque<FrameSum> kept_;
};

class WindowedMeanOf : public ::testing::TestWithParam<int> {};

TEST_P(WindowedMeanOf, IsTheMeanOfTheLastFramesAtEveryBlock) {
  WindowedMean<32> mean(GetParam());
  PlainWindow plain(mean.window_frames());
  const int block = frames_per_block(GetParam(), 32);
  std::mt19937 random(1);
  std::uniform_real_distribution<float> value(0.0F, 100.0F);
  std::uniform_int_distribution<int> samples(0, 8);
  for (int i = 1; i <= 10 * mean.window_frames(); ++i) {
    const int count = samples(random);
    const FrameSum frame{value(random) * static_cast<float>(count), count};
    mean.add(frame);
    plain.add(frame);
    if (i % block != 0) continue;
    ASSERT_EQ(mean.count(), plain.count()) << i;
    ASSERT_NEAR(mean.mean(), plain.mean(), 1.0e-5 * plain.mean()) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Frames, WindowedMeanOf,
                         ::testing::Values(1, 2, 8, 31, 32, 33, 37, 125, 1000));

TEST(WindowedMean, OfNothingIsZero) {
  WindowedMean<32> mean(8);
  EXPECT_EQ(mean.count(), 0);
  EXPECT_EQ(mean.mean(), 0.0F);
  for (int i = 0; i < 20; ++i) mean.add({0.0F, 0});
  EXPECT_EQ(mean.mean(), 0.0F);
}

TEST(WindowedMean, StandsStillWithinABlock) {
  WindowedMean<4> mean(8);  // blocks of two frames
  mean.add({10.0F, 1});
  EXPECT_EQ(mean.count(), 0);
  mean.add({20.0F, 1});
  EXPECT_EQ(mean.mean(), 15.0F);
}

TEST(WindowedMean, Saf116_ForgetsAWildValueWithoutATrace) {
  WindowedMean<32> wild(100);
  WindowedMean<32> calm(100);
  for (int i = 0; i < 1000; ++i) {
    const FrameSum frame{0.1F * static_cast<float>(i % 7), 8};
    calm.add(frame);
    wild.add(i == 500 ? FrameSum{1.0e30F, 8} : frame);
    if (i == 550) {
      EXPECT_GT(wild.mean(), 1.0e20F);
    }
    if (i >= 700) {
      ASSERT_EQ(wild.mean(), calm.mean()) << i;
    }
  }
}

TEST(WindowedMean, DoesNotDriftOverADayOfFrames) {
  WindowedMean<64> mean(3750);
  const FrameSum frame{0.1F, 8};
  for (int i = 0; i < 3750; ++i) mean.add(frame);
  const float first = mean.mean();
  for (int i = 0; i < 24 * 3600 * 31; ++i) mean.add(frame);
  EXPECT_EQ(mean.count(), 3750 * 8);
  EXPECT_NEAR(mean.mean(), first, 1.0e-6F * first);
}

TEST(WindowedMean, StartsAnewWhenCleared) {
  WindowedMean<32> used(33);
  for (int i = 0; i < 50; ++i) used.add({1.0e6F, 8});
  used.clear();
  WindowedMean<32> fresh(33);
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(used.count(), fresh.count());
    ASSERT_EQ(used.mean(), fresh.mean());
    const FrameSum frame{static_cast<float>(i), 8};
    used.add(frame);
    fresh.add(frame);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
