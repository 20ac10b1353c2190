// Intervals over recordings: of whole recordings, of enough of them, and the same again.
#include "sim/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

namespace homeostat::sim {
namespace {

// One seizure, answered or not, and so many false alarms in an hour.
Performance recording(bool answered, int false_alarms, bool seizure = true) {
  ScoredRecording r{.seizures = {}, .alarms = {}, .duration_s = 3600.0, .delivered = {}};
  if (seizure) r.seizures.push_back({1000.0, 1060.0});
  if (answered) r.alarms.push_back({1003.0, 1010.0});
  for (int i = 0; i < false_alarms; ++i) r.alarms.push_back({2000.0 + i, 2000.5 + i});
  return performance(r);
}

TEST(Bootstrap, OfOneRecordingGivesNoInterval) {
  for (const auto& interval : bootstrap(std::vector{recording(true, 1)}, 1, 100)) {
    EXPECT_FALSE(interval.has_value());
  }
  EXPECT_FALSE(bootstrap({}, 1, 100).at(0).has_value());
}

TEST(Bootstrap, OfSensitivityNeedsTwoRecordingsWithSeizures) {
  const std::vector recordings{recording(true, 1), recording(false, 2, false)};
  const DrawnFigures intervals = bootstrap(recordings, 1, 100);
  EXPECT_FALSE(intervals.at(0).has_value());  // sensitivity
  EXPECT_FALSE(intervals.at(1).has_value());  // useful sensitivity
  EXPECT_FALSE(intervals.at(2).has_value());  // latency
  EXPECT_TRUE(intervals.at(3).has_value());   // false alarms an hour
}

TEST(Bootstrap, OfRecordingsThatAreAlikeIsAPoint) {
  const std::vector recordings(5, recording(true, 2));
  const DrawnFigures intervals = bootstrap(recordings, 1, 200);
  EXPECT_EQ(intervals.at(0)->low, 1.0);
  EXPECT_EQ(intervals.at(0)->high, 1.0);
  EXPECT_EQ(intervals.at(2)->low, 3.0);
  EXPECT_DOUBLE_EQ(intervals.at(3)->low, intervals.at(3)->high);
}

// Five of ten answered: a binomial share, of which 95 % lie within 0.2 and 0.8.
TEST(Bootstrap, IsAsWideAsABinomialShare) {
  std::vector<Performance> recordings;
  for (int i = 0; i < 10; ++i) recordings.push_back(recording(i < 5, i % 3));
  const DrawnFigures intervals = bootstrap(recordings, 42, 2000);
  EXPECT_NEAR(intervals.at(0)->mean, 0.5, 0.02);
  EXPECT_DOUBLE_EQ(intervals.at(0)->low, 0.2);
  EXPECT_DOUBLE_EQ(intervals.at(0)->high, 0.8);
  EXPECT_TRUE(std::isinf(intervals.at(2)->high));  // a median that is a miss
  const DrawnFigures again = bootstrap(recordings, 42, 2000);
  EXPECT_EQ(again.at(3)->mean, intervals.at(3)->mean);
  EXPECT_NE(bootstrap(recordings, 43, 2000).at(3)->mean, intervals.at(3)->mean);
}

}  // namespace
}  // namespace homeostat::sim
