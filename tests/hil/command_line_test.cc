// The command line as a person meets it: what it says, where it says it, how it exits.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;

struct Answer {
  int exit_code = -1;
  std::string out;
  std::string err;
};

std::string read_all(int pipe_end, const std::string& until = {}) {
  std::string text;
  std::array<char, 4096> block;
  while (until.empty() || text.find(until) == std::string::npos) {
    const ssize_t got = read(pipe_end, block.data(), block.size());
    if (got <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// A running `homeostat`, its standard error at hand.
class Process {
 public:
  explicit Process(const std::vector<std::string>& words, const fs::path& out) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    id_ = fork();
    if (id_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      if (std::freopen(out.c_str(), "w", stdout) == nullptr) _exit(126);
      std::vector<char*> arguments{const_cast<char*>("homeostat")};
      for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
      }
      arguments.push_back(nullptr);
      execv(HOMEOSTAT_BINARY, arguments.data());
      _exit(127);
    }
    close(ends[1]);
    err_ = ends[0];
  }
  std::string err_until(const std::string& words) { return read_all(err_, words); }
  void interrupt() const { kill(id_, SIGINT); }
  // Exit code, or 128 + signal.
  int wait() {
    rest_ = read_all(err_);
    close(err_);
    int status = 0;
    waitpid(id_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  const std::string& rest_of_err() const { return rest_; }

 private:
  pid_t id_ = 0;
  int err_ = -1;
  std::string rest_;
};

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() { fs::create_directories(folder_); }
  ~CommandLine() override { fs::remove_all(folder_); }

  Answer ask(const std::vector<std::string>& words) {
    Process process(words, folder_ / "stdout");
    Answer answer;
    answer.exit_code = process.wait();
    answer.err = process.rest_of_err();
    answer.out = text_of("stdout");
    return answer;
  }
  std::vector<std::string> run_words(const std::string& duration) {
    return {"run",
            "--program",
            "epilepsy/responsive",
            "--patient",
            "temporal_lobe",
            "--duration",
            duration,
            "--seed",
            "1",
            "--out",
            (folder_ / "run").string()};
  }
  std::string text_of(const fs::path& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  fs::path folder_ = homeostat::testing::scratch_path();
};

std::ptrdiff_t lines_in(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

TEST_F(CommandLine, HelpAndVersionAreNoMistake) {
  EXPECT_EQ(ask({"--help"}).exit_code, 0);
  EXPECT_EQ(ask({"--version"}).exit_code, 0);
  EXPECT_NE(ask({"--help"}).out.find("not approved for therapy"), std::string::npos);
}

TEST_F(CommandLine, AWordThatIsNoCommandIsTheUsersMistake) {
  EXPECT_EQ(ask({"stimulate"}).exit_code, 2);
  EXPECT_EQ(ask({}).exit_code, 2);
  EXPECT_EQ(ask({"run", "--program"}).exit_code, 2);
}

TEST_F(CommandLine, AFileThatIsNotThereIsOneLineAndCodeTwo) {
  const Answer answer = ask({"replay", "--program", "replay/scalp", "--recording",
                             "no/such.edf", "--out", (folder_ / "x").string()});
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_EQ(lines_in(answer.err), 1) << answer.err;
  EXPECT_NE(answer.err.find("no/such.edf"), std::string::npos);
  EXPECT_TRUE(answer.out.empty());
}

TEST_F(CommandLine, ANameThatIsNoProgramListsThoseThatAre) {
  std::vector<std::string> words = run_words("1m");
  words[2] = "epilepsy/responsiv";
  const Answer answer = ask(words);
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_NE(answer.err.find("epilepsy/responsive"), std::string::npos) << answer.err;
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
  process.interrupt();
  ASSERT_EQ(process.wait(), 0) << process.rest_of_err();
  EXPECT_NE(text_of("run/summary.json").find("\"complete\": false"), std::string::npos);
  EXPECT_EQ(ask({"report", (folder_ / "run").string()}).exit_code, 0);
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

}  // namespace
}  // namespace homeostat::hil
