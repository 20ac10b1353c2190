// `homeostat tune`: from annotated recordings to a program that check accepts and replay
// uses.
#include <gtest/gtest.h>

#include <sstream>

#include "clinical_configs/check.h"
#include "clinical_configs/load.h"
#include "sim/replay_command.h"
#include "sim/tune_cost.h"
#include "sim/tune_score.h"
#include "tests/sim/tune_scene.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

// Two recordings with two seizures each.
struct Two : Scene {
  Two() {
    record("a", 1, {200.0, 500.0});
    record("b", 2, {260.0, 600.0});
  }
};

Summary replayed(const Scene& scene, const std::string& name) {
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  return replay_recording({.program = scene.folder / "out.textproto",
                           .recording = scene.folder / (name + ".edf"),
                           .annotations = scene.folder / (name + "_events.tsv"),
                           .out = scene.folder / "replay"},
                          {out, out, false, stop});
}

TEST(Tune, EachDetectorMakesAProgramThatCheckAcceptsAndReplayUses) {
  for (const std::string detector : {"line_length", "half_wave", "gbdt", "auto"}) {
    const Two scene;
    const Told told = tuned(scene.options(detector));
    EXPECT_NE(told.out.find("learnt until"), std::string::npos) << told.out;
    std::ostringstream findings;
    const fs::path program = scene.folder / "out.textproto";
    EXPECT_EQ(clinical_configs::check_command({&program, 1}, findings), 0)
        << findings.str();
    const Summary summary = replayed(scene, "b");
    ASSERT_TRUE(summary.matching.has_value());
    EXPECT_EQ(summary.matching->detected, 2) << detector << '\n' << told.out;
    EXPECT_LE(summary.matching->other_outside, 1) << detector << '\n' << told.out;
  }
}

TEST(Tune, AProgramOfTreesHoldsThemAndALineLengthBeside) {
  const Two scene;
  tuned(scene.options("gbdt"));
  const auto program = clinical_configs::load_program(scene.folder / "out.textproto");
  EXPECT_EQ(program.biomarkers.trees.channel_count, 1);
  EXPECT_EQ(program.biomarkers.detector_count, 1);
  EXPECT_EQ(program.biomarkers.detectors[0].feature, biomarkers::Feature::kLineLength);
}

TEST(Tune, TheSameRecordingsAndSeedGiveTheSameProgram) {
  const Two scene;
  tuned(scene.options("gbdt"));
  const std::string once = text_of(scene.folder / "out.textproto");
  tuned(scene.options("gbdt"));
  EXPECT_EQ(text_of(scene.folder / "out.textproto"), once);
}

TEST(Tune, TellsHowFarItIsAndWhatFalseAlarmsCost) {
  const Two scene;
  const Told told = tuned(scene.options("line_length"));
  EXPECT_NE(told.err.find("tune: 100 %"), std::string::npos) << told.err;
  EXPECT_NE(told.out.find("cost: a detection's first therapy"), std::string::npos);
  // Two bursts of 20 pulses of 3 mA, 160 us: 19.2 uC; twice that through 11 V.
  const auto cost = cost_of_a_detection(
      clinical_configs::load_program(clinical_configs::find_program("replay/scalp")));
  EXPECT_NEAR(cost.charge_uc, 19.2, 1e-9);
  EXPECT_NEAR(cost.energy_mj, 0.4224, 1e-9);
}

TEST(Tune, WithOneSeizureTheThresholdIsFromBackgroundAloneAndItSaysSo) {
  const Scene scene;
  scene.record("a", 1, {300.0});
  const Told told = tuned(scene.options("line_length"));
  EXPECT_NE(told.out.find("background alone"), std::string::npos) << told.out;
  EXPECT_NE(refusal(scene.options("gbdt")).find("trees need two"), std::string::npos);
  EXPECT_NE(tuned(scene.options("auto")).out.find("no trees:"), std::string::npos);
}

TEST(Tune, BackgroundWithoutASeizureSuffices) {
  const Scene scene;
  scene.record("a", 1, {});
  EXPECT_NE(tuned(scene.options("line_length")).out.find("0 seizures"),
            std::string::npos);
}

TEST(Tune, RefusesWithAReason) {
  const Two scene;
  TuneOptions options = scene.options("rcs");
  EXPECT_NE(refusal(options).find("whose policy is ADAPTIVE"), std::string::npos);
  options = scene.options("magic");
  EXPECT_NE(refusal(options).find("give line_length"), std::string::npos);
  options = scene.options("auto");
  options.objective = "sleep";
  EXPECT_NE(refusal(options).find("give onset or burst"), std::string::npos);
  options = scene.options("auto");
  options.request.most_false_alarms_per_h = -1.0;
  EXPECT_NE(refusal(options).find("0 to 1000"), std::string::npos);
  options = scene.options("line_length");
  options.out = scene.folder / "a.edf";
  EXPECT_NE(refusal(options).find("overwrite an input"), std::string::npos);
  options.out = scene.folder / "no/out.textproto";
  EXPECT_NE(refusal(options).find("there is no folder"), std::string::npos);
  options.out = scene.folder;
  EXPECT_NE(refusal(options).find("give the program's file"), std::string::npos);
  options = scene.options("line_length");
  options.annotations = {scene.folder / "a_events.tsv"};
  EXPECT_NE(refusal(options).find("1 files for 2 recordings"), std::string::npos);
  options = scene.options("line_length");
  options.recordings = {scene.folder / "c.edf"};
  EXPECT_NE(refusal(options).find("c.edf: no such file"), std::string::npos);
  EXPECT_FALSE(fs::exists(scene.folder / "out.textproto"));
  fs::remove(scene.folder / "b_events.tsv");
  EXPECT_NE(refusal(scene.options("line_length")).find("b_events.tsv beside it"),
            std::string::npos);
}

TEST(Tune, StoppedItWritesNothing) {
  const Two scene;
  std::ostringstream out;
  const std::atomic<bool> stop{true};
  EXPECT_THROW((void)tune_command(scene.options("gbdt"), {out, out, false, stop}),
               UsageError);
  EXPECT_FALSE(fs::exists(scene.folder / "out.textproto"));
}

// A threshold is chosen by the budget: a stricter one never lets more pass.
TEST(TuneChoice, KeepsToTheBudgetAndToTheMidstOfWhatIsAlike) {
  Timeline line{.recordings = {},
                .events = {{1000.0, 1040.0}, {2000.0, 2040.0}},
                .duration_s = 7460.0};  // two hours outside -30 and +60 s
  std::vector<TuneCandidate> candidates(8);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].strict = static_cast<double>(i);
    if (i < 6) candidates[i].detections = {{1003.0, 1040.0}};
  }
  candidates[0].detections.push_back({3000.0, 3001.0});
  candidates[0].detections.push_back({5000.0, 5001.0});
  candidates[1].detections.push_back({5000.0, 5001.0});
  const TuneSpan all{0.0, 8000.0};
  EXPECT_EQ(choose(candidates, line, all, 0.5), 3U) << "of 2, 3, 4 and 5";
  EXPECT_EQ(choose({candidates[0]}, line, all, 0.5), std::nullopt);
  EXPECT_EQ(choose({candidates[0]}, line, all, 1.0), 0U);
  EXPECT_NEAR(fewest_false_alarms_per_h({candidates[0]}, line, all), 1.0, 1e-9);
  line.events.clear();
  EXPECT_EQ(choose(candidates, line, all, 0.5), 2U)
      << "an alarm in two hours keeps to it";
  EXPECT_EQ(choose(candidates, line, all, 0.1), 6U);
}

TEST(TuneChoice, FoldsAreInTheOrderOfTime) {
  Timeline line{.recordings = {}, .events = {{100, 110}}, .duration_s = 1000.0};
  auto folds = chronological_folds(line);
  ASSERT_EQ(folds.size(), 1U);
  EXPECT_EQ(folds[0].train.to_s, 600.0);
  line.events = {{100, 110}, {300, 310}, {500, 510}, {700, 710}, {900, 910}};
  folds = chronological_folds(line);
  ASSERT_EQ(folds.size(), 3U);
  for (const TuneFold& fold : folds) {
    EXPECT_EQ(fold.train.from_s, 0.0);
    EXPECT_EQ(fold.train.to_s, fold.test.from_s);
    EXPECT_LT(fold.test.from_s, fold.test.to_s);
  }
  EXPECT_EQ(folds[0].test.to_s, folds[1].test.from_s);
  EXPECT_EQ(folds[2].test.to_s, 1000.0);
}

TEST(ScoreBetween, IsOfWhatBeginsInTheStretch) {
  const Timeline line{.recordings = {},
                      .events = {{1000, 1040}, {2000, 2040}, {3000, 3040}},
                      .duration_s = 3720.0};
  const std::vector<Interval> detections{
      {1009.9, 1040}, {2020, 2040}, {2965, 2966}, {3101, 3102}, {500, 501}};
  const AlarmFigures score = score_between(line, detections, 0.0, 4000.0);
  EXPECT_EQ(score.seizures(), 3);
  EXPECT_EQ(score.detected, 2);
  EXPECT_EQ(score.useful, 1);
  EXPECT_EQ(score.false_alarms, 3);
  EXPECT_NEAR(score.outside_s, 3720.0 - 3 * 130.0, 1e-9);
  EXPECT_EQ(latency_quantile_s(score, 0.5), 20.0);
  const AlarmFigures second = score_between(line, detections, 1500.0, 2500.0);
  EXPECT_EQ(second.seizures(), 1);
  EXPECT_EQ(second.latencies_s.front(), 20.0);
  EXPECT_EQ(second.false_alarms, 0);
}

TEST(ScoreBetween, OfBurstsNearASeizureNothingIsRightOrWrong) {
  Timeline line{.recordings = {},
                .events = {{100, 101}, {1010, 1011}, {2000, 2001}},
                .duration_s = 3600.0,
                .seizures = {{1000, 1040}},
                .objective = TuneObjective::kBurst,
                .rule = rule_of(TuneObjective::kBurst)};
  const std::vector<Interval> detections{
      {100.5, 101}, {1001, 1040}, {1099, 1100}, {1101, 1102}, {2004.5, 2005}};
  const AlarmFigures score = score_between(line, detections, 0.0, 3600.0);
  EXPECT_EQ(score.seizures(), 2) << "the burst in the seizure is not asked for";
  EXPECT_EQ(score.useful, 1);
  EXPECT_EQ(score.false_alarms, 2) << "at 1101 and 2004.5";
  EXPECT_NEAR(score.outside_s, 3600.0 - 130.0 - 2 * 6.0, 1e-9);
}

TEST(LongEpisodes, AreDetectionsOfHalfAMinuteAndOutsideWhereTheyTouchNoSeizure) {
  const Timeline line{.recordings = {},
                      .duration_s = 3600.0,
                      .seizures = {{100, 140}, {500, 540}, {2000, 2040}}};
  const std::vector<Interval> detections{
      {105, 135}, {505, 534.9}, {1000, 1030}, {2039, 2100}, {3000, 3100}};
  const LongEpisodes all = long_episodes_between(line, detections, 0.0, 2500.0);
  EXPECT_EQ(all.all, 3);
  EXPECT_EQ(all.outside, 1);
  EXPECT_EQ(all.seizures, 3);
  EXPECT_EQ(all.seizures_with, 2);
}

}  // namespace
}  // namespace homeostat::sim
