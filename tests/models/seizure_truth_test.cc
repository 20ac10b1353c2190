#include "models/seizure_truth.h"

#include <gtest/gtest.h>

namespace homeostat::models {
namespace {

// Updates every 10 ms, smoothing of half a second.
class SeizureTruthTest : public ::testing::Test {
 protected:
  void live(double seconds, double discharge) {
    const double end_s = now_s_ + seconds;
    while (now_s_ < end_s - 1e-9) {
      now_s_ += 0.01;
      truth_.update(now_s_, discharge);
    }
  }

  double now_s_ = 0.0;
  SeizureTruth truth_{0.01, 0.5};
};

TEST_F(SeizureTruthTest, ThereIsNoneInQuiet) {
  live(10.0, 0.1);
  EXPECT_FALSE(truth_.in_seizure());
  EXPECT_TRUE(truth_.seizures(now_s_).empty());
}

// Smoothing lets the level pass 0.2 after 0.11 s and fall below 0.5 after 0.35 s.
TEST_F(SeizureTruthTest, ReportsOnsetAndEndWithinTheSmoothing) {
  live(10.0, 0.0);
  live(20.0, 1.0);
  EXPECT_TRUE(truth_.in_seizure());
  live(5.0, 0.0);
  EXPECT_FALSE(truth_.in_seizure());
  const auto seizures = truth_.seizures(now_s_);
  ASSERT_EQ(seizures.size(), 1U);
  EXPECT_NEAR(seizures[0].onset_s, 10.11, 0.03);
  EXPECT_NEAR(seizures[0].end_s, 30.35, 0.03);
}

TEST_F(SeizureTruthTest, OneStillGoingOnEndsNow) {
  live(2.0, 0.0);
  live(3.0, 1.0);
  const auto seizures = truth_.seizures(now_s_);
  ASSERT_EQ(seizures.size(), 1U);
  EXPECT_EQ(seizures[0].end_s, now_s_);
}

TEST_F(SeizureTruthTest, AShortGapDoesNotCutOneInTwo) {
  live(5.0, 1.0);
  live(0.5, 0.0);  // the level falls to 0.37: below one half, not below a fifth
  live(5.0, 1.0);
  EXPECT_EQ(truth_.seizures(now_s_).size(), 1U);
  live(1.0, 0.0);
  live(5.0, 1.0);
  EXPECT_EQ(truth_.seizures(now_s_).size(), 2U);
}

TEST_F(SeizureTruthTest, AFlickerIsNotASeizure) {
  live(0.3, 1.0);  // the level rises to 0.45
  live(5.0, 0.0);
  EXPECT_TRUE(truth_.seizures(now_s_).empty());
  live(0.4, 1.0);  // 0.55
  live(5.0, 0.0);
  EXPECT_EQ(truth_.seizures(now_s_).size(), 1U);
}

}  // namespace
}  // namespace homeostat::models
