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
  EXPECT_EQ(summary.matching->detected, 2);
  EXPECT_EQ(median_latency_s(summary.matching->latencies_s), 7.0);
}

TEST(Summary, OneDetectionDoesNotAnswerTwoSeizures) {
  const Summary summary = judged({{100, 104}, {110, 114}}, {{102, 106}});
  EXPECT_EQ(summary.matching->detected, 1);
  EXPECT_EQ(summary.matching->latencies_s[1], std::nullopt);
}

// The public scorer credits one detection to several seizures and joins them: its figures
// are named as its own, with the parameters that made them.
TEST(Summary, ThePublicScorersCountsStandApartWithTheirNameAndParameters) {
  const std::vector<Interval> seizures{{100, 160}, {200, 210}};
  const std::vector<Interval> alarms{{104, 150}, {1000, 1010}, {1050, 1060}};
  const Summary summary = judged(seizures, alarms);
  const auto reference = nlohmann::json::parse(to_json(summary))["reference"];
  const auto scorer = reference["public_scorer"];
  EXPECT_EQ(scorer["name"], "SzCORE, timescoring 0.0.7");
  EXPECT_EQ(scorer["event"], score_json(score_events(seizures, alarms, 3600.0)));
  EXPECT_EQ(scorer["event"]["reference"], 1);        // two, 40 s apart, are one
  EXPECT_EQ(scorer["event"]["false_positives"], 1);  // the same
  EXPECT_EQ(scorer["parameters"], parameters_json({}));
  EXPECT_EQ(reference["seizures"], 2);
  EXPECT_EQ(reference["matching"], matching_json(*summary.matching));
  EXPECT_EQ(reference["matching"]["other_detections_outside"], 2);
  EXPECT_EQ(reference["matching"]["tolerance_s"], 1.0);
}

TEST(Summary, WhatDoesNotExistIsNullAndNotZero) {
  const auto json = nlohmann::json::parse(to_json(Summary{}));
  EXPECT_TRUE(json["reference"]["seizures"].is_null());
  EXPECT_TRUE(json["reference"].at("matching").is_null());
  EXPECT_TRUE(json["reference"].at("public_scorer").is_null());
  EXPECT_TRUE(json["seed"].is_null());
}

TEST(Summary, JsonHasTimesToAMicrosecondAndChargesToAPicocoulomb) {
  Summary summary = judged({{0.1, 0.3}}, {{0.3, 0.4}});
  summary.mode_s["sensing"] = 0.5439999999999999;
  summary.charge_uc = 0.1 + 0.2;
  const std::string text = to_json(summary);
  EXPECT_NE(text.find("\"sensing\": 0.544\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\"charge_uc\": 0.3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\"seizure_s\": 0.2,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"median_latency_s\": 0.2\n"), std::string::npos) << text;
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

// Of a mood there are flags; of seizures nobody knows anything then.
TEST(SummaryTable, HasTheRowsOfWhatItsRunsAreAbout) {
  Summary mood;
  mood.outcome = "No MADRS after day 0.";
  mood.flags = 3;
  mood.adverse_events = 1;
  const auto shown = [](std::span<const Summary> runs) {
    std::map<std::string, std::string> cells;
    for (const TableRow& row : table_of(runs)) cells[row.figure] = row.values[0];
    return cells;
  };
  const auto of_mood = shown({&mood, 1});
  EXPECT_EQ(of_mood.at("flags raised by ratings"), "3");
  EXPECT_EQ(of_mood.at("adverse events"), "1");
  EXPECT_FALSE(of_mood.contains("seizures"));
  EXPECT_TRUE(of_mood.contains("in fault"));
  const Summary seizing = judged({{100, 160}}, {{104, 150}});
  EXPECT_FALSE(shown({&seizing, 1}).contains("adverse events"));
  const Summary both[] = {mood, seizing};
  EXPECT_EQ(shown(both).at("seizures"), "-");
  EXPECT_EQ(shown(both).at("adverse events"), "1");
}

TEST(SummaryTable, ARunInFaultSaysHowLongAndWhy) {
  Summary run;
  run.mode_s["fault"] = 570.0;
  run.self_test_passed = false;
  run.fault_reasons = {"battery_charged", "contacts_intact"};
  for (const TableRow& row : table_of({&run, 1})) {
    if (row.figure != "in fault") continue;
    EXPECT_EQ(row.values[0], "9 min 30 s: battery_charged, contacts_intact");
    return;
  }
  FAIL() << "no row";
}

TEST(SummaryTable, TellsWhatWasDetectedFromWhatThePublicScorerCounts) {
  const Summary run[] = {judged({{100, 104}, {110, 114}}, {{102, 106}, {107, 108}})};
  std::map<std::string, std::string> shown;
  for (const TableRow& row : table_of(run)) shown[row.figure] = row.values[0];
  EXPECT_EQ(shown.at("seizures detected"), "1 of 2");
  EXPECT_EQ(shown.at("median latency"), "-");
  EXPECT_EQ(shown.at("  outside any seizure"), "1");
  EXPECT_EQ(shown.at("public scorer (SzCORE)"), "1 of 1, 0 false");
}

}  // namespace
}  // namespace homeostat::sim
