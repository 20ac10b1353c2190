// Days of a patient with a mood in one folder, as `homeostat run` leaves them: files read
// back, and the page that a clinician gets.
#include "sim/slow_session.h"

#include <algorithm>
#include <cmath>

#include "sim/mood_events.h"
#include "sim/outcome_command.h"
#include "sim/report.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::json;

constexpr double kDay_s = 86'400.0;

class SlowSession : public Runs {
 protected:
  RunOptions days_of_mood(double days) const {
    return {.program = "depression/amygdala_gamma_dosed",
            .patient = "treatment_resistant",
            .duration_s = days * kDay_s,
            .seed = 1,
            .out = folder_ / "run"};
  }
  // A run, and what its folder holds.
  MoodHistory live(const RunOptions& options) {
    summary_ = run(options);
    return read_mood_history(options.out);
  }
  std::string page() const { return text_of(folder_ / "run" / "report.html"); }
  bool page_says(const std::string& words) const {
    return page().find(words) != std::string::npos;
  }
  static int bursts_before(const MoodHistory& history, double day) {
    int bursts = 0;
    for (const BinRow& bin : history.bins) bursts += bin.day < day ? bin.bursts : 0;
    return bursts;
  }
  static std::size_t told_of(const std::vector<PageEvent>& events, StoryKind kind) {
    return static_cast<std::size_t>(std::ranges::count(events, kind, &PageEvent::kind));
  }

  Summary summary_;
};

TEST_F(SlowSession, NineDaysAreReadBackAsTheyWereLived) {
  RunOptions options = days_of_mood(9.0);
  options.therapy_from_s = 2.0 * kDay_s;
  const MoodHistory history = live(options);
  EXPECT_TRUE(summary_.complete);
  EXPECT_EQ(summary_.duration_s, options.duration_s);
  ASSERT_EQ(history.bins.size(), 9U * kBinsPerDay);
  ASSERT_EQ(history.days.size(), 9U);
  EXPECT_EQ(history.features, (std::vector<std::string>{"gamma_12", "gamma_34"}));
  EXPECT_EQ(bursts_before(history, 2.0), 0) << "before a clinician starts it";
  EXPECT_GT(summary_.bursts, 100);
  EXPECT_EQ(bursts_before(history, 9.0), summary_.bursts);
  double charge_uc = 0.0;
  for (const DayRow& day : history.days) charge_uc += day.charge_uc;
  EXPECT_NEAR(charge_uc, summary_.charge_uc, 1e-4 * charge_uc);
  EXPECT_EQ(history.facts.treated_from_day, 2.0);
  EXPECT_EQ(history.facts.arm, "treated");
  for (const std::string& line : lines_of(options.out / "decisions.jsonl"))
    EXPECT_TRUE(Json::parse(line).contains("mood")) << line;
  EXPECT_EQ(lines_of(options.out / "labels.csv").size(), 3U) << "two visits";
  EXPECT_EQ(lines_of(options.out / "features.csv").size(), 10U);
  EXPECT_FALSE(text_of(options.out / "program.textproto").empty());
  EXPECT_FALSE(text_of(options.out / "patient.textproto").empty());
  EXPECT_TRUE(page_says("Mood and therapy over 9 days"));
  EXPECT_FALSE(page_says("(stopped)"));
  EXPECT_TRUE(
      page_says(std::to_string(summary_.bursts) + " bursts, " +
                std::to_string(std::lround(static_cast<double>(summary_.bursts) / 7.0)) +
                " a day on average from day 2 on and "));
}

// Adverse events come at any bin, whose day five decimals do not hold.
TEST_F(SlowSession, AdverseEventsStandOnThePageOnce) {
  RunOptions options = days_of_mood(9.0);
  options.patient = shipped("patients/treatment_resistant", "usual_events_per_day: 0.005",
                            "usual_events_per_day: 0.6")
                        .string();
  const MoodHistory history = live(options);
  const auto adverse = static_cast<std::size_t>(std::ranges::count_if(
      history.ratings, [](const ScaleEvent& e) { return e.scale == nullptr; }));
  EXPECT_GT(adverse, 2U);
  const auto events = events_of(history);
  EXPECT_EQ(told_of(events, StoryKind::kAdverse), adverse);
  EXPECT_EQ(told_of(events, StoryKind::kScale), 0U);
  EXPECT_GT(told_of(events, StoryKind::kDose), 0U) << "each lowers the dose";
  EXPECT_TRUE(page_says(std::to_string(adverse) + " adverse events."));
}

TEST_F(SlowSession, TellsTheOutcomeFromTheFirstVisitWhereTherapyBeganBefore) {
  const MoodHistory history = live(days_of_mood(9.0));
  ASSERT_GT(history.ratings.front().day, history.facts.treated_from_day);
  ASSERT_TRUE(summary_.outcome);
  EXPECT_TRUE(summary_.outcome->starts_with("MADRS was ")) << *summary_.outcome;
  EXPECT_NE(summary_.outcome->find("No rating up to day 0: baseline is the first one, "
                                   "of day 0.1."),
            std::string::npos)
      << *summary_.outcome;
  EXPECT_TRUE(page_says(*summary_.outcome));
  EXPECT_TRUE(page_says("response: 1")) << "the level that a response would reach";

  talk_.str("");
  OutcomeOptions options;
  options.source.path = folder_ / "run" / "scales.csv";
  (void)outcome_command(options, console_);
  const std::string said = talk_.str();
  EXPECT_TRUE(summary_.outcome->starts_with(said.substr(0, said.find('\n')))) << said;
}

TEST_F(SlowSession, TellsTheOutcomeFromTheLastVisitBeforeTherapyBegan) {
  RunOptions options = days_of_mood(9.0);
  options.therapy_from_s = 1.0 * kDay_s;
  const MoodHistory history = live(options);
  ASSERT_TRUE(summary_.outcome);
  EXPECT_TRUE(page_says(*summary_.outcome));
  EXPECT_EQ(summary_.outcome->find("No rating"), std::string::npos) << *summary_.outcome;
  const Json summary = Json::parse(text_of(options.out / "summary.json"));
  EXPECT_EQ(summary["outcome"], *summary_.outcome);
  EXPECT_EQ(summary["mood"]["treated_from_day"], 1.0);
}

TEST_F(SlowSession, ADayThatIsNotOverIsCountedByItsOwnBins) {
  const MoodHistory history = live(days_of_mood(4.5));
  ASSERT_EQ(history.days.size(), 5U);
  for (const DayRow& day : history.days) {
    int bins = 0, known = 0, symptomatic = 0, asleep = 0;
    for (const BinRow& bin : history.bins) {
      if (static_cast<int>(bin.day + 1e-4) != day.day) continue;
      ++bins;
      known += bin.mood != biomarkers::Mood::kUnknown ? 1 : 0;
      symptomatic += bin.mood == biomarkers::Mood::kSymptomatic ? 1 : 0;
      asleep += bin.asleep;
    }
    EXPECT_EQ(bins, day.day < 4 ? 144 : 72);
    EXPECT_EQ(day.known_permille, known * 1000 / bins);
    EXPECT_EQ(day.symptomatic_permille, symptomatic * 1000 / bins);
    EXPECT_EQ(day.asleep_permille, asleep * 1000 / bins);
    EXPECT_EQ(day.unknown_minutes, 10 * (bins - known));
  }
  EXPECT_GT(history.days.back().known_permille, 500) << "else nothing was asked";
}

TEST_F(SlowSession, AFeatureOfADayIsTheMedianOfItsBinsThatWereHeard) {
  const MoodHistory history = live(days_of_mood(2.0));
  const auto rows = lines_of(folder_ / "run" / "features.csv");
  ASSERT_EQ(rows.size(), 3U);
  for (const DayRow& day : history.days) {
    std::vector<double> values;
    for (const BinRow& bin : history.bins) {
      const bool heard = bin.gap == biomarkers::MoodGap::kNone ||
                         bin.gap == biomarkers::MoodGap::kHoldOff;
      if (heard && static_cast<int>(bin.day + 1e-4) == day.day)
        values.push_back(bin.features[0]);
    }
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    const double median =
        values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
    const std::string& row = rows[static_cast<std::size_t>(day.day) + 1];
    EXPECT_NEAR(std::stod(row.substr(row.find(',') + 1)), median, 1e-5) << row;
  }
}

TEST_F(SlowSession, AShamGivesNothingAndIsCalledOne) {
  RunOptions options = days_of_mood(4.0);
  options.sham = true;
  const MoodHistory history = live(options);
  EXPECT_EQ(summary_.bursts, 0);
  EXPECT_EQ(summary_.charge_uc, 0.0);
  EXPECT_EQ(history.facts.arm, "sham");
  EXPECT_TRUE(page_says("4 days, sham, seed 1"));
  EXPECT_GT(summary_.mode_s["treating.burst"], 0.0) << "all as if";
  // Six seconds and two ramps each; one may be cut short by the run's end.
  EXPECT_NEAR(history.facts.as_if_bursts, summary_.mode_s["treating.burst"] / 6.0,
              1.0 + 0.3 * history.facts.as_if_bursts);
  EXPECT_TRUE(page_says("Nothing was given; as a sham the device went through " +
                        std::to_string(history.facts.as_if_bursts) +
                        " bursts in silence."));
}

TEST_F(SlowSession, ATherapyThatCannotBeginWhenItIsToldToIsRefused) {
  RunOptions late = days_of_mood(3.0);
  late.therapy_from_s = 3.0 * kDay_s;
  EXPECT_EQ(
      refusal([&] { run(late); }),
      "--therapy-from 3 d: the run is over by then; give less than --duration, 3 d");
  late.therapy_from_s -= 600.0;
  EXPECT_EQ(refusal([&] { run(late); }), "done");

  RunOptions armed = days_of_mood(3.0);
  armed.program = shipped("depression/amygdala_gamma_dosed", "start_armed: false",
                          "start_armed: true")
                      .string();
  EXPECT_EQ(refusal([&] { run(armed); }), "done");
  armed.therapy_from_s = kDay_s;
  EXPECT_EQ(refusal([&] { run(armed); }),
            "--therapy-from: " + armed.program +
                " begins by itself (start_armed: true); give a program with "
                "start_armed: false");
  armed.untreated = true;  // the day from which an outcome is told
  EXPECT_EQ(refusal([&] { run(armed); }), "done");
}

TEST_F(SlowSession, APatientWithoutAMoodIsRefusedToATherapyThatFollowsOne) {
  RunOptions options = days_of_mood(0.01);
  options.patient = "temporal_lobe";
  EXPECT_EQ(refusal([&] { run(options); }),
            "--patient: temporal_lobe has no mood, and the therapy of "
            "depression/amygdala_gamma_dosed follows one; give a patient who has, as "
            "treatment_resistant");
}

TEST_F(SlowSession, OfAProgramWithoutABiomarkerNoneIsTold) {
  const struct {
    const char *program, *patient;
  } therapies[] = {{"depression/vs_schedule", "treatment_resistant"},
                   {"depression/scc_open_loop", "recurrent_depression"}};
  for (const auto& therapy : therapies) {
    RunOptions options = days_of_mood(0.5);
    options.program = therapy.program;
    options.patient = therapy.patient;
    const MoodHistory history = live(options);
    EXPECT_FALSE(history.facts.has_biomarker);
    EXPECT_GT(summary_.charge_uc, 0.0) << therapy.program;
    for (const char* untrue :
         {"signal missing", "Nothing new is given", "does not arm", "<b>Score</b>",
          "<b>Known</b>", "<b>Dose</b>", "<b>Budget left</b>", "The dose was"})
      EXPECT_FALSE(page_says(untrue)) << therapy.program << ": " << untrue;
    EXPECT_TRUE(page_says("none: this therapy follows no biomarker"));
  }
}

TEST_F(SlowSession, OnlyOfATherapyThatFollowsMoodIsSaidThatNothingNewIsGiven) {
  RunOptions options = days_of_mood(2.0);
  options.untreated = true;
  live(options);
  EXPECT_TRUE(page_says("Mood was unknown for most of the day"));
  EXPECT_FALSE(page_says("Nothing new is given"));
  options.untreated = false;
  live(options);
  EXPECT_TRUE(page_says("Nothing new is given while it is unknown."));
}

TEST_F(SlowSession, StoppedBeforeItBeganLeavesValidFiles) {
  stop_ = true;
  const RunOptions options = days_of_mood(1.0);
  const MoodHistory history = live(options);
  EXPECT_FALSE(summary_.complete);
  EXPECT_EQ(history.bins.size(), 1U);
  EXPECT_EQ(history.days.size(), 1U);
  EXPECT_TRUE(page_says("1 day of 1 (stopped), treated"));
  EXPECT_NO_THROW(write_report(options.out));
}

}  // namespace
}  // namespace homeostat::sim
