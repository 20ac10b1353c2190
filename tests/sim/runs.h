// Short runs and replays in a folder of the test's own, and a look at what they leave.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sim/error.h"
#include "sim/replay_command.h"
#include "sim/run_command.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {

class Runs : public ::testing::Test {
 protected:
  Runs() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~Runs() override { std::filesystem::remove_all(folder_); }

  // A shipped file, the first `from` in it written as `to`.
  std::filesystem::path shipped(const std::string& name, const std::string& from = "",
                                const std::string& to = "") const {
    std::string text = text_of(std::string(HOMEOSTAT_SOURCE_DIR "/clinical_configs/") +
                               name + ".textproto");
    const std::size_t at = text.find(from);
    if (at == std::string::npos) ADD_FAILURE() << name << " has no " << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    const auto file = folder_ / (std::filesystem::path(name).stem().string() + ".txt");
    std::ofstream(file) << text;
    return file;
  }

  RunOptions run_options(double duration_s = 2.0) const {
    return {.program = "epilepsy/responsive",
            .patient = "temporal_lobe",
            .duration_s = duration_s,
            .seed = 1,
            .out = folder_ / "run"};
  }
  Summary run(const RunOptions& options) {
    return run_virtual_patient(options, console_);
  }
  // Of what run() left, without its known seizures.
  ReplayOptions replay_options() const {
    return {.program = "epilepsy/responsive",
            .recording = folder_ / "run" / "recording.edf",
            .out = folder_ / "replay"};
  }
  Summary replay(const ReplayOptions& options) {
    return replay_recording(options, console_);
  }
  // The one line with which a person's mistake is refused.
  template <class Act>
  static std::string refusal(Act act) {
    try {
      act();
    } catch (const UsageError& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      return error.what();
    }
    return "done";
  }

  static std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  static std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  const std::filesystem::path folder_ = homeostat::testing::scratch_path();
  std::ostringstream talk_;
  std::atomic<bool> stop_{false};
  Console console_{talk_, talk_, false, stop_};
};

}  // namespace homeostat::sim
