#include "sim/summary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/score_json.h"
#include "sim/summary_table.h"

namespace homeostat::sim {
namespace {

Summary judged(std::vector<Interval> seizures, std::vector<Interval> detections,
               double duration_s = 3600.0) {
  Summary summary;
  summary.duration_s = duration_s;
  judge(summary, {.source = "test", .seizures = std::move(seizures)}, detections);
  return summary;
}

TEST(Summary, LatencyIsFromTheSeizuresOnsetToTheAlarm) {
  const Summary summary = judged({{100, 160}, {1000, 1060}}, {{104, 150}, {1010, 1050}});
  EXPECT_EQ(summary.seizures, 2);
  EXPECT_EQ(summary.seizure_s, 120.0);
  EXPECT_EQ(summary.detected_seizures, 2);
  EXPECT_DOUBLE_EQ(median_latency_s(summary.latencies_s).value(), 7.0);
}

TEST(Summary, AMissCountsAsLaterThanAnyDetection) {
  const Summary two_of_three =
      judged({{100, 160}, {1000, 1060}, {2000, 2060}}, {{104, 150}, {1010, 1050}});
  EXPECT_DOUBLE_EQ(median_latency_s(two_of_three.latencies_s).value(), 10.0);
  const Summary one_of_three =
      judged({{100, 160}, {1000, 1060}, {2000, 2060}}, {{104, 150}});
  EXPECT_FALSE(median_latency_s(one_of_three.latencies_s).has_value());
}

// One rule and one set of names for false positives: those of `homeostat score`.
TEST(Summary, TheScoreIsThatOfTheScoreCommand) {
  const std::vector<Interval> seizures{{100, 160}};
  const std::vector<Interval> alarms{{104, 150}, {1000, 1010}, {1050, 1060}};
  const Summary summary = judged(seizures, alarms);
  const auto json = nlohmann::json::parse(to_json(summary))["reference"];
  EXPECT_EQ(json["score"], score_json(score_events(seizures, alarms, 3600.0)));
  EXPECT_EQ(json["score"]["false_positives"], 1);  // two, 40 s apart, are one
  EXPECT_FALSE(json.contains("other_detections"));
}

TEST(Summary, WhatDoesNotExistIsNullAndNotZero) {
  const auto json = nlohmann::json::parse(to_json(Summary{}));
  EXPECT_TRUE(json["reference"]["seizures"].is_null());
  EXPECT_TRUE(json["reference"]["median_latency_s"].is_null());
  EXPECT_TRUE(json["reference"]["score"].is_null());
  EXPECT_TRUE(json["seed"].is_null());
}

TEST(Summary, JsonCarriesTheIdentityOfTheBuild) {
  const auto json = nlohmann::json::parse(to_json(Summary{}));
  EXPECT_EQ(json["homeostat"]["guard_sha256"].get<std::string>().size(), 64U);
  EXPECT_FALSE(json["homeostat"]["version"].get<std::string>().empty());
}

TEST(SummaryTable, EveryRunHasAValueInEveryRow) {
  const Summary runs[] = {judged({{100, 160}}, {{104, 150}}), Summary{}};
  for (const TableRow& row : table_of(runs))
    EXPECT_EQ(row.values.size(), 2U) << row.figure;
}

}  // namespace
}  // namespace homeostat::sim
