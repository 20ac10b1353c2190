// Streams put together from clips: where seizures lie, that parts share nothing, gains;
// and how a threshold is chosen.
#include "tests/evaluation/stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

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
  const Stream stream = stream_of(numbered(60, 30), 1);
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
  const Stream stream = stream_of(numbered(60, 30), 1);
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
  const Stream stream = stream_of(numbered(60, 30), 1);
  std::vector<int> seen;
  for (std::size_t at = 0; at < stream.uv.size() && seen.size() < 60; at += 5900) {
    if (stream.uv[at] > 0.0F) seen.push_back(static_cast<int>(stream.uv[at]));
  }
  EXPECT_EQ(std::set<int>(seen.begin(), seen.end()).size(), 60U);
}

TEST(Stream, IsTheSameForTheSameSeedOnly) {
  const Clips clips = numbered(60, 30);
  EXPECT_EQ(stream_of(clips, 1).uv, stream_of(clips, 1).uv);
  EXPECT_NE(stream_of(clips, 1).uv, stream_of(clips, 2).uv);
}

TEST(Stream, OfFourPartsSharesNoClipBetweenThem) {
  const Stream stream = parted_stream_of(numbered(60, 32), 1);
  ASSERT_EQ(stream.seizures.size(), 24U);
  EXPECT_NEAR(stream.duration_s, 6.0 * 3600.0, 4 * 23.6);
  std::map<float, std::set<std::size_t>> parts_of_clip;
  const std::size_t part = stream.uv.size() / 4;
  for (std::size_t at = 0; at < stream.uv.size(); at += 5900) {
    parts_of_clip[stream.uv[at]].insert(at / part);
  }
  EXPECT_EQ(parts_of_clip.size(), 60U + 24U);
  for (const auto& [clip, parts] : parts_of_clip) EXPECT_EQ(parts.size(), 1U) << clip;
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

TEST(Clips, OfTwoPartsShareNone) {
  HOMEOSTAT_NEEDS("bonn");
  std::set<std::vector<float>> different;
  std::size_t count = 0;
  for (const Part part : {Part::kTraining, Part::kValidation, Part::kTest}) {
    const Clips clips = clips_of(part);
    EXPECT_EQ(clips.background.size(), 2 * clips.seizures.size());
    different.insert(clips.background.begin(), clips.background.end());
    different.insert(clips.seizures.begin(), clips.seizures.end());
    count += clips.background.size() + clips.seizures.size();
  }
  EXPECT_EQ(count, 300U);
  EXPECT_EQ(different.size(), 300U);
}

TEST(Choice, IsTheThresholdThatIsWorthMost) {
  const Stream stream{.uv = {}, .seizures = {{1000, 1020}}, .duration_s = 7200.0};
  Contender contender{
      .name = "",
      .settings = "",
      .grid = {1.0, 2.0, 3.0, 4.0},
      .threshold = 9.0,
      // The seizure up to 3; as many false alarms as the threshold lies below 3.
      .alarms = [](std::span<const float>, double threshold) {
        std::vector<sim::Interval> alarms;
        for (double at = threshold; at < 3.0; ++at) alarms.push_back({at, at + 0.1});
        if (threshold <= 3.0) alarms.push_back({1003, 1010});
        return alarms;
      }};
  EXPECT_EQ(best_threshold(contender, stream), 3.0);
  contender.grid.clear();
  EXPECT_EQ(best_threshold(contender, stream), 9.0);
}

TEST(Choice, PaysForFalseAlarmsAndTheirTime) {
  // An hour outside seizures, one false alarm of 36 s.
  sim::ScoredRecording recording{.seizures = {{1000, 1010}},
                                 .alarms = {{1003, 1005}, {2000, 2036}},
                                 .duration_s = 3700.0,
                                 .delivered = {}};
  EXPECT_NEAR(worth(sim::performance(recording)), 1.0 - 0.05 - 0.02, 1e-9);
}

}  // namespace
}  // namespace homeostat::evaluation
