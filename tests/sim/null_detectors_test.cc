// What knows nothing of seizures: always on, at random, and loud.
#include "sim/null_detectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/random_draws.h"
#include "sim/spans.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;

ScoredRecording recording_of(Events seizures, Events alarms, double duration_s = 3600.0) {
  return {.seizures = std::move(seizures),
          .alarms = std::move(alarms),
          .duration_s = duration_s,
          .delivered = Events{{0, 1}}};
}

std::vector<double> sorted_lengths(const Events& events) {
  std::vector<double> lengths;
  for (const Interval& e : events) lengths.push_back(e.offset_s - e.onset_s);
  std::ranges::sort(lengths);
  return lengths;
}

TEST(AlwaysOn, IsOneAlarmAndNothingDelivered) {
  const ScoredRecording on = always_on(recording_of({{100, 120}}, {{5, 6}}));
  EXPECT_EQ(on.alarms, (Events{{0, 3600}}));
  EXPECT_EQ(on.seizures, (Events{{100, 120}}));
  EXPECT_EQ(on.delivered, std::nullopt);
}

// Stored with the public scorer: an hour in alarm and one seizure.
TEST(AlwaysOn, ScoresAsThePublicScorerSays) {
  const Performance p = performance(always_on(recording_of({{100, 120}}, {})));
  EXPECT_EQ(p.events.tp, 1);
  EXPECT_EQ(p.events.fp, 11);
  EXPECT_EQ(useful_sensitivity(p.alarms), 0.0);
}

TEST(AtRandom, KeepsNumberAndLengthsAndDoesNotOverlap) {
  RandomDraws random(1);
  const Events alarms{{10, 12}, {20, 27.5}, {3590, 3700}, {50, 50}};
  for (int i = 0; i < 200; ++i) {
    const Events drawn = at_random(recording_of({}, alarms), random).alarms;
    ASSERT_EQ(drawn.size(), 4U);
    const std::vector<double> lengths = sorted_lengths(drawn);
    const std::vector<double> wanted{0.0, 2.0, 7.5, 10.0};  // the last one cut
    for (std::size_t k = 0; k < 4; ++k) ASSERT_NEAR(lengths[k], wanted[k], 1e-9);
    for (std::size_t k = 0; k < 4; ++k) {
      ASSERT_GE(drawn[k].onset_s, k == 0 ? 0.0 : drawn[k - 1].offset_s);
      ASSERT_LE(drawn[k].offset_s, 3600.0 + 1e-9);
    }
  }
}

TEST(AtRandom, AlarmsThatWouldNotFitApartAreJoined) {
  RandomDraws random(1);
  const Events drawn =
      at_random(recording_of({}, {{0, 80}, {10, 90}}, 100.0), random).alarms;
  ASSERT_EQ(drawn.size(), 1U);
  EXPECT_NEAR(drawn[0].offset_s - drawn[0].onset_s, 90.0, 1e-9);
}

TEST(AtRandom, IsAnywhereAlike) {
  RandomDraws random(3);
  double sum_s = 0.0;
  double lowest_s = 3600.0;
  double highest_s = 0.0;
  for (int i = 0; i < 4000; ++i) {
    const double onset_s =
        at_random(recording_of({}, {{5, 15}}), random).alarms.front().onset_s;
    sum_s += onset_s;
    lowest_s = std::min(lowest_s, onset_s);
    highest_s = std::max(highest_s, onset_s);
  }
  EXPECT_NEAR(sum_s / 4000.0, 1795.0, 50.0);  // three standard errors
  EXPECT_LT(lowest_s, 10.0);
  EXPECT_GT(highest_s, 3580.0);
}

TEST(RandomDraws, AreTheSameEverywhere) {
  // The 10000th of the default seed is fixed by the C++ standard.
  std::mt19937_64 engine;
  engine.discard(9999);
  ASSERT_EQ(engine(), 9981545732273789042ULL);
  RandomDraws draws(1);
  EXPECT_EQ(draws.below(1000), 2469588189546311528ULL % 1000);
  EXPECT_EQ(draws.unit(), static_cast<double>(2516265689700432462ULL >> 11) * 0x1p-53);
}

TEST(RandomDraws, BelowReachesEachNumberAndNoOther) {
  RandomDraws random(5);
  std::vector<int> seen(3);
  for (int i = 0; i < 3000; ++i) ++seen.at(random.below(3));
  for (const int count : seen) EXPECT_NEAR(count, 1000, 100);
}

TEST(RandomAlarms, ComeOftenEnoughToFindWhatTheirRateFinds) {
  // Ten alarms an hour over ten useful windows of 15 s: each is hit with a chance of
  // 1 - (1 - 15 / 3600)^10, about 4 %.
  Events seizures;
  Events alarms;
  for (int i = 0; i < 10; ++i) {
    seizures.push_back({100.0 + 300.0 * i, 110.0 + 300.0 * i});
    alarms.push_back({200.0 + 300.0 * i, 200.1 + 300.0 * i});
  }
  const std::vector recordings{recording_of(seizures, alarms)};
  const DrawnFigures ranges = random_alarms(recordings, {}, 11, 400);
  const DrawnRange useful = ranges.at(1).value();
  EXPECT_NEAR(useful.mean, 0.041, 0.01);
  EXPECT_EQ(useful.low, 0.0);
  EXPECT_LE(useful.high, 0.3);
  EXPECT_GE(useful.high, 0.1);
  const DrawnFigures again = random_alarms(recordings, {}, 11, 400);
  EXPECT_EQ(again.at(1)->mean, useful.mean);
  EXPECT_NE(random_alarms(recordings, {}, 12, 400).at(1)->mean, useful.mean);
}

TEST(RandomAlarms, OfARecordingWithoutSeizuresSayNothingOfSensitivity) {
  const DrawnFigures ranges =
      random_alarms(std::vector{recording_of({}, {{5, 6}})}, {}, 1, 10);
  EXPECT_FALSE(ranges.at(0).has_value());
  EXPECT_EQ(ranges.at(3)->mean, 1.0);
}

TEST(RangeOf, LeavesTwoAndAHalfPercentOnEitherSide) {
  std::vector<double> draws(1000);
  std::iota(draws.begin(), draws.end(), 1.0);
  const DrawnRange range = range_of(draws).value();
  EXPECT_EQ(range.low, 26.0);
  EXPECT_EQ(range.high, 975.0);
  EXPECT_EQ(range.mean, 500.5);
  EXPECT_EQ(range_of({}), std::nullopt);
  EXPECT_EQ(range_of({2.0})->high, 2.0);
}

// A minute at 10 Hz: loud from 20 s to 32 s, a large offset from 40 s on.
std::vector<float> minute() {
  std::vector<float> uv(600);
  for (std::size_t n = 0; n < uv.size(); ++n) {
    const bool loud = n >= 200 && n < 320;
    uv[n] =
        (n % 2 == 0 ? 1.0F : -1.0F) * (loud ? 50.0F : 5.0F) + (n >= 400 ? 1000.0F : 0.0F);
  }
  return uv;
}

TEST(Loudest, AreAsLongTogetherAsTheAlarms) {
  const auto alarms = [](double alarm_s) {
    return loudest(recording_of({}, {{0, alarm_s}}, 60.0), minute(), 10.0).alarms;
  };
  EXPECT_EQ(alarms(12.0), (Events{{20, 32}}));
  EXPECT_EQ(alarms(8.0), (Events{{20, 28}}));
  EXPECT_EQ(alarms(4.1), (Events{{20, 28}}));
  EXPECT_EQ(loudest(recording_of({}, {}, 60.0), minute(), 10.0).alarms, Events{});
  EXPECT_EQ(length_s(alarms(1000.0)), 60.0);
}

TEST(Loudest, AreNotWhereTooLittleIsKnown) {
  std::vector<float> uv = minute();
  for (std::size_t n = 200; n < 221; ++n) uv[n] = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t n = 240; n < 260; ++n) uv[n] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(loudest(recording_of({}, {{0, 8}}, 60.0), uv, 10.0).alarms,
            (Events{{24, 32}}));
}

}  // namespace
}  // namespace homeostat::sim
