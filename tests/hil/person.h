// A person at the command line: the fixture of its tests.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace homeostat::hil {

namespace fs = std::filesystem;

struct Answer {
  int exit_code = -1;
  std::string out;
  std::string err;
};

inline std::string read_all(int pipe_end, const std::string& until = {}) {
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
  // `out` empty: standard output closed; `mute`: standard error and input too.
  explicit Process(const std::vector<std::string>& words, const fs::path& out,
                   bool mute = false) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);  // else the child says it again
    id_ = fork();
    if (id_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      if (out.empty()) {
        close(STDOUT_FILENO);
      } else if (std::freopen(out.c_str(), "w", stdout) == nullptr) {
        _exit(126);
      }
      if (mute) {
        close(STDIN_FILENO);
        close(STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
      }
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
  void signal(int number) const { kill(id_, number); }
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

}  // namespace homeostat::hil
