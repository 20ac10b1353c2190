// A small language for tests of events files: text in, refusal out, one folder a test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "sim/error.h"
#include "sim/events_tsv.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {

inline const std::string kHeader =
    "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n";
inline const std::string kRow =
    "10.00\t5.00\tsz\tn/a\tall\t2026-01-31 23:59:59\t600.00\n";

class EventsTsv : public ::testing::Test {
 protected:
  EventsTsv() : path_(folder() / "case_events.tsv") {}
  ~EventsTsv() override { std::filesystem::remove_all(path_.parent_path()); }

  EventFile read(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return read_events(path_);
  }

  // The file is refused; the answer is its message without the path.
  std::string refusal(const std::string& text) {
    try {
      (void)read(text);
    } catch (const RecordingError& error) {
      return without_path(error.what());
    }
    return "accepted";
  }

  std::string refusal_of(const EventFile& file) {
    try {
      write_events(path_, file);
    } catch (const RecordingError& error) {
      return without_path(error.what());
    }
    return "accepted";
  }

  std::string written(const EventFile& file) {
    write_events(path_, file);
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }

  std::filesystem::path path_;

 private:
  // One folder a test, so that tests may run side by side.
  static std::filesystem::path folder() {
    const auto path = homeostat::testing::scratch_path();
    std::filesystem::create_directories(path);
    return path;
  }

  std::string without_path(const std::string& message) const {
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    const std::string prefix = path_.string();
    EXPECT_TRUE(message.starts_with(prefix)) << message;
    return message.substr(std::min(message.size(), prefix.size()));
  }
};

}  // namespace homeostat::sim
