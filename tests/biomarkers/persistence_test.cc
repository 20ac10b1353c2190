#include "biomarkers/persistence.h"

#include <gtest/gtest.h>

namespace homeostat::biomarkers {
namespace {

using namespace homeostat::literals;

constexpr Microseconds kFrame = 32_ms;

// Onset after 3 frames, end after 5.
class PersistenceTest : public ::testing::Test {
 protected:
  bool after(int frames, Evidence evidence) {
    for (int i = 0; i < frames; ++i) persistence_.update(evidence, kFrame);
    return persistence_.seizure();
  }
  Persistence persistence_{{.votes = 1, .onset = 96_ms, .termination = 160_ms}};
};

TEST_F(PersistenceTest, Saf125_BeginsWhenEvidenceHasLastedTheOnsetTime) {
  EXPECT_FALSE(after(2, Evidence::kAbove));
  EXPECT_TRUE(after(1, Evidence::kAbove));
}

TEST_F(PersistenceTest, Saf125_OneFrameBelowStartsTheOnsetAnew) {
  after(2, Evidence::kAbove);
  after(1, Evidence::kBelow);
  EXPECT_FALSE(after(2, Evidence::kAbove));
  EXPECT_TRUE(after(1, Evidence::kAbove));
}

TEST_F(PersistenceTest, Saf126_EndsWhenAbsenceHasLastedTheTerminationTime) {
  after(3, Evidence::kAbove);
  EXPECT_TRUE(after(4, Evidence::kBelow));
  EXPECT_FALSE(after(1, Evidence::kBelow));
}

TEST_F(PersistenceTest, Saf126_OneFrameAboveStartsTheTerminationAnew) {
  after(3, Evidence::kAbove);
  after(4, Evidence::kBelow);
  after(1, Evidence::kAbove);
  EXPECT_TRUE(after(4, Evidence::kBelow));
  EXPECT_FALSE(after(1, Evidence::kBelow));
}

TEST_F(PersistenceTest, Saf127_DoubtHoldsBothTimers) {
  after(2, Evidence::kAbove);
  EXPECT_FALSE(after(100, Evidence::kUnknown));
  EXPECT_TRUE(after(1, Evidence::kAbove));
  after(4, Evidence::kBelow);
  EXPECT_TRUE(after(100, Evidence::kUnknown));
  EXPECT_FALSE(after(1, Evidence::kBelow));
}

TEST_F(PersistenceTest, Saf127_DoubtHoldsASeizureForAMinuteAtMost) {
  after(3, Evidence::kAbove);
  const int minute = static_cast<int>(kLongestDoubt.count() / kFrame.count());
  EXPECT_TRUE(after(minute + 4, Evidence::kUnknown));
  EXPECT_FALSE(after(1, Evidence::kUnknown));
}

TEST_F(PersistenceTest, EvidenceInBetweenGivesDoubtItsTimeBack) {
  after(3, Evidence::kAbove);
  const int minute = static_cast<int>(kLongestDoubt.count() / kFrame.count());
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(after(minute, Evidence::kUnknown));
    EXPECT_TRUE(after(1, Evidence::kAbove));
  }
}

TEST_F(PersistenceTest, Saf128_ResetForgetsASeizureAndWhatLedToOne) {
  after(3, Evidence::kAbove);
  persistence_.reset();
  EXPECT_FALSE(persistence_.seizure());
  EXPECT_FALSE(after(2, Evidence::kAbove));
  EXPECT_TRUE(after(1, Evidence::kAbove));
}

TEST(Persistence, AnOnsetOfZeroBeginsWithTheFirstFrame) {
  Persistence persistence({.votes = 1, .onset = {}, .termination = {}});
  EXPECT_TRUE(persistence.update(Evidence::kAbove, kFrame));
  EXPECT_FALSE(persistence.update(Evidence::kBelow, kFrame));
}

}  // namespace
}  // namespace homeostat::biomarkers
