// Which detection answers which seizure, how soon, and which answer none.
#include "sim/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>

#include "sim/scoring.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;
using Latencies = std::vector<std::optional<double>>;

Latencies latencies(const Events& seizures, const Events& detections) {
  return match(seizures, detections).latencies_s;
}

void expect_others(const Matching& got, std::int64_t in_seizure, std::int64_t outside) {
  EXPECT_EQ(got.other_in_seizure, in_seizure);
  EXPECT_EQ(got.other_outside, outside);
}

TEST(Matching, ASeizureIsAnsweredByTheFirstDetectionThere) {
  const Matching got =
      match(Events{{100, 150}}, Events{{112, 140}, {105, 108}, {145, 220}});
  EXPECT_EQ(got.latencies_s, (Latencies{5.0}));
  EXPECT_EQ(got.detected, 1);
  expect_others(got, 2, 0);
}

// Seed 1 of the shipped patient, treated: one detection touches three seizures' windows.
TEST(Matching, CreditsADetectionToOneSeizureOnly) {
  const Matching got = match(Events{{433.03, 435.47}, {438.54, 441.28}, {444.12, 452.82}},
                             Events{{435.26, 438.33}, {445.38, 455.08}});
  ASSERT_EQ(got.detected, 2);
  EXPECT_NEAR(got.latencies_s[0].value(), 2.23, 1e-9);
  EXPECT_EQ(got.latencies_s[1], std::nullopt);
  EXPECT_NEAR(got.latencies_s[2].value(), 1.26, 1e-9);
  expect_others(got, 0, 0);
}

// Seed 1, untreated: gone 7 s before the seizure, which the public scorer lets count.
TEST(Matching, ADetectionThatIsOverBeforeTheSeizureLiesOutside) {
  const Events seizures{{444.12, 489.83}};
  const Events detections{{434.37, 437.12}, {445.34, 491.93}};
  const Matching got = match(seizures, detections);
  EXPECT_NEAR(got.latencies_s[0].value(), 1.22, 1e-9);
  expect_others(got, 0, 1);
  EXPECT_EQ(score_events(seizures, detections, 600.0).fp, 0);
}

TEST(Matching, ADetectionBelongsToTheSeizureThatItOverlapsMost) {
  EXPECT_EQ(latencies(Events{{100, 110}, {112, 130}}, Events{{109, 120}, {125, 128}}),
            (Latencies{{}, -3.0}));
  EXPECT_EQ(latencies(Events{{100, 110}, {112, 130}}, Events{{107, 113}, {125, 128}}),
            (Latencies{7.0, 13.0}));
}

TEST(Matching, WhereItOverlapsNoneToTheNearest) {
  EXPECT_EQ(latencies(Events{{100, 110}, {112, 130}}, Events{{110.75, 111.5}}),
            (Latencies{{}, -1.25}));
  EXPECT_EQ(latencies(Events{{100, 110}, {112, 130}}, Events{{110.5, 111.25}}),
            (Latencies{10.5, {}}));
}

TEST(Matching, TheToleranceIsOneSecondOnEitherSide) {
  const Events seizure{{100, 150}};
  EXPECT_EQ(latencies(seizure, Events{{97.0, 98.99}}), (Latencies{{}}));
  EXPECT_EQ(latencies(seizure, Events{{97.0, 99.0}}), (Latencies{-3.0}));
  EXPECT_EQ(latencies(seizure, Events{{97.0, 99.01}}), (Latencies{-3.0}));
  EXPECT_EQ(latencies(seizure, Events{{150.99, 160.0}}), (Latencies{150.99 - 100.0}));
  EXPECT_EQ(latencies(seizure, Events{{151.0, 160.0}}), (Latencies{51.0}));
  EXPECT_EQ(latencies(seizure, Events{{151.01, 160.0}}), (Latencies{{}}));
}

// 1.1 - 0.1 is a little more than 1.
TEST(Matching, HundredthsOfASecondOnTheToleranceAreWithinIt) {
  EXPECT_EQ(match(Events{{0.0, 0.1}}, Events{{1.1, 2.0}}).detected, 1);
}

TEST(Matching, AnAlarmThatWasAlreadyOnFiveSecondsBeforeIsAMiss) {
  const Events seizure{{100, 150}};
  EXPECT_EQ(latencies(seizure, Events{{95.0, 140}}), (Latencies{-5.0}));
  const Matching got = match(seizure, Events{{94.99, 140}});
  EXPECT_EQ(got.latencies_s, (Latencies{{}}));
  expect_others(got, 1, 0);
}

TEST(Matching, AnAlarmThatIsAlwaysOnDetectsNothing) {
  const Matching got = match(Events{{100, 150}, {500, 510}}, Events{{0, 3600}});
  EXPECT_EQ(got.detected, 0);
  expect_others(got, 1, 0);
}

TEST(Matching, FollowsItsRule) {
  const MatchRule strict{.tolerance_s = 0.0, .earliest_s = 0.0};
  const Matching got = match(Events{{100, 150}}, Events{{99, 120}, {121, 122}}, strict);
  EXPECT_EQ(got.latencies_s, (Latencies{21.0}));
  EXPECT_EQ(got.rule.earliest_s, 0.0);
}

TEST(Matching, HasOneLatencyForEverySeizureAsGivenInItsOrder) {
  EXPECT_EQ(latencies(Events{{500, 510}, {100, 110}, {900, 910}},
                      Events{{101, 102}, {503, 504}}),
            (Latencies{3.0, 1.0, {}}));
  EXPECT_TRUE(latencies({}, Events{{1, 2}}).empty());
}

// A sweep: pair by pair this would take most of an hour.
TEST(Matching, OfAMillionSeizuresFindsEveryOne) {
  Events seizures;
  for (int i = 0; i < 1'000'000; ++i) seizures.push_back({10.0 * i, 10.0 * i + 4.0});
  Events detections = seizures;
  for (Interval& d : detections) d.onset_s += 1.0;
  const Matching got = match(seizures, detections);
  EXPECT_EQ(got.detected, 1'000'000);
  EXPECT_EQ(median_latency_s(got.latencies_s), 1.0);
}

TEST(Matching, RefusesWhatIsNoTime) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)match(Events{{kNan, 1}}, {}), std::invalid_argument);
  EXPECT_THROW((void)match({}, Events{{0, kNan}}), std::invalid_argument);
}

TEST(MatchingLaw, EveryDetectionIsCountedOnceWhateverTheEvents) {
  std::mt19937 random(20260101);
  std::uniform_int_distribution<int> count(0, 20);
  std::uniform_real_distribution<double> onset_s(0.0, 600.0);
  std::uniform_real_distribution<double> length_s(0.0, 60.0);
  const auto draw = [&] {
    Events events(static_cast<std::size_t>(count(random)));
    for (Interval& e : events) {
      e.onset_s = onset_s(random);
      e.offset_s = e.onset_s + length_s(random);
    }
    return events;
  };
  for (int i = 0; i < 2000; ++i) {
    const Events seizures = draw();
    const Events detections = draw();
    const Matching got = match(seizures, detections);
    const auto answered = std::ranges::count_if(
        got.latencies_s, [](const auto& latency_s) { return latency_s.has_value(); });
    ASSERT_EQ(got.detected, answered);
    ASSERT_EQ(got.detected + got.other_in_seizure + got.other_outside,
              static_cast<std::int64_t>(detections.size()));
    for (const auto& latency_s : got.latencies_s) {
      ASSERT_TRUE(!latency_s || *latency_s >= -got.rule.earliest_s - 1e-6);
    }
  }
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
