// Alarm latencies, their median, and the order of events.
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "sim/scoring.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;
using Latencies = std::vector<std::optional<double>>;

TEST(Latency, IsFromSeizureOnsetToTheFirstAlarmOnset) {
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{112, 140}, {105, 108}, {120, 130}}),
            (Latencies{5.0}));
}

TEST(Latency, IsNegativeForAnEarlyAlarm) {
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{92, 140}}), (Latencies{-8.0}));
}

TEST(Latency, TheWindowIncludesBothItsEnds) {
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{69.9, 170}}), (Latencies{{}}));
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{70.0, 170}}), (Latencies{-30.0}));
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{210.0, 220}}), (Latencies{110.0}));
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{210.1, 220}}), (Latencies{{}}));
}

TEST(Latency, FollowsTheTolerances) {
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{95, 99}, {101, 102}},
                        {.tolerance_start_s = 0.0}),
            (Latencies{1.0}));
}

TEST(Latency, AnAlarmThatWasAlreadyOnIsAMiss) {
  EXPECT_EQ(latencies_s(Events{{100, 150}}, Events{{0, 3600}}), (Latencies{{}}));
}

TEST(Latency, HasOneEntryForEverySeizureAsGivenInItsOrder) {
  EXPECT_EQ(latencies_s(Events{{500, 510}, {100, 110}, {900, 910}},
                        Events{{101, 102}, {503, 504}}),
            (Latencies{3.0, 1.0, {}}));
  EXPECT_TRUE(latencies_s({}, Events{{1, 2}}).empty());
}

TEST(Latency, TheMedianTakesAMissAsLaterThanAnyAlarm) {
  EXPECT_EQ(median_latency_s(Latencies{5.0}), 5.0);
  EXPECT_EQ(median_latency_s(Latencies{4.0, 2.0}), 3.0);
  EXPECT_EQ(median_latency_s(Latencies{{}, 7.0, 2.0}), 7.0);
  EXPECT_EQ(median_latency_s(Latencies{{}, 2.0}), std::nullopt);
  EXPECT_EQ(median_latency_s(Latencies{}), std::nullopt);
}

TEST(Order, NoEventMayStartOrEndBeforeTheOneAhead) {
  EXPECT_TRUE(in_order({}));
  EXPECT_TRUE(in_order(Events{{1, 2}, {2, 3}}));
  EXPECT_TRUE(in_order(Events{{1, 5}, {3, 8}}));
  EXPECT_TRUE(in_order(Events{{1, 5}, {1, 5}}));
  EXPECT_FALSE(in_order(Events{{1, 5}, {0.9, 6}}));
  EXPECT_FALSE(in_order(Events{{1, 5}, {2, 4.9}}));
}

}  // namespace
}  // namespace homeostat::sim
