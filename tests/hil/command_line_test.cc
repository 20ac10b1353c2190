// The command line as a person meets it: what it says, where it says it, how it exits.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/hil/person.h"
#include "tests/sim/edf_bytes.h"
#include "tests/support/scratch.h"

namespace homeostat::hil {
namespace {

std::ptrdiff_t lines_in(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

std::string shipped_text(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(name + ".textproto").rdbuf();
  return text.str();
}

TEST_F(CommandLine, HelpAndVersionAreNoMistake) {
  EXPECT_EQ(ask({"--help"}).exit_code, 0);
  EXPECT_EQ(ask({"--version"}).exit_code, 0);
  EXPECT_NE(ask({"--help"}).out.find("not approved for therapy"), std::string::npos);
}

TEST_F(CommandLine, ARunOfAPatientWithAMoodEndsWithItsOutcome) {
  std::vector<std::string> words = {"run",
                                    "--program",
                                    "depression/amygdala_gamma_dosed",
                                    "--patient",
                                    "treatment_resistant",
                                    "--duration",
                                    "1d",
                                    "--out",
                                    (folder_ / "run").string()};
  const Answer told = ask(words);
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_NE(told.out.find("\noutcome: No MADRS after day 0.1: nothing can be told."),
            std::string::npos)
      << told.out;
  words.push_back("--json");
  const auto json = nlohmann::json::parse(ask(words).out);
  EXPECT_EQ(json["outcome"].get<std::string>().find("No MADRS after day 0.1"), 0U);
}

TEST_F(CommandLine, AWordThatIsNoCommandIsTheUsersMistake) {
  EXPECT_EQ(ask({"stimulate"}).exit_code, 2);
  EXPECT_EQ(ask({}).exit_code, 2);
  EXPECT_EQ(ask({"run", "--program"}).exit_code, 2);
}

TEST_F(CommandLine, AWordThatNobodyKnowsIsNamedWithTheNearestThatIs) {
  const struct {
    std::vector<std::string> words;
    std::string said;
  } mistakes[] = {
      {{"frob"}, "unknown command 'frob'; Known: demo, run, replay,"},
      {{"chek", "x"}, "unknown command 'chek'; did you mean check?"},
      {{"run", "--prog", "x"}, "unknown option '--prog'; did you mean --program?"},
      {{"run", "--bogus", "1"}, "unknown option '--bogus'"},
      {{"run", "--program", "a", "--bogus=1"}, "unknown option '--bogus'"},
      {{"--log-levl", "info", "run"},
       "unknown option '--log-levl'; did you mean --log-l"},
      {{"run", "responsive"}, "unexpected word 'responsive'"},
      {{}, "name a command: demo, run, replay,"},
      {{"run"}, "is required; homeostat run --help"},
      {{"model"}, "name a command: list, show, run, network, fit"},
      {{"model", "lst"}, "unknown command 'lst'; did you mean list? Known: list, show"},
      {{"model", "run", "wendling"}, "is required; homeostat model run --help"},
      {{"model", "run", "wendling", "--tend", "3"},
       "unknown option '--tend'; did you mean --t-end?"},
      {{"model", "run", "wendling", "--t-end", "10s", "--output-step", "1"}, "--t-end"},
      {{"model", "run", "wendling", "--t-end", "1", "--output-step", "1", "--noise",
        "-1"},
       "--noise '-1': give a whole number from 0"},
      {{"model", "fit", "x.edf", "--threads", "-1"},
       "--threads '-1': give a whole number from 0"},
  };
  for (const auto& [words, said] : mistakes) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.exit_code, 2) << said;
    EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
    EXPECT_TRUE(answer.err.starts_with("homeostat: ")) << answer.err;
    EXPECT_NE(answer.err.find(said), std::string::npos) << answer.err;
    EXPECT_TRUE(answer.out.empty());
  }
}

TEST_F(CommandLine, ASeedThatIsNoPlainWholeNumberIsRefused) {
  std::vector<std::string> words = run_words("1s");
  for (const char* seed : {"-1", "18446744073709551616", "", "0x10", "010", "+1", "1.0",
                           "1e3", " 1", "1 "}) {
    words[8] = seed;
    const Answer answer = ask(words);
    EXPECT_EQ(answer.exit_code, 2) << seed;
    EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
    EXPECT_NE(answer.err.find(std::string("--seed '") + seed + "'"), std::string::npos)
        << answer.err;
  }
  words[8] = "18446744073709551615";
  EXPECT_NE(ask(words).out.find("seed: 18446744073709551615\n"), std::string::npos);
}

// README's first line has none.
TEST_F(CommandLine, ARunWithoutASeedTakesOneAndSaysSo) {
  std::vector<std::string> words = run_words("1s");
  words.erase(words.begin() + 7, words.begin() + 9);
  const Answer answer = ask(words);
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_NE(answer.out.find("seed: 1\n"), std::string::npos) << answer.out;
  EXPECT_NE(text_of("run/summary.json").find("\"seed\": 1,"), std::string::npos);
}

TEST_F(CommandLine, ADemonstrationInJsonIsOneDocument) {
  const Answer answer = ask({"demo", "--duration", "2s", "--example", "none", "--json",
                             "--out", (folder_ / "demo").string()});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  const nlohmann::json runs = nlohmann::json::parse(answer.out, nullptr, false);
  ASSERT_TRUE(runs.is_array()) << answer.out;
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[2]["kind"], "replay");
}

TEST_F(CommandLine, AFileThatIsNotThereIsOneLineAndCodeTwo) {
  const Answer answer = ask({"replay", "--program", "replay/scalp", "--recording",
                             "no/such.edf", "--out", (folder_ / "x").string()});
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
  EXPECT_NE(answer.err.find("no/such.edf"), std::string::npos);
  EXPECT_TRUE(answer.out.empty());
}

TEST_F(CommandLine, AStartThatIsNoDateIsWarnedOf) {
  for (const char* date : {"99.99.99", "31.02.01", "xx.xx.xx"}) {
    sim::testing::RawFile file;
    file.records = "10";
    file.signals[0].label = "F8";
    file.signals[0].samples_per_record = "250";
    file.samples16(std::vector<int>(2500, 0));
    std::string bytes = file.bytes();
    bytes.replace(168, 8, date);
    const fs::path recording = folder_ / "r.edf";
    std::ofstream(recording, std::ios::binary) << bytes;
    const Answer answer =
        ask({"replay", "--program", "replay/scalp", "--recording", recording.string(),
             "--out", (folder_ / "replay").string()});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_NE(answer.err.find(recording.string() + ": header: start date '" + date + "'"),
              std::string::npos)
        << answer.err;
  }
}

TEST_F(CommandLine, ANameThatIsNoProgramListsThoseThatAre) {
  std::vector<std::string> words = run_words("1m");
  words[2] = "epilepsy/responsiv";
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_NE(answer.err.find("epilepsy/responsive"), std::string::npos) << answer.err;
}

TEST_F(CommandLine, AProgramThatDrivesAContactThePatientLacksIsTheUsersMistake) {
  std::string patient =
      shipped_text(HOMEOSTAT_SOURCE_DIR "/clinical_configs/patients/temporal_lobe");
  const std::size_t start = patient.rfind("contacts {", patient.find("contact: 2\n"));
  patient.erase(start, patient.find("}\n", start) + 2 - start);
  std::ofstream(folder_ / "lacking.textproto") << patient;
  std::vector<std::string> words = run_words("1m");
  words[4] = (folder_ / "lacking.textproto").string();
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
  EXPECT_NE(answer.err.find("contacts[1].contact: contact 2: the patient "),
            std::string::npos)
      << answer.err;
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

TEST_F(CommandLine, ADurationWithoutUnitIsRefused) {
  const Answer answer = ask(run_words("600"));
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_NE(answer.err.find("600s, 10m"), std::string::npos) << answer.err;
}

TEST_F(CommandLine, ARunThatWouldDestroyItsInputIsOneLineAndCodeTwo) {
  ASSERT_EQ(ask(run_words("1s")).exit_code, 0);
  const std::string text = text_of("run/program.textproto");
  std::vector<std::string> words = run_words("1s");
  words[2] = (folder_ / "run" / "program.textproto").string();
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
  EXPECT_EQ(text_of("run/program.textproto"), text);
}

TEST_F(CommandLine, ADurationOfLessThanAFrameIsOneLineAndCodeTwo) {
  const Answer answer = ask(run_words("10ms"));
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
}

TEST_F(CommandLine, ARecordingWhoseNameIsNotUtf8IsNoMistake) {
  ASSERT_EQ(ask(run_words("1s")).exit_code, 0);
  const fs::path recording = folder_ / "caf\xE9.edf";
  fs::rename(folder_ / "run" / "recording.edf", recording);
  const Answer answer = ask({"replay", "--program", "epilepsy/responsive", "--recording",
                             recording.string(), "--out", (folder_ / "replay").string()});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
}

TEST_F(CommandLine, ARunLeavesEveryFileThatTheManualNames) {
  std::vector<std::string> words = run_words("30s");
  words.push_back("--json");
  const Answer answer = ask(words);
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.out, text_of("run/summary.json"));
  for (const char* name : {"recording.edf", "detections.tsv", "stimulation.tsv",
                           "decisions.jsonl", "summary.json", "report.html"}) {
    EXPECT_GT(fs::file_size(folder_ / "run" / name), 0U) << name;
  }
}

TEST_F(CommandLine, TwoRunsOfOneSeedAreEqualByteForByte) {
  ASSERT_EQ(ask(run_words("20s")).exit_code, 0);
  const std::string first = text_of("run/recording.edf") + text_of("run/report.html");
  ASSERT_EQ(ask(run_words("20s")).exit_code, 0);
  EXPECT_EQ(text_of("run/recording.edf") + text_of("run/report.html"), first);
}

TEST_F(CommandLine, CtrlCLeavesValidFiles) {
  Process process(run_words("30d"), folder_ / "stdout");
  process.err_until(": 0 %");
  process.signal(SIGINT);
  ASSERT_EQ(process.wait(), 0) << process.rest_of_err();
  EXPECT_NE(text_of("run/summary.json").find("\"complete\": false"), std::string::npos);
  EXPECT_EQ(ask({"report", (folder_ / "run").string()}).exit_code, 0);
}

TEST_F(CommandLine, ATerminalThatGoesAwayLeavesValidFiles) {
  Process process(run_words("30d"), folder_ / "stdout");
  process.err_until(": 0 %");
  process.signal(SIGHUP);
  ASSERT_EQ(process.wait(), 0) << process.rest_of_err();
  EXPECT_NE(process.rest_of_err().find("stopped after"), std::string::npos);
  EXPECT_EQ(ask({"report", (folder_ / "run").string()}).exit_code, 0);
}

TEST_F(CommandLine, ADemonstrationThatIsStoppedDoesNotGoOnWithTheNextRun) {
  Process process({"demo", "--duration", "30d", "--out", (folder_ / "demo").string()},
                  folder_ / "stdout");
  process.err_until(": 0 %");
  process.signal(SIGINT);
  ASSERT_EQ(process.wait(), 0) << process.rest_of_err();
  EXPECT_FALSE(fs::exists(folder_ / "demo" / "treated"));
  EXPECT_TRUE(fs::exists(folder_ / "demo" / "report.html"));
}

TEST_F(CommandLine, ClosedStreamsDoNotTakeTheNumbersOfResults) {
  ASSERT_EQ(ask(run_words("20s")).exit_code, 0);
  const std::string recorded = text_of("run/recording.edf");
  const std::string decided = text_of("run/decisions.jsonl");
  for (const bool errors_too : {false, true}) {
    Process process(run_words("20s"), {}, errors_too);
    process.wait();
    EXPECT_EQ(text_of("run/recording.edf"), recorded);
    EXPECT_EQ(text_of("run/decisions.jsonl"), decided);
  }
}

TEST_F(CommandLine, OutputThatIsLostIsAnError) {
  std::vector<std::string> words = run_words("1s");
  words.push_back("--json");
  Process process(words, "/dev/full");
  EXPECT_EQ(process.wait(), 1);
  EXPECT_NE(process.rest_of_err().find("standard output"), std::string::npos);
}

TEST_F(CommandLine, ALogThatIsLostOrHasNoPlaceIsAnError) {
  const auto with_log = [&](const std::string& file) {
    std::vector<std::string> words = run_words("1s");
    words.insert(words.end(), {"--log-level", "info", "--log-file", file});
    return ask(words).exit_code;
  };
  EXPECT_EQ(with_log("/dev/full"), 1);
  EXPECT_EQ(with_log(""), 2);
  EXPECT_EQ(with_log((folder_ / "not" / "there" / "log").string()), 2);
  EXPECT_FALSE(fs::exists(folder_ / "not"));
}

TEST_F(CommandLine, WhatEndedTheProgramIsInTheLogFileToo) {
  const fs::path log = folder_ / "log";
  ask({"--log-file", log.string(), "replay", "--program", "replay/scalp", "--recording",
       "no/such.edf", "--out", (folder_ / "x").string()});
  EXPECT_NE(text_of("log").find("no/such.edf"), std::string::npos);
}

TEST_F(CommandLine, AReportOverwritesNothingButAReport) {
  ASSERT_EQ(ask(run_words("20s")).exit_code, 0);
  const std::string run = (folder_ / "run").string();
  const std::string summary = text_of("run/summary.json");
  const Answer answer =
      ask({"report", run, "--out", (folder_ / "run" / "summary.json").string()});
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(text_of("run/summary.json"), summary);
  const std::string page = (folder_ / "page.html").string();
  EXPECT_EQ(ask({"report", run, "--out", page}).exit_code, 0);
  EXPECT_EQ(ask({"report", run, "--out", page}).exit_code, 0) << "its own may be renewed";
}

TEST_F(CommandLine, AFolderWhoseFilesDisagreeHasNoReport) {
  const auto spoilt = [&](const std::string& name, const std::string& text) {
    EXPECT_EQ(ask(run_words("20s")).exit_code, 0);
    std::ofstream(folder_ / "run" / name) << text;
    const Answer answer = ask({"report", (folder_ / "run").string()});
    EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
    return answer.exit_code;
  };
  EXPECT_EQ(spoilt("decisions.jsonl", ""), 2);
  EXPECT_EQ(spoilt("trend.tsv", ""), 2);
  EXPECT_EQ(spoilt("stimulation.tsv", "nonsense\n"), 2);
  EXPECT_EQ(spoilt("summary.json", "{\"duration_s\": 1e300}\n"), 2);
  EXPECT_EQ(spoilt("summary.json", "{\"duration_s\": \"abc\"}\n"), 2);
}

TEST_F(CommandLine, TheDemosExampleDoesNotDependOnTheCallersFolder) {
  const fs::path example =
      fs::path(HOMEOSTAT_SHARED_DATA "/recordings/siena_PN00-1.edf").lexically_normal();
  EXPECT_NE(ask({"demo", "--help"}).out.find(example.string()), std::string::npos);
}

TEST_F(CommandLine, TheDemoSaysThatItsExampleIsNotThereAndWhatItReplaysInstead) {
  const Answer answer = ask({"demo", "--example", "no/such.edf", "--duration", "2s",
                             "--out", folder_.string()});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_NE(answer.err.find("no/such.edf is not there: the replay takes the recording "
                            "that the untreated run wrote"),
            std::string::npos)
      << answer.err;
  EXPECT_TRUE(fs::exists(folder_ / "replay" / "report.html"));
}

TEST_F(CommandLine, LogsGoWhereTheyAreToldAndNeverToStandardOutput) {
  std::vector<std::string> words = run_words("1s");
  const fs::path log = folder_ / "log";
  words.insert(words.end(), {"--json", "--log-level", "info", "--log-json", "--log-file",
                             log.string()});
  const Answer answer = ask(words);
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.out.front(), '{');
  EXPECT_NE(text_of("log").find("\"level\":\"info\""), std::string::npos);
}

TEST_F(CommandLine, AProfileIsMadeOfASignalAndItsMistakesAreOneLine) {
  std::ofstream signal(folder_ / "signal.csv");
  signal << "t_s,STN\n";
  for (int n = 0; n < 1500; ++n) signal << n / 500.0 << ",0.01\n";
  signal.close();
  std::vector<std::string> words = {"profile",    "rcs",
                                    "--settings", "rcs_published_example",
                                    "--signal",   (folder_ / "signal.csv").string(),
                                    "--out",      (folder_ / "out").string()};
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_NE(answer.out.find("3 power results"), std::string::npos) << answer.out;
  EXPECT_EQ(lines_in(text_of("out/power.csv")), 4);
  words[1] = "rns";
  const Answer other = ask(words);
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_EQ(lines_in(other.err), 1) << other.err;
  EXPECT_EQ(ask({"profile"}).exit_code, 2);
}

TEST_F(CommandLine, ABiomarkerThatDoesNotPassIsCodeThreeAndAMistakeCodeTwo) {
  std::ofstream table(folder_ / "days.csv");
  table << "day,gamma,MADRS\n";
  for (int day = 0; day < 60; ++day)
    table << day << ',' << 60 - day << ',' << (day < 30 ? 30 : 3) << '\n';
  table.close();
  const std::string days = (folder_ / "days.csv").string();
  std::vector<std::string> words = {"commission",
                                    "--features",
                                    days,
                                    "--labels",
                                    days,
                                    "--label-column",
                                    "MADRS",
                                    "--well-to",
                                    "10",
                                    "--out",
                                    (folder_ / "out").string(),
                                    "--symptomatic-from",
                                    "20"};
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 3) << answer.err;
  EXPECT_NE(answer.out.find("NOT PASSED  Does it tell more than the date"),
            std::string::npos)
      << answer.out;
  EXPECT_EQ(ask(words).exit_code, 3) << "again into its own folder";
  const auto json = nlohmann::json::parse(text_of("out/commission.json"));
  EXPECT_EQ(json["passed"], false);
  EXPECT_EQ(json["clauses"].size(), 7U);
  words[6] = "HDRS";
  const Answer mistake = ask(words);
  EXPECT_EQ(mistake.exit_code, 2);
  EXPECT_EQ(lines_in(mistake.err), 1) << mistake.err;
}

}  // namespace
}  // namespace homeostat::hil
