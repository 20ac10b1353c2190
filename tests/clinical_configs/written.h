// A small language for files that a person got wrong: a shipped file, and what was
// written in it instead.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "clinical_configs/load.h"
#include "tests/support/scratch.h"

namespace homeostat::clinical_configs {

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class Written {
 public:
  // Starts as the shipped file of that name.
  explicit Written(const std::string& name)
      : text_(text_of(std::string(HOMEOSTAT_SOURCE_DIR "/clinical_configs/") + name +
                      ".textproto")) {}

  static Written text(std::string text) {
    Written written;
    written.text_ = std::move(text);
    return written;
  }

  // The first `from` becomes `to`.
  Written& with(const std::string& from, const std::string& to) {
    const std::size_t at = text_.find(from);
    if (at == std::string::npos) {
      ADD_FAILURE() << "the shipped file has no " << from;
    } else {
      text_.replace(at, from.size(), to);
    }
    return *this;
  }
  Written& without(const std::string& from) { return with(from, ""); }

  // From 1; of the first line that holds `part`.
  int line_of(const std::string& part) const {
    const std::size_t at = text_.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return 1 + static_cast<int>(std::count(
                   text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }

  // One file a test: tests may run side by side.
  std::filesystem::path save() const {
    const auto file = homeostat::testing::scratch_path(".textproto");
    std::ofstream out(file, std::ios::binary);
    out << text_;
    EXPECT_TRUE(out.flush()) << file;
    return file;
  }

  std::vector<Finding> check() const {
    const std::filesystem::path file = save();
    std::vector<Finding> findings = check_file(file);
    std::filesystem::remove(file);
    for (const Finding& finding : findings) EXPECT_EQ(finding.file, file);
    return findings;
  }

  // Where exactly one thing is wrong.
  Finding only_finding() const {
    const std::vector<Finding> findings = check();
    EXPECT_EQ(findings.size(), 1U);
    for (const Finding& finding : findings) SCOPED_TRACE(to_line(finding));
    return findings.empty() ? Finding{} : findings.front();
  }

  const std::string& text() const { return text_; }

 private:
  Written() = default;
  std::string text_;
};

inline Written responsive() { return Written("epilepsy/responsive"); }
inline Written open_loop() { return Written("epilepsy/open_loop"); }
inline Written patient() { return Written("patients/temporal_lobe"); }

// The findings as lines, without the file: what a failing test prints.
inline std::vector<std::string> words_of(const std::vector<Finding>& findings) {
  std::vector<std::string> words;
  for (Finding finding : findings) {
    finding.file.clear();
    words.push_back(to_line(finding));
  }
  return words;
}

}  // namespace homeostat::clinical_configs
