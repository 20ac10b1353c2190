// Device profiles on short signals in a folder of the test's own.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "sim/profile_command.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {

using Cells = std::vector<std::string>;

class ProfileTables : public Runs {
 protected:
  explicit ProfileTables(std::string settings) : settings_(std::move(settings)) {}

  ProfileOptions options() const {
    return {.settings = settings_,
            .signal = folder_ / "signal.csv",
            .channels = {},
            .out = folder_ / "out"};
  }
  // A header and its rows.
  std::vector<Cells> table(const std::string& name) const {
    std::vector<Cells> rows;
    for (const std::string& line : lines_of(folder_ / "out" / name)) {
      std::stringstream in(line);
      rows.emplace_back();
      for (std::string cell; std::getline(in, cell, ',');) rows.back().push_back(cell);
    }
    return rows;
  }
  // The one line with which whatever mistake is refused.
  template <class Act>
  static std::string any_refusal(Act act) {
    try {
      act();
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      return error.what();
    }
    return "done";
  }

 private:
  std::string settings_;
};

}  // namespace homeostat::sim
