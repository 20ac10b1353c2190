// What is left out together: parted between events, where a recording begins if it can
// be.
#include "sim/tune_groups.h"

#include <gtest/gtest.h>

namespace homeostat::sim {
namespace {

Timeline line_of(const std::vector<double>& onsets_s,
                 const std::vector<double>& begins_s) {
  Timeline line;
  for (const double onset_s : onsets_s) line.events.push_back({onset_s, onset_s + 20.0});
  for (const double begin_s : begins_s) {
    line.recordings.emplace_back().begin_s = begin_s;
  }
  line.duration_s = 10'000.0;
  return line;
}

std::vector<double> parted_at(const Timeline& line, const TuneSpan& span) {
  std::vector<double> cuts;
  const auto groups = groups_of(line, span);
  EXPECT_EQ(groups.front().from_s, span.from_s);
  EXPECT_EQ(groups.back().to_s, span.to_s);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    EXPECT_EQ(groups[i].from_s, groups[i - 1].to_s);
    cuts.push_back(groups[i].from_s);
  }
  return cuts;
}

constexpr TuneSpan kAll{0.0, 10'001.0};

TEST(TuneGroups, ArePartedHalfwayBetweenEvents) {
  const Timeline line = line_of({100, 300, 500, 700, 900, 1100, 1300, 1500}, {0.0});
  EXPECT_EQ(parted_at(line, kAll), (std::vector<double>{410, 810, 1210}));
  EXPECT_EQ(parted_at(line_of({100, 300}, {0.0}), kAll), (std::vector<double>{210}));
}

TEST(TuneGroups, ArePartedWhereARecordingBegins) {
  const Timeline line = line_of({100, 300, 500, 700}, {0, 130, 490, 520, 2000});
  EXPECT_EQ(parted_at(line, kAll), (std::vector<double>{130, 490, 520}));
  // At the end of one event and the beginning of the next, and just inside either.
  EXPECT_EQ(parted_at(line_of({100, 300}, {120}), kAll), (std::vector<double>{120}));
  EXPECT_EQ(parted_at(line_of({100, 300}, {300}), kAll), (std::vector<double>{300}));
  EXPECT_EQ(parted_at(line_of({100, 300}, {119, 301}), kAll), (std::vector<double>{210}));
}

TEST(TuneGroups, AreOfTheEventsInTheSpanAlone) {
  const Timeline line = line_of({100, 300, 500, 700}, {0.0});
  EXPECT_EQ(parted_at(line, {200, 600}), (std::vector<double>{410}));
  EXPECT_TRUE(parted_at(line, {200, 400}).empty());
  EXPECT_TRUE(parted_at(line, {2000, 3000}).empty());
}

}  // namespace
}  // namespace homeostat::sim
