#include "biomarkers/weekly_mood.h"

#include <gtest/gtest.h>

#include <string>

namespace homeostat::biomarkers {
namespace {

class Weeks : public ::testing::Test {
 protected:
  // Weeks by letters: sick, well, or mute; a third of each is missing.
  WeeklyMood live(const std::string& weeks) {
    for (const char week : weeks) live(week == 'm' ? 0 : 672, week == 's' ? 0.6 : 0.4);
    return weeks_.mood();
  }
  WeeklyMood live(int told, double score) {
    for (int bin = 0; bin < MoodWeeks::kBins; ++bin) weeks_.update(bin < told, score);
    return weeks_.mood();
  }
  MoodWeeks weeks_{0.5};
};

TEST_F(Weeks, TwoSickWeeksAreSickAndTwoOthersStable) {
  EXPECT_EQ(live("s"), WeeklyMood::kUnknown);
  EXPECT_EQ(live("s"), WeeklyMood::kSick);
  EXPECT_EQ(live("w"), WeeklyMood::kSick);
  EXPECT_EQ(live("w"), WeeklyMood::kStable);
  EXPECT_EQ(live("s"), WeeklyMood::kStable);
  EXPECT_EQ(live("w"), WeeklyMood::kStable);
  EXPECT_EQ(live("ss"), WeeklyMood::kSick);
}

TEST_F(Weeks, AMuteWeekBreaksTheRowAndTwoAreUnknown) {
  EXPECT_EQ(live("sms"), WeeklyMood::kUnknown);
  EXPECT_EQ(live("s"), WeeklyMood::kSick);
  EXPECT_EQ(live("m"), WeeklyMood::kSick);
  EXPECT_EQ(live("w"), WeeklyMood::kSick);
  EXPECT_EQ(live("mm"), WeeklyMood::kUnknown);
  EXPECT_EQ(live("ww"), WeeklyMood::kStable);
}

TEST_F(Weeks, AWeekCountsWithHalfOfItsBins) {
  live(504, 0.9);
  EXPECT_EQ(live(504, 0.9), WeeklyMood::kSick);
  live(503, 0.9);
  EXPECT_EQ(live(503, 0.9), WeeklyMood::kUnknown);
}

TEST_F(Weeks, TheThresholdItselfIsNotSick) {
  live(600, 0.5);
  EXPECT_EQ(live(600, 0.5), WeeklyMood::kStable);
}

TEST_F(Weeks, AWeekIsItsMeanOverBinsThatTold) {
  for (int week = 0; week < 2; ++week) {
    for (int bin = 0; bin < MoodWeeks::kBins; ++bin)
      weeks_.update(bin % 4 != 3, bin % 4 == 0 ? 3.0 : bin % 4 == 3 ? -1e9 : -0.5);
  }
  EXPECT_EQ(weeks_.mood(), WeeklyMood::kSick) << "(3.0 - 1.0) / 3 is 0.67";
}

TEST_F(Weeks, BeforeAWeekHasEndedNothingChanges) {
  live("ss");
  for (int bin = 0; bin < MoodWeeks::kBins - 1; ++bin)
    EXPECT_EQ(weeks_.update(true, -1.0), WeeklyMood::kSick);
  EXPECT_EQ(weeks_.update(true, -1.0), WeeklyMood::kSick);
  EXPECT_EQ(live("w"), WeeklyMood::kStable);
}

}  // namespace
}  // namespace homeostat::biomarkers
