// The public scorer's counts and the alarms' figures of several recordings together.
#include "sim/performance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace homeostat::sim {
namespace {

const ScoredRecording kFirst{.seizures = {{1000, 1070}, {2000, 2030}},
                             .alarms = {{200, 210}, {1003, 1010}},
                             .duration_s = 3600.0,
                             .delivered = {}};
const ScoredRecording kQuiet{
    .seizures = {}, .alarms = {{20, 30}}, .duration_s = 1800.0, .delivered = {}};

TEST(Performance, OfOneRecordingIsThePublicScorersToTheLastBit) {
  const Performance p = performance(std::vector{kFirst});
  const Score alone = score_events(kFirst.seizures, kFirst.alarms, kFirst.duration_s);
  EXPECT_EQ(p.events.f1, alone.f1);
  EXPECT_EQ(p.events.fp_per_day, alone.fp_per_day);
  EXPECT_EQ(p.events.sensitivity, alone.sensitivity);
}

TEST(Performance, OfSeveralSumsCountsBeforeItRates) {
  const Performance p = performance(std::vector{kFirst, kQuiet});
  EXPECT_EQ(p.events.n_ref, 2);
  EXPECT_EQ(p.events.tp, 1);
  EXPECT_EQ(p.events.fp, 2);
  EXPECT_DOUBLE_EQ(p.events.f1, 2.0 / 5.0);
  EXPECT_DOUBLE_EQ(p.events.precision, 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(p.events.fp_per_day, 2.0 / (5400.0 / 86400.0));
  EXPECT_EQ(p.alarms.recordings, 2);
  EXPECT_EQ(p.alarms.false_alarms, 2);
}

TEST(Performance, OfNoRecordingIsNotKnown) {
  const Performance p = performance(std::vector<ScoredRecording>{});
  for (const NamedFigure& figure : compared_figures()) {
    EXPECT_EQ(figure.of(p), std::nullopt) << figure.name;
  }
}

TEST(Performance, TakesDeliveredBurstsInThePlaceOfAlarms) {
  ScoredRecording recording = kFirst;
  EXPECT_EQ(performance(recording).alarms.therapies, 2);
  recording.delivered = {{1003.0, 1003.2}};
  EXPECT_EQ(performance(recording).alarms.therapies, 1);
}

TEST(Performance, ComparesEachFigureUnderItsOwnName) {
  const Performance p = performance(kFirst);
  const auto figure = [&](const std::string& name) {
    for (const NamedFigure& f : compared_figures()) {
      if (name == f.name) return f.of(p);
    }
    return std::optional<double>();
  };
  EXPECT_EQ(figure("sensitivity"), 0.5);
  EXPECT_EQ(figure("useful_sensitivity"), 0.5);
  EXPECT_TRUE(std::isinf(figure("median_latency_s").value()));
  EXPECT_EQ(figure("false_alarms_per_hour"), 3600.0 / (3600.0 - 160.0 - 120.0));
  EXPECT_EQ(figure("false_alarm_share"), 10.0 / (3600.0 - 160.0 - 120.0));
  EXPECT_EQ(figure("event_f1"), 0.5);
}

}  // namespace
}  // namespace homeostat::sim
