// Streams put together from clips: where seizures lie, that parts share nothing, gains;
// how a threshold is chosen, and what trees must reach.
#include "tests/evaluation/stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/evaluation/bounds.h"
#include "tests/evaluation/choice.h"
#include "tests/support/shared_data.h"

namespace homeostat::evaluation {
namespace {

// Clips of 23.6 s that hold their own number; seizures are negative.
Clips numbered(int background, int seizures) {
  Clips clips;
  for (int i = 1; i <= background; ++i) {
    clips.background.emplace_back(5900, static_cast<float>(i));
  }
  for (int i = 1; i <= seizures; ++i) {
    clips.seizures.emplace_back(5900, static_cast<float>(-i));
  }
  return clips;
}

TEST(Stream, LastsSixHoursWithASeizureInEachQuarter) {
  const Stream stream = stream_of(numbered(60, 30), kTestLength, 1);
  EXPECT_NEAR(stream.duration_s, 6.0 * 3600.0, 23.6);
  ASSERT_EQ(stream.seizures.size(), 24U);
  for (std::size_t i = 0; i < stream.seizures.size(); ++i) {
    const sim::Interval& s = stream.seizures[i];
    EXPECT_NEAR(s.offset_s - s.onset_s, 23.6, 1e-9);
    EXPECT_GE(s.onset_s, static_cast<double>(i) * 38.0 * 23.6 + 120.0);
    EXPECT_LE(s.offset_s, static_cast<double>(i + 1) * 38.0 * 23.6 + 1e-6);
  }
}

TEST(Stream, IsSeizureWhereItSaysAndNowhereElse) {
  const Stream stream = stream_of(numbered(60, 30), kTestLength, 1);
  std::size_t negative = 0;
  for (const float uv : stream.uv) negative += uv < 0.0F ? 1 : 0;
  EXPECT_EQ(negative, 24U * 5900U);
  std::set<float> different;
  for (const sim::Interval& s : stream.seizures) {
    different.insert(
        stream.uv[static_cast<std::size_t>(std::llround(s.onset_s * kRateHz))]);
  }
  EXPECT_EQ(different.size(), 24U);  // none twice
  EXPECT_LT(*different.rbegin(), 0.0F);
}

TEST(Stream, TakesEachBackgroundClipOnceARound) {
  const Stream stream = stream_of(numbered(60, 30), kTestLength, 1);
  std::vector<int> seen;
  for (std::size_t at = 0; at < stream.uv.size() && seen.size() < 60; at += 5900) {
    if (stream.uv[at] > 0.0F) seen.push_back(static_cast<int>(stream.uv[at]));
  }
  EXPECT_EQ(std::set<int>(seen.begin(), seen.end()).size(), 60U);
}

TEST(Stream, IsTheSameForTheSameSeedOnly) {
  const Clips clips = numbered(60, 30);
  EXPECT_EQ(stream_of(clips, kTestLength, 1).uv, stream_of(clips, kTestLength, 1).uv);
  EXPECT_NE(stream_of(clips, kTestLength, 1).uv, stream_of(clips, kTestLength, 2).uv);
}

TEST(Stream, GainsAreConstantOrEvenInTheirLogarithm) {
  Stream one;
  one.uv.assign(101, 10.0F);
  EXPECT_EQ(with_gain(one, {2.0, 2.0}).uv, std::vector<float>(101, 20.0F));
  const Stream drifting = with_gain(one, {1.0, 4.0});
  EXPECT_FLOAT_EQ(drifting.uv.front(), 10.0F);
  EXPECT_FLOAT_EQ(drifting.uv[50], 20.0F);
  EXPECT_FLOAT_EQ(drifting.uv.back(), 40.0F);
}

// Two hundred of background, a hundred of seizure, each once.
void expect_all_and_none_twice(const std::vector<Clips>& parts) {
  std::set<std::vector<float>> different;
  std::size_t count = 0;
  for (const Clips& clips : parts) {
    EXPECT_EQ(clips.background.size(), 2 * clips.seizures.size());
    different.insert(clips.background.begin(), clips.background.end());
    different.insert(clips.seizures.begin(), clips.seizures.end());
    count += clips.background.size() + clips.seizures.size();
  }
  EXPECT_EQ(count, 300U);
  EXPECT_EQ(different.size(), 300U);
}

TEST(Clips, EachIsTestOnce) {
  HOMEOSTAT_NEEDS("bonn");
  std::vector<Clips> quarters;
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    quarters.push_back(clips_of(quarter));
    EXPECT_EQ(quarters.back().seizures.size(), 25U);
  }
  expect_all_and_none_twice(quarters);
}

TEST(Clips, NoneOfTheQuarterIsLearntFromAndNoneIsInTwoParts) {
  HOMEOSTAT_NEEDS("bonn");
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    std::vector<Clips> all = clips_beside(quarter);
    ASSERT_EQ(all.size(), 4U);
    for (const Clips& part : all) EXPECT_GE(part.seizures.size(), 18U);
    all.push_back(clips_of(quarter));
    expect_all_and_none_twice(all);
  }
}

TEST(Choice, IsTheThresholdThatIsWorthMostOverAllStreams) {
  const std::vector<Stream> streams(
      2, {.uv = {}, .seizures = {{1000, 1020}}, .duration_s = 7200.0});
  Contender contender{
      .name = "",
      .settings = "",
      .grid = {1.0, 2.0, 3.0, 4.0},
      .thresholds = {9.0, 8.0, 7.0, 6.0},
      // The seizure up to 3; as many false alarms as the threshold lies below 3.
      .alarms = [](std::span<const float>, const Setting& as) {
        std::vector<sim::Interval> alarms;
        for (double at = as.threshold; at < 3.0; ++at) alarms.push_back({at, at + 0.1});
        if (as.threshold <= 3.0) alarms.push_back({1003, 1010});
        return alarms;
      }};
  EXPECT_EQ(best_threshold(contender, 1, streams), 3.0);
  contender.grid.clear();
  EXPECT_EQ(best_threshold(contender, 1, streams), 8.0);
}

TEST(Choice, PaysForFalseAlarmsAndTheirTime) {
  // An hour outside seizures, one false alarm of 36 s.
  sim::ScoredRecording recording{.seizures = {{1000, 1010}},
                                 .alarms = {{1003, 1005}, {2000, 2036}},
                                 .duration_s = 3700.0,
                                 .delivered = {}};
  EXPECT_NEAR(worth(sim::performance(recording)), 1.0 - 0.05 - 0.02, 1e-9);
}

// Ten hours outside seizures, ten seizures; so many useful alarms and false ones.
Result with(int useful, int false_alarms) {
  sim::ScoredRecording recording{};
  for (int i = 0; i < 10; ++i) {
    const double at = 5000.0 + 1000.0 * i;
    recording.seizures.push_back({at, at + 20.0});
    if (i < useful) recording.alarms.push_back({at + 1.0, at + 2.0});
  }
  recording.duration_s = 10 * 3600.0 + 10 * 110.0;
  for (int i = 0; i < false_alarms; ++i) {
    recording.alarms.push_back({20'000.0 + 60.0 * i, 20'001.0 + 60.0 * i});
  }
  return {.name = "", .recordings = {{{recording}, {recording}, {recording}}}};
}

TEST(Bounds, AreNineOfTenUsefulAndSevenTenthsOfAFalseAlarmAnHourOrOneAndAHalfInDrift) {
  EXPECT_TRUE(broken_bounds(with(9, 7)).empty());
  EXPECT_EQ(broken_bounds(with(8, 7)).size(), kConditions);
  EXPECT_EQ(broken_bounds(with(9, 8)).size(), 2U);  // not of drift
  EXPECT_EQ(broken_bounds(with(9, 15)).size(), 2U);
  EXPECT_EQ(broken_bounds(with(9, 16)).size(), 3U);
  EXPECT_EQ(broken_bounds({.name = "", .recordings = {}}).size(), 2 * kConditions)
      << "nothing heard keeps nothing";
}

}  // namespace
}  // namespace homeostat::evaluation
