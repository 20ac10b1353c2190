// `homeostat score`: the table and the JSON that it prints, what it notes, what it
// refuses.
#include "sim/score_command.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/error.h"
#include "sim/events_tsv.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

class ScoreCommand : public ::testing::Test {
 protected:
  ScoreCommand() {
    folder_ = homeostat::testing::scratch_path();
    std::filesystem::create_directories(folder_);
    options_ = {.reference = folder_ / "a.tsv", .hypothesis = folder_ / "b.tsv"};
  }
  ~ScoreCommand() override { std::filesystem::remove_all(folder_); }

  void reference(const std::vector<Event>& events, double duration_s = 3600.0) {
    write_events(options_.reference, {events, duration_s, ""});
  }
  void hypothesis(const std::vector<Event>& events, double duration_s = 3600.0) {
    write_events(options_.hypothesis, {events, duration_s, ""});
  }

  std::string printed() {
    std::ostringstream out;
    EXPECT_EQ(score_command(options_, out), 0);
    return out.str();
  }
  nlohmann::json json() {
    options_.json = true;
    return nlohmann::json::parse(printed());
  }

  static Event seizure(double onset_s, double duration_s) {
    return {onset_s, duration_s, "sz", {}, "all"};
  }

  std::filesystem::path folder_;
  ScoreOptions options_;
};

TEST_F(ScoreCommand, PrintsBothScoresAsOneTable) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(2000, 10)});
  EXPECT_EQ(printed(),
            "reference   " + options_.reference.string() +
                ": 2 seizures in 3600.00 s\n"
                "hypothesis  " +
                options_.hypothesis.string() +
                ": 2 alarms\n"
                "\n"
                "as the public scorer counts (SzCORE, timescoring 0.0.7):\n"
                "                            events   1 Hz samples\n"
                "reference                        2             90\n"
                "true positives                   1             40\n"
                "false positives                  1             10\n"
                "sensitivity                 0.5000         0.4444\n"
                "precision                   0.5000         0.8000\n"
                "F1                          0.5000         0.5714\n"
                "false positives/day          24.00         240.00\n"
                "\n"
                "one alarm a seizure, overlapping or at most 1 s apart: 1 of 2 seizures, "
                "median latency n/a; other alarms: 0 in a seizure, 1 outside\n");
}

TEST_F(ScoreCommand, PrintsUndefinedFiguresAsNotAvailable) {
  reference({});
  hypothesis({});
  const std::string text = printed();
  EXPECT_NE(text.find("sensitivity                    n/a            n/a\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("0 of 0 seizures, median latency n/a"), std::string::npos) << text;
}

TEST_F(ScoreCommand, PrintsOneJsonObjectWithTheNamesOfTheStoredCases) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(2000, 10)});
  const nlohmann::json got = json();
  EXPECT_EQ(got.at("recording_duration_s"), 3600.0);
  EXPECT_EQ(got.at("event"), (nlohmann::json{{"reference", 2},
                                             {"true_positives", 1},
                                             {"false_positives", 1},
                                             {"sensitivity", 0.5},
                                             {"precision", 0.5},
                                             {"f1", 0.5},
                                             {"false_positives_per_day", 24.0}}));
  EXPECT_EQ(got.at("sample_1hz").at("true_positives"), 40);
  EXPECT_EQ(got.at("parameters"),
            (nlohmann::json{{"tolerance_start_s", 30.0},
                            {"tolerance_end_s", 60.0},
                            {"min_overlap", 0.0},
                            {"max_event_duration_s", 300.0},
                            {"min_duration_between_events_s", 90.0}}));
  EXPECT_EQ(got.at("matching").at("latencies_s"), nlohmann::json::parse("[12.5, null]"));
  EXPECT_EQ(got.at("notes"), nlohmann::json::array());
}

TEST_F(ScoreCommand, PrintsUndefinedFiguresAsNull) {
  reference({});
  hypothesis({});
  const nlohmann::json got = json();
  for (const char* name : {"sensitivity", "precision", "f1"}) {
    EXPECT_TRUE(got.at("event").at(name).is_null()) << name;
    EXPECT_TRUE(got.at("sample_1hz").at(name).is_null()) << name;
  }
  EXPECT_EQ(got.at("event").at("false_positives_per_day"), 0.0);
}

TEST_F(ScoreCommand, NotesLabelsThatItDoesNotCount) {
  reference({{100, 60, "seizure", {}, "all"}, {0, 3600, "bckg", {}, "all"}});
  hypothesis({seizure(110, 10)});
  const nlohmann::json got = json();
  EXPECT_EQ(got.at("event").at("reference"), 0);
  EXPECT_EQ(got.at("notes"),
            nlohmann::json::array({"reference: 1 row not counted, such as \"seizure\"; "
                                   "seizures are sz, sz_... and sz-..."}));
}

TEST_F(ScoreCommand, RefusesEventsThatTheReferenceScorerJoinsWrongly) {
  for (const auto& wrong : {std::vector{seizure(200, 10), seizure(100, 10)},
                            std::vector{seizure(100, 100), seizure(120, 10)}}) {
    reference(wrong);
    hypothesis({seizure(202, 5)});
    std::ostringstream out;
    EXPECT_THROW(score_command(options_, out), RecordingError);
    std::swap(options_.reference, options_.hypothesis);
    EXPECT_THROW(score_command(options_, out), RecordingError);
    std::swap(options_.reference, options_.hypothesis);
    EXPECT_EQ(out.str(), "");
  }
}

TEST_F(ScoreCommand, AsIsNotesEventsThatTheReferenceScorerJoinsWrongly) {
  options_.as_is = true;
  reference({seizure(200, 10), seizure(100, 10)});
  hypothesis({seizure(202, 5)});
  const nlohmann::json got = json();
  EXPECT_EQ(got.at("event").at("reference"), 1);
  EXPECT_EQ(got.at("event").at("true_positives"), 0);
  ASSERT_EQ(got.at("notes").size(), 1u);
  EXPECT_TRUE(got.at("notes")[0].get<std::string>().starts_with(
      "reference: events are nested or not in order; "));
}

TEST_F(ScoreCommand, NotesEventsPastTheEndInTheTableToo) {
  reference({seizure(3500, 100)});
  hypothesis({seizure(3500, 100), seizure(3700, 10), seizure(3900, 10)});
  const std::string text = printed();
  EXPECT_TRUE(
      text.ends_with("\nnote: hypothesis: 2 events past the end of the recording\n"))
      << text;
}

TEST_F(ScoreCommand, TakesDurationsOneStepOfTheFormatApartAndNoMore) {
  reference({}, 600.00);
  hypothesis({}, 600.01);
  EXPECT_EQ(json().at("recording_duration_s"), 600.0);
  hypothesis({}, 599.99);
  EXPECT_EQ(json().at("recording_duration_s"), 600.0);
  for (const double other_s : {600.02, 599.98, 6000.0}) {
    hypothesis({}, other_s);
    std::ostringstream out;
    EXPECT_THROW(score_command(options_, out), RecordingError) << other_s;
    EXPECT_EQ(out.str(), "");
  }
}

TEST_F(ScoreCommand, SaysInOneLineThatTheFilesAreOfTwoRecordings) {
  reference({}, 600.0);
  hypothesis({}, 601.5);
  std::ostringstream out;
  try {
    score_command(options_, out);
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_EQ(std::string(error.what()),
              options_.hypothesis.string() +
                  ": recordingDuration is 601.50 s; accepted: 600.00 s as in " +
                  options_.reference.string());
  }
}

TEST_F(ScoreCommand, RefusesAParameterThatIsOutOfItsRange) {
  reference({});
  hypothesis({});
  std::ostringstream out;
  for (const ScoringParameters& bad : {ScoringParameters{.min_overlap = std::nan("")},
                                       {.min_overlap = 1.01},
                                       {.min_overlap = -0.01},
                                       {.tolerance_start_s = -1.0},
                                       {.tolerance_end_s = 1e9},
                                       {.max_event_duration_s = 0.99},
                                       {.min_duration_between_events_s = -1.0}}) {
    options_.parameters = bad;
    EXPECT_THROW(score_command(options_, out), UsageError);
  }
  options_.parameters = {.min_overlap = 1.0, .max_event_duration_s = 1.0};
  EXPECT_EQ(score_command(options_, out), 0);
}

TEST_F(ScoreCommand, RefusesAFileThatIsNotThere) {
  reference({});
  std::ostringstream out;
  EXPECT_THROW(score_command(options_, out), RecordingError);
  EXPECT_EQ(out.str(), "");
}

TEST_F(ScoreCommand, PrintsValidJsonForAPathThatIsNotUtf8) {
  options_.reference = folder_ / "\xff.tsv";
  reference({});
  hypothesis({});
  EXPECT_TRUE(json().at("reference_file").is_string());
}

}  // namespace
}  // namespace homeostat::sim
