// What a run leaves in its folder, whenever it ends and whatever its files are called.
#include "sim/session.h"

#include <regex>

#include "clinical_configs/finding.h"
#include "sim/edf_reader.h"
#include "sim/report.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

using Session = Runs;
using Json = nlohmann::json;

TEST_F(Session, StoppedBeforeItBeganLeavesValidFiles) {
  stop_ = true;
  RunOptions options = run_options();
  for (const char* frame : {"samples_per_frame: 8", "samples_per_frame: 1"}) {
    options.program =
        shipped("epilepsy/responsive", "samples_per_frame: 8", frame).string();
    const Summary summary = run(options);
    EXPECT_FALSE(summary.complete);
    EXPECT_GE(summary.duration_s, 0.01);
    EXPECT_LE(summary.duration_s, 0.032);
    EXPECT_EQ(Json::parse(text_of(options.out / "summary.json"))["complete"], false);
    EXPECT_EQ(read_edf(options.out / "recording.edf").channels.size(), 4U);
    EXPECT_NO_THROW(write_report(options.out)) << frame;
  }
}

// The loop in this process, behind a line that breaks.
class BreakingLoop final : public Loop {
 public:
  BreakingLoop(const LoopTask& task, int frames)
      : loop_(make_local_loop(task)), left_(frames) {}
  safety::StimCommand step(const biomarkers::SampleFrame& frame) override {
    if (left_-- == 0) throw RecordingError("the line is silent");
    return loop_->step(frame);
  }
  const controller::LoopReport& report() const override { return loop_->report(); }

 private:
  std::unique_ptr<Loop> loop_;
  int left_;
};

TEST_F(Session, ThatBreaksOffKeepsWhatWasDoneAndSaysWhy) {
  RunOptions options = run_options(10.0);
  options.make_loop = [](const LoopTask& task) {
    return std::make_unique<BreakingLoop>(task, 100);
  };
  EXPECT_THROW(run(options), RecordingError);
  const Json summary = Json::parse(text_of(options.out / "summary.json"));
  EXPECT_EQ(summary["complete"], false);
  EXPECT_EQ(summary["broke_off"], "the line is silent");
  EXPECT_EQ(summary["duration_s"], 3.2);
  EXPECT_EQ(read_edf(options.out / "recording.edf").channels.size(), 4U);
  EXPECT_NE(text_of(options.out / "report.html").find("broke off: the line is silent"),
            std::string::npos);
}

TEST_F(Session, ADurationOfLessThanAFrameIsRefusedBeforeAnythingIsMade) {
  EXPECT_EQ(refusal([&] { run(run_options(0.01)); }),
            "duration 0.01 s: shorter than one frame of the program; give at least 32ms");
  EXPECT_NE(refusal([&] { run(run_options(0.0319)); }), "done");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
  EXPECT_EQ(run(run_options(0.032)).duration_s, 0.032);
}

// Events files could not tell its length: they count in hundredths of a second.
TEST_F(Session, ADurationOfLessThanAHundredthOfASecondIsRefused) {
  RunOptions options = run_options(0.0099);
  options.program =
      shipped("epilepsy/responsive", "samples_per_frame: 8", "samples_per_frame: 1")
          .string();
  EXPECT_NE(refusal([&] { run(options); }).find("give at least 10ms"), std::string::npos);
  options.duration_s = 0.01;
  EXPECT_EQ(run(options).duration_s, 0.012);
}

TEST_F(Session, AtARateThatIsNoWholeNumberHasOneClock) {
  RunOptions options = run_options(30.0);
  options.program =
      shipped("epilepsy/responsive", "sample_rate_hz: 250", "sample_rate_hz: 250.5")
          .string();
  const Summary summary = run(options);
  double lived_s = 0.0;
  for (const auto& [mode, span_s] : summary.mode_s) lived_s += span_s;
  EXPECT_NEAR(lived_s, summary.duration_s, 1e-5);
  EXPECT_NEAR(read_edf(options.out / "recording.edf").channels[0].rate_hz, 250.5, 2.5e-5);
}

TEST_F(Session, RecordsTheLongestLabelThatACheckAccepts) {
  RunOptions options = run_options();
  options.program =
      shipped("epilepsy/responsive", "LH1-LH4", "Left hippocampus").string();
  run(options);
  EXPECT_EQ(read_edf(options.out / "recording.edf").channels[0].label,
            "Left hippocampus");
}

TEST_F(Session, WithALabelThatEdfCannotHoldMakesNoFolder) {
  RunOptions options = run_options();
  for (const char* label : {"Left hippocampi 1", "EDF Annotations", " LH1"}) {
    options.program = shipped("epilepsy/responsive", "LH1-LH4", label).string();
    EXPECT_THROW(run(options), clinical_configs::ConfigError) << label;
  }
  EXPECT_FALSE(std::filesystem::exists(options.out));
}

// Nothing is weak or broken in a replay, whatever the program asks.
TEST_F(Session, AReplayPassesTheSelfTestOfAProgramWithStrictLimits) {
  run(run_options(4.0));
  ReplayOptions options = replay_options();
  for (const auto& [from, to] :
       {std::pair{"battery_floor_mv: 2500", "battery_floor_mv: 3300"},
        {"min_impedance_ohm: 250", "min_impedance_ohm: 1500"}}) {
    options.program = shipped("epilepsy/responsive", from, to).string();
    EXPECT_GT(replay(options).mode_s["sensing"], 1.0) << to;
  }
}

TEST_F(Session, ThatNeverListenedSaysSoAndWhyWhereverItIsReadOf) {
  RunOptions options = run_options(40.0);
  options.patient =
      shipped("patients/temporal_lobe", "impedance_ohm: 950", "impedance_ohm: 99999")
          .string();
  const Summary summary = run(options);
  EXPECT_FALSE(summary.self_test_passed);
  EXPECT_GT(fault_s(summary), 9.0);
  const Json fault = Json::parse(text_of(options.out / "summary.json"))["fault"];
  EXPECT_EQ(fault["self_test_passed"], false);
  EXPECT_EQ(fault["reasons"], Json{"contacts_intact"});
  EXPECT_NE(talk_.str().find("homeostat: warning: temporal lobe, accelerated, treated: "
                             "in fault 9.98 s: contacts_intact (of 40 s"),
            std::string::npos)
      << talk_.str();
  const Json last = Json::parse(lines_of(options.out / "decisions.jsonl").back());
  EXPECT_EQ(last["mode"], "fault");
  EXPECT_EQ(last["self_test_missing"], Json{"contacts_intact"});
  EXPECT_NE(text_of(options.out / "report.html")
                .find("<p class=\"warning\">In fault 9.98 s: contacts_intact"),
            std::string::npos);
}

TEST_F(Session, ThatEndedInItsSelfTestSaysWhatWasMissing) {
  RunOptions options = run_options(5.0);
  options.patient =
      shipped("patients/temporal_lobe", "impedance_ohm: 950", "impedance_ohm: 99999")
          .string();
  run(options);
  EXPECT_NE(talk_.str().find("self test not passed: contacts_intact"), std::string::npos)
      << talk_.str();
}

TEST_F(Session, ThatListenedWarnsOfNothing) {
  EXPECT_TRUE(run(run_options(2.0)).self_test_passed);
  EXPECT_EQ(talk_.str().find("warning"), std::string::npos) << talk_.str();
  EXPECT_EQ(text_of(folder_ / "run" / "report.html").find("In fault 0"),
            std::string::npos);
}

TEST_F(Session, WritesNoTimeFinerThanAMicrosecond) {
  const Summary summary = run(run_options(20.0));
  EXPECT_GT(summary.mode_s.size(), 1U);
  const std::regex finer("[0-9]+\\.[0-9]{7,}");
  const auto finest = [&](const std::string& text) {
    std::smatch found;
    return std::regex_search(text, found, finer) ? found.str() : "";
  };
  EXPECT_EQ(finest(text_of(folder_ / "run" / "summary.json")), "");
  for (const std::string& line : lines_of(folder_ / "run" / "decisions.jsonl")) {
    const Json decision = Json::parse(line);
    EXPECT_EQ(finest(decision["t_s"].dump() + decision["asked"].dump() +
                     decision["granted"].dump()),
              "");
  }
}

TEST_F(Session, OfARecordingWhoseNameIsNotUtf8LeavesValidJson) {
  run(run_options());
  ReplayOptions options = replay_options();
  options.recording = folder_ / "caf\xE9.edf";
  std::filesystem::rename(folder_ / "run" / "recording.edf", options.recording);
  replay(options);
  const Json summary = Json::parse(text_of(options.out / "summary.json"));
  EXPECT_EQ(summary["title"], "caf\u00E9.edf");
  EXPECT_EQ(summary["source"], "caf\uFFFD.edf");
}

TEST_F(Session, EachDecisionTellsOfEveryDetectorByNumberFeatureAndChannel) {
  RunOptions options = run_options();
  options.program = shipped("epilepsy/responsive", "  persistence {", R"(
  detectors {
    channel: 2
    feature: AREA
    short_window_ms: 128
    long_window_s: 0
    threshold: 50
  }
  persistence {)")
                        .string();
  run(options);
  const auto lines = lines_of(options.out / "decisions.jsonl");
  ASSERT_GT(lines.size(), 1U);
  for (const std::string& line : lines) {
    const Json detectors = Json::parse(line)["detectors"];
    ASSERT_EQ(detectors.size(), 5U);  // four of the program's
    EXPECT_EQ(detectors[0], (Json{{"detector", 0},
                                  {"feature", "line_length"},
                                  {"channel", "LH1-LH4"},
                                  {"fires", "above"},
                                  {"value", nullptr},  // its baseline is still empty
                                  {"threshold", nullptr}}));
    EXPECT_EQ(detectors[4]["detector"], 4);
    EXPECT_EQ(detectors[4]["feature"], "area");
    EXPECT_EQ(detectors[4]["channel"], "RH2-RH3");
  }
  const Json last = Json::parse(lines.back())["detectors"][4];
  EXPECT_EQ(last["threshold"], 50.0);
  EXPECT_GT(last["value"], 0.0);
}

}  // namespace
// What the patient was told is in the log, from when to when, and counted.
TEST_F(Session, Saf108_NoticesStandInTheLogTheSummaryAndTheReport) {
  RunOptions options = run_options(60.0);
  options.patient =
      shipped("patients/temporal_lobe", "battery_mv: 3000", "battery_mv: 2600").string();
  const Summary summary = run(options);
  EXPECT_EQ(summary.notices, (std::map<std::string, std::int64_t>{{"battery_low", 1}}));
  EXPECT_EQ(Json::parse(text_of(options.out / "summary.json"))["notices"]["battery_low"],
            1);
  const auto lines = lines_of(options.out / "decisions.jsonl");
  EXPECT_EQ(Json::parse(lines.front())["notices"], Json::array());
  EXPECT_EQ(Json::parse(lines.back())["notices"], Json::array({"battery_low"}));
  EXPECT_NE(text_of(options.out / "report.html").find("battery_low 1"),
            std::string::npos);
}

TEST_F(Session, SaysWhichChannelIsInDoubtAndWhy) {
  RunOptions options = run_options(6.0);
  options.program = shipped("epilepsy/responsive", "plus_contact: 8",
                            "plus_contact: 8 plus_commissioned_ohm: 50")
                        .string();
  run(options);
  const auto lines = lines_of(options.out / "decisions.jsonl");
  EXPECT_EQ(Json::parse(lines.back())["doubts"],
            (Json::array({{{"channel", "RH1-RH2"},
                           {"verdict", "bad"},
                           {"flags", Json::array({"impedance"})}}})));
  EXPECT_NE(text_of(options.out / "report.html").find("RH1-RH2 bad: impedance"),
            std::string::npos);
}

}  // namespace homeostat::sim
