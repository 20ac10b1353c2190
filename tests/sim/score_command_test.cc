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
    options_.references = {folder_ / "a.tsv"};
    options_.hypotheses = {folder_ / "b.tsv"};
  }
  ~ScoreCommand() override { std::filesystem::remove_all(folder_); }

  void reference(const std::vector<Event>& events, double duration_s = 3600.0) {
    write_events(options_.references.back(), {events, duration_s, ""});
  }
  void hypothesis(const std::vector<Event>& events, double duration_s = 3600.0) {
    write_events(options_.hypotheses.back(), {events, duration_s, ""});
  }

  std::string printed() {
    std::ostringstream out;
    EXPECT_EQ(score_command(options_, out, err_), 0);
    return out.str();
  }
  // The line with which the files or the words are refused.
  template <class Error>
  std::string refusal() {
    std::ostringstream out;
    try {
      score_command(options_, out, err_);
    } catch (const Error& error) {
      EXPECT_EQ(out.str(), "");
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      return error.what();
    }
    return "accepted";
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
  std::ostringstream err_;
};

TEST_F(ScoreCommand, PrintsBothScoresAsOneTable) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(2000, 10)});
  const std::string text = printed();
  const std::size_t end = text.find("\n\nonsets of alarms");
  ASSERT_NE(end, std::string::npos) << text;
  EXPECT_EQ(text.substr(0, end + 1),
            "reference   " + options_.references[0].string() +
                ": 2 seizures in 3600.00 s\n"
                "hypothesis  " +
                options_.hypotheses[0].string() +
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

TEST_F(ScoreCommand, StrictRefusesEventsThatTheReferenceScorerJoinsWrongly) {
  options_.strict = true;
  for (const auto& wrong : {std::vector{seizure(200, 10), seizure(100, 10)},
                            std::vector{seizure(100, 100), seizure(120, 10)},
                            std::vector{seizure(100, 10), seizure(120, 0)},
                            std::vector{seizure(1, 2), seizure(3590, 20)}}) {
    reference(wrong);
    hypothesis({seizure(202, 5)});
    EXPECT_TRUE(
        refusal<RecordingError>().starts_with((folder_ / "a.tsv:3: the ").string()));
    std::swap(options_.references, options_.hypotheses);
    EXPECT_TRUE(
        refusal<RecordingError>().starts_with((folder_ / "a.tsv:3: the ").string()));
    std::swap(options_.references, options_.hypotheses);
  }
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ScoreCommand, StrictScoresOneToOne) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(155, 3), seizure(2000, 10)});
  EXPECT_FALSE(json().contains("one_to_one"));
  options_.strict = true;
  EXPECT_EQ(json().at("one_to_one"), (nlohmann::json{{"reference", 2},
                                                     {"true_positives", 1},
                                                     {"false_positives", 2},
                                                     {"sensitivity", 0.5},
                                                     {"precision", 1.0 / 3.0},
                                                     {"f1", 0.4},
                                                     {"false_positives_per_day", 48.0}}));
  options_.json = false;
  EXPECT_NE(
      printed().find("\none to one: sensitivity 0.5000, precision 0.3333, F1 0.4000, "
                     "false positives/day 48.00\n"),
      std::string::npos);
}

TEST_F(ScoreCommand, WarnsInALineOfEventsThatTheReferenceScorerJoinsWrongly) {
  reference({seizure(200, 10), seizure(100, 10)});
  hypothesis({seizure(202, 5)});
  const nlohmann::json got = json();
  EXPECT_EQ(got.at("event").at("reference"), 1);
  EXPECT_EQ(got.at("event").at("true_positives"), 0);
  ASSERT_EQ(got.at("notes").size(), 1u);
  EXPECT_TRUE(got.at("notes")[0].get<std::string>().starts_with(
      "reference: events are nested or not in order; "));
  EXPECT_EQ(err_.str(),
            "homeostat: warning: " + options_.references[0].string() +
                ":3: the seizure at 100.00 s stands after one that begins later; scored "
                "as the public scorer does, which joins such events wrongly or counts "
                "them twice; --strict refuses them\n");
}

TEST_F(ScoreCommand, PrintsWhatTheAlarmsAreWorth) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(997, 10), seizure(2000, 10)});
  const std::string text = printed();
  const std::string wanted =
      "onsets of alarms against onsets of seizures, no alarms joined (1 recording, 1.00 "
      "h, 0.93 h of it outside -30/+60 s of 2 seizures):\n"
      "latency               median 4.75 s, 90 % within 12.50 s, undetected 0.0 % (0 of "
      "2; "
      "a miss is later than any alarm)\n"
      "useful sensitivity    50.0 % (1 of 2: onset within -5/+10 s)\n"
      "false alarms/hour     1.081 (1 in 0.93 h)\n"
      "time in false alarm   0.300 % (10.0 s)\n"
      "therapies/day         72.00 (3 in 1.00 h; one at each alarm's onset, of 0.2 s)\n"
      "stimulation, s/day    14.40\n";
  EXPECT_NE(text.find(wanted), std::string::npos) << text;
  EXPECT_NE(text.find("loudest: not known without the signal; give --recording\n"),
            std::string::npos);
  EXPECT_NE(text.find("95 % interval: over recordings, and of one none can be given\n"),
            std::string::npos);
}

TEST_F(ScoreCommand, SaysOfWhatRestsOnNothingThatItIsNotKnown) {
  reference({}, 100.0);
  hypothesis({}, 100.0);
  const std::string text = printed();
  EXPECT_NE(text.find("latency               median not known, 90 % within not known, "
                      "undetected not known (0 of 0"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("useful sensitivity    not known (0 of 0"), std::string::npos);
  const nlohmann::json onsets = json().at("alarm_onsets");
  for (const char* name : {"median_latency_s", "p90_latency_s", "sensitivity",
                           "undetected_share", "useful_sensitivity"}) {
    EXPECT_TRUE(onsets.at(name).is_null()) << name;
  }
  EXPECT_EQ(onsets.at("false_alarms_per_hour"), 0.0);
}

TEST_F(ScoreCommand, TheJsonSaysWhatItsFiguresRestOn) {
  reference({seizure(100, 60), seizure(1000, 30)});
  hypothesis({seizure(112.5, 40), seizure(2000, 10)});
  const nlohmann::json onsets = json().at("alarm_onsets");
  EXPECT_EQ(
      onsets.at("coverage"),
      (nlohmann::json{{"recordings", 1},
                      {"seizures", 2},
                      {"alarms", 2},
                      {"hours", 1.0},
                      {"hours_outside_seizures", (3600.0 - 150.0 - 120.0) / 3600.0}}));
  EXPECT_EQ(onsets.at("latencies_s"), nlohmann::json::parse("[12.5, null]"));
  EXPECT_EQ(onsets.at("detected"), 1);
  EXPECT_EQ(onsets.at("useful"), 0);
  EXPECT_EQ(onsets.at("false_alarms"), 1);
  EXPECT_EQ(onsets.at("therapies"), 2);
  EXPECT_EQ(onsets.at("rule").at("therapies"), "one at each alarm's onset");
}

TEST_F(ScoreCommand, StandsBesideDetectorsThatKnowNothing) {
  reference({seizure(100, 20)});
  hypothesis({seizure(103, 10)});
  const nlohmann::json beside = json().at("beside");
  EXPECT_EQ(beside.at("always_on").at("useful_sensitivity"), 0.0);
  EXPECT_EQ(beside.at("always_on").at("median_latency_s"), "missed");
  EXPECT_EQ(beside.at("always_on").at("false_alarm_share"), 1.0);
  const double mean = beside.at("random").at("useful_sensitivity").at("mean");
  EXPECT_LT(mean, 0.02);
  EXPECT_TRUE(beside.at("loudest").is_null());
  EXPECT_TRUE(beside.at("intervals_95").at("useful_sensitivity").is_null());
  const std::string again = printed();
  EXPECT_EQ(again, printed());
  options_.seed = 2;
  EXPECT_NE(again, printed());
}

TEST_F(ScoreCommand, SeveralRecordingsArePooledAndHaveIntervals) {
  reference({seizure(100, 60)});
  hypothesis({seizure(104, 40)});
  options_.references.push_back(folder_ / "c.tsv");
  options_.hypotheses.push_back(folder_ / "d.tsv");
  reference({seizure(300, 20)}, 1800.0);
  hypothesis({seizure(1000, 20)}, 1800.0);
  const nlohmann::json got = json();
  EXPECT_EQ(got.at("recordings").size(), 2U);
  EXPECT_EQ(got.at("recordings")[1].at("recording_duration_s"), 1800.0);
  EXPECT_EQ(got.at("event").at("reference"), 2);
  EXPECT_EQ(got.at("event").at("true_positives"), 1);
  EXPECT_EQ(got.at("event").at("false_positives"), 1);
  EXPECT_EQ(got.at("event").at("false_positives_per_day"), 16.0);
  EXPECT_EQ(got.at("sample_1hz").at("reference"), 80);
  EXPECT_EQ(got.at("matching").at("latencies_s"), nlohmann::json::parse("[4.0, null]"));
  EXPECT_EQ(got.at("alarm_onsets").at("coverage").at("hours"), 1.5);
  const nlohmann::json interval = got.at("beside").at("intervals_95").at("sensitivity");
  EXPECT_EQ(interval.at("low"), 0.0);
  EXPECT_EQ(interval.at("high"), 1.0);
}

TEST_F(ScoreCommand, RefusesListsThatDoNotPair) {
  reference({});
  hypothesis({});
  options_.references.push_back(folder_ / "a.tsv");
  EXPECT_EQ(refusal<UsageError>(),
            "2 --reference files and 1 --hypothesis file; give one of each for every "
            "recording, in the same order");
  options_.hypotheses.push_back(folder_ / "b.tsv");
  options_.recordings = {folder_ / "r.edf"};
  EXPECT_EQ(refusal<UsageError>(),
            "1 --recording file for 2 pairs of events files; give one for each, in the "
            "same order, or none");
  options_.recordings.clear();
  options_.channel = "F8";
  EXPECT_TRUE(refusal<UsageError>().starts_with("--channel 'F8' of no recording"));
  options_ = {};
  EXPECT_EQ(refusal<UsageError>(),
            "nothing to score; give --reference and --hypothesis, or --run FOLDER");
  options_.references = {folder_ / "a.tsv"};
  options_.hypotheses = {folder_ / "b.tsv"};
  for (const int draws : {0, 100'001}) {
    options_.draws = draws;
    EXPECT_EQ(refusal<UsageError>(), "--draws is out of range; accepted: 1 to 100000");
  }
}

TEST_F(ScoreCommand, NotesEventsPastTheEndInTheTableToo) {
  reference({seizure(3500, 100)});
  hypothesis({seizure(3500, 100), seizure(3700, 10), seizure(3900, 10)});
  const std::string text = printed();
  EXPECT_TRUE(
      text.ends_with("\nnote: hypothesis: 2 events past the end of the recording\n"))
      << text;
  EXPECT_NE(err_.str().find(":3: the seizure at 3700.00 s ends at 3710.00 s, after the "
                            "recording of 3600.00 s; and 1 more;"),
            std::string::npos)
      << err_.str();
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
    EXPECT_THROW(score_command(options_, out, err_), RecordingError) << other_s;
    EXPECT_EQ(out.str(), "");
  }
}

TEST_F(ScoreCommand, SaysInOneLineThatTheFilesAreOfTwoRecordings) {
  reference({}, 600.0);
  hypothesis({}, 601.5);
  std::ostringstream out;
  try {
    score_command(options_, out, err_);
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_EQ(std::string(error.what()),
              options_.hypotheses[0].string() +
                  ": recordingDuration is 601.50 s; accepted: 600.00 s as in " +
                  options_.references[0].string());
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
    EXPECT_THROW(score_command(options_, out, err_), UsageError);
  }
  options_.parameters = {.min_overlap = 1.0, .max_event_duration_s = 1.0};
  EXPECT_EQ(score_command(options_, out, err_), 0);
}

TEST_F(ScoreCommand, RefusesAFileThatIsNotThere) {
  reference({});
  std::ostringstream out;
  EXPECT_THROW(score_command(options_, out, err_), RecordingError);
  EXPECT_EQ(out.str(), "");
}

TEST_F(ScoreCommand, PrintsValidJsonForAPathThatIsNotUtf8) {
  options_.references = {folder_ / "\xff.tsv"};
  reference({});
  hypothesis({});
  EXPECT_TRUE(json().at("reference_file").is_string());
}

}  // namespace
}  // namespace homeostat::sim
