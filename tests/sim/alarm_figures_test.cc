// Onset latency, usefulness, false alarms and therapies, each boundary on it and beside.
#include "sim/alarm_figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "sim/spans.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;
using Latencies = std::vector<std::optional<double>>;

AlarmFigures of(const Events& seizures, const Events& alarms,
                double duration_s = 3600.0) {
  return alarm_figures(seizures, alarms, duration_s);
}

const Events kSeizure{{1000.0, 1070.0}};

TEST(AlarmLatency, IsTheFirstOnsetFromFiveSecondsBeforeToTheEnd) {
  EXPECT_EQ(of(kSeizure, {{1003, 1010}, {1020, 1030}}).latencies_s, (Latencies{3.0}));
  EXPECT_EQ(of(kSeizure, {{995.01, 996}}).latencies_s, (Latencies{-4.99}));
  EXPECT_EQ(of(kSeizure, {{995.0, 1010}}).latencies_s, (Latencies{{}}));
  EXPECT_EQ(of(kSeizure, {{1069.99, 1080}}).latencies_s, (Latencies{69.99}));
  EXPECT_EQ(of(kSeizure, {{1070.0, 1080}}).latencies_s, (Latencies{{}}));
}

TEST(AlarmLatency, OfAShortSeizureReachesToTheEndOfTheUsefulWindow) {
  EXPECT_EQ(of({{1000, 1004}}, {{1009.99, 1020}}).latencies_s, (Latencies{9.99}));
  EXPECT_EQ(of({{1000, 1004}}, {{1010.0, 1020}}).latencies_s, (Latencies{{}}));
}

TEST(AlarmLatency, AnAlarmAnswersOneSeizureOnly) {
  const Events close{{1000, 1008}, {1011, 1020}};
  EXPECT_EQ(of(close, {{1007, 1012}}).latencies_s, (Latencies{7.0, {}}));
  EXPECT_EQ(of(close, {{1007, 1008}, {1009, 1012}}).latencies_s, (Latencies{7.0, -2.0}));
}

TEST(AlarmLatency, ListsMayComeInAnyOrder) {
  EXPECT_EQ(of({{2000, 2030}, {1000, 1030}}, {{2004, 2005}, {1002, 1003}}).latencies_s,
            (Latencies{2.0, 4.0}));
}

TEST(AlarmLatency, AMissIsInfinite) {
  AlarmFigures f{.latencies_s = {1.0, 2.0, {}, 4.0}};
  EXPECT_EQ(latency_quantile_s(f, 0.5), 3.0);
  EXPECT_EQ(latency_quantile_s(f, 0.75), 4.0);
  EXPECT_TRUE(std::isinf(latency_quantile_s(f, 0.9).value()));
  f.latencies_s = {{}, 2.0};
  EXPECT_TRUE(std::isinf(latency_quantile_s(f, 0.5).value()));
  f.latencies_s = {{}, {}};
  EXPECT_TRUE(std::isinf(latency_quantile_s(f, 0.5).value()));
  EXPECT_EQ(latency_quantile_s({}, 0.5), std::nullopt);
}

TEST(AlarmLatency, TheNinetiethPercentileIsTheNearestRank) {
  AlarmFigures f;
  for (int i = 1; i <= 10; ++i) f.latencies_s.emplace_back(i);
  EXPECT_EQ(latency_quantile_s(f, 0.9), 9.0);
  f.latencies_s.emplace_back(11.0);
  EXPECT_EQ(latency_quantile_s(f, 0.9), 10.0);
}

TEST(UsefulSensitivity, AsksForAnOnsetWithinTheOpenWindow) {
  const auto useful = [](const Events& alarms) { return of(kSeizure, alarms).useful; };
  EXPECT_EQ(useful({{995.01, 1005}}), 1);
  EXPECT_EQ(useful({{995.0, 1005}}), 0);
  EXPECT_EQ(useful({{1009.99, 1020}}), 1);
  EXPECT_EQ(useful({{1010.0, 1020}}), 0);
}

// 100.1 + 10 as a file holds them is a little less than 110.1 once subtracted.
TEST(UsefulSensitivity, HundredthsOnTheBoundaryAreOnIt) {
  EXPECT_EQ(of({{100.1, 150}}, {{110.1, 120}}).useful, 0);
  EXPECT_EQ(of({{100.3, 150}}, {{95.3, 120}}).useful, 0);
}

TEST(UsefulSensitivity, AnAlarmThatIsAlwaysOnIsOfNoUse) {
  const AlarmFigures f = of(kSeizure, {{0, 3600}});
  EXPECT_EQ(f.useful, 0);
  EXPECT_EQ(f.detected, 0);
  EXPECT_DOUBLE_EQ(false_alarm_share(f).value(), 1.0);
}

TEST(FalseAlarms, BeginOutsideThirtySecondsBeforeToSixtyAfter) {
  const auto count = [](double onset_s) {
    return of(kSeizure, {{onset_s, onset_s + 1.0}}).false_alarms;
  };
  EXPECT_EQ(count(969.99), 1);
  EXPECT_EQ(count(970.0), 0);
  EXPECT_EQ(count(1130.0), 0);
  EXPECT_EQ(count(1130.01), 1);
}

TEST(FalseAlarms, AreNotJoined) {
  EXPECT_EQ(of(kSeizure, {{10, 11}, {12, 13}, {14, 15}}).false_alarms, 3);
}

TEST(FalseAlarms, AreThoseOutsideTheWindowsOfAllSeizures) {
  // The first seizure's window ends after the second's.
  const Events seizures{{1000, 1500}, {1100, 1110}};
  EXPECT_EQ(of(seizures, {{1300, 1301}, {1561, 1562}}).false_alarms, 1);
}

TEST(FalseAlarms, PastTheEndCountTooButTakeNoTime) {
  const AlarmFigures f = of({}, {{3700, 3800}});
  EXPECT_EQ(f.false_alarms, 1);
  EXPECT_EQ(f.false_alarm_s, 0.0);
}

TEST(FalseAlarms, AreRatedOverTheTimeInWhichTheyCanBegin) {
  const AlarmFigures f = of(kSeizure, {{100, 110}, {200, 220}});
  EXPECT_DOUBLE_EQ(f.outside_s, 3600.0 - 160.0);
  EXPECT_DOUBLE_EQ(false_alarms_per_hour(f).value(), 2.0 * 3600.0 / 3440.0);
  EXPECT_DOUBLE_EQ(false_alarm_share(f).value(), 30.0 / 3440.0);
}

TEST(FalseAlarms, TimeOfAnAlarmThatGoesOnAfterASeizureCounts) {
  EXPECT_DOUBLE_EQ(of(kSeizure, {{1005, 1140}}).false_alarm_s, 10.0);
  EXPECT_EQ(of(kSeizure, {{1005, 1140}}).false_alarms, 0);
}

TEST(FalseAlarms, WhatTwoAlarmsShareCountsOnce) {
  EXPECT_DOUBLE_EQ(of({}, {{100, 120}, {110, 130}}).false_alarm_s, 30.0);
}

TEST(Therapies, AreOneAnAlarmOrWhatWasDelivered) {
  AlarmFigures f = of({}, {{100, 120}, {300, 310}}, 43200.0);
  EXPECT_DOUBLE_EQ(therapies_per_day(f).value(), 4.0);
  EXPECT_DOUBLE_EQ(stimulation_s_per_day(f).value(), 0.8);
  // Two outputs at once, a pause of less than a second, and one of a second.
  const Events bursts{{10, 11}, {10, 12}, {12.99, 13.5}, {14.5, 15}};
  count_delivered(f, bursts);
  EXPECT_EQ(f.therapies, 2);
  EXPECT_DOUBLE_EQ(f.stimulation_s, 2.0 + 0.51 + 0.5);
}

TEST(Rates, OfNothingAreNotKnown) {
  const AlarmFigures none = of({}, {}, 0.0);
  EXPECT_EQ(sensitivity(none), std::nullopt);
  EXPECT_EQ(useful_sensitivity(none), std::nullopt);
  EXPECT_EQ(undetected_share(none), std::nullopt);
  EXPECT_EQ(false_alarms_per_hour(none), std::nullopt);
  EXPECT_EQ(false_alarm_share(none), std::nullopt);
  EXPECT_EQ(therapies_per_day(none), std::nullopt);
  EXPECT_EQ(stimulation_s_per_day(none), std::nullopt);
  // A recording that is all seizure has no time for false alarms.
  EXPECT_EQ(false_alarms_per_hour(of({{0, 100}}, {{50, 60}}, 100.0)), std::nullopt);
}

TEST(AlarmFigures, OfSeveralRecordingsAddUp) {
  AlarmFigures sum = of(kSeizure, {{1003, 1010}, {50, 60}});
  sum += of({{200, 230}}, {}, 1800.0);
  EXPECT_EQ(sum.recordings, 2);
  EXPECT_EQ(sum.latencies_s, (Latencies{3.0, {}}));
  EXPECT_EQ(sensitivity(sum), 0.5);
  EXPECT_EQ(undetected_share(sum), 0.5);
  EXPECT_EQ(useful_sensitivity(sum), 0.5);
  EXPECT_EQ(sum.alarms, 2);
  EXPECT_EQ(sum.false_alarms, 1);
  EXPECT_EQ(sum.therapies, 2);
  EXPECT_DOUBLE_EQ(sum.stimulation_s, 0.4);
  EXPECT_DOUBLE_EQ(sum.false_alarm_s, 10.0);
  EXPECT_DOUBLE_EQ(sum.duration_s, 5400.0);
  EXPECT_DOUBLE_EQ(sum.outside_s, 5400.0 - 160.0 - 120.0);
}

TEST(AlarmFigures, RefuseWhatIsNoEvent) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)of({{nan, 1}}, {}), std::invalid_argument);
  EXPECT_THROW((void)of({}, {{2, 1}}), std::invalid_argument);
  EXPECT_THROW((void)of({}, {}, nan), std::invalid_argument);
}

TEST(AlarmFiguresLaw, NoSeizureIsUsefulThatIsNotDetectedAndNoAlarmCountsTwice) {
  std::mt19937_64 random(7);
  const auto draw = [&](int most, int longest) {
    Events events(random() % static_cast<unsigned>(most));
    for (Interval& e : events) {
      e.onset_s = static_cast<double>(random() % 60000) * 0.01;
      e.offset_s = e.onset_s +
                   static_cast<double>(random() % static_cast<unsigned>(longest)) * 0.01;
    }
    return events;
  };
  for (int i = 0; i < 2000; ++i) {
    const Events seizures = draw(8, 6000);
    const Events alarms = draw(20, 3000);
    const AlarmFigures f = of(seizures, alarms, 600.0);
    ASSERT_LE(f.useful, f.detected);
    ASSERT_LE(f.detected + f.false_alarms, f.alarms);
    ASSERT_GE(f.outside_s, -1e-9);
    ASSERT_GE(f.false_alarm_s, -1e-9);
    ASSERT_LE(f.false_alarm_s, f.outside_s + 1e-9);
    ASSERT_EQ(f.latencies_s.size(), seizures.size());
  }
}

TEST(Spans, AreCutToTheRecordingAndJoinedWhereTheyTouch) {
  EXPECT_EQ(union_of(Events{{-5, 1}, {1, 2}, {8, 20}, {3, 3}}, 10.0),
            (Events{{0, 2}, {8, 10}}));
  EXPECT_EQ(union_of(Events{{0, 1}, {2, 3}, {4.5, 5}}, 10.0, 1.5),
            (Events{{0, 3}, {4.5, 5}}));
  EXPECT_EQ(common_s(Events{{0, 2}, {5, 9}}, Events{{1, 6}, {8, 8.5}}), 2.5);
}

}  // namespace
}  // namespace homeostat::sim
