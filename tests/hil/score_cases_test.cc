// `homeostat score` gives the public scorer's stored answers, options and all.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/scratch.h"
#include "tests/support/shared_data.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class ScoreCases : public ::testing::Test {
 protected:
  ScoreCases() { fs::create_directories(folder_); }
  ~ScoreCases() override { fs::remove_all(folder_); }

  std::string events(const char* name, const Json& pairs, double duration_s) {
    const fs::path file = folder_ / name;
    std::ofstream out(file);
    out << "onset\tduration\teventType\trecordingDuration\n0\t0\tbckg\t" << duration_s
        << '\n';
    for (const Json& pair : pairs) {
      const double onset_s = pair.at(0);
      out << Json(onset_s) << '\t' << Json(pair.at(1).get<double>() - onset_s) << "\tsz\t"
          << duration_s << '\n';
    }
    return file.string();
  }
  static Json answer(const std::string& words) {
    FILE* const pipe = popen((std::string(HOMEOSTAT_BINARY) + " " + words).c_str(), "r");
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
      text += static_cast<char>(c);
    }
    EXPECT_EQ(pclose(pipe), 0) << words;
    return Json::parse(text, nullptr, false);
  }
  static std::string option(const char* name, const Json& value, const char* unit = "s") {
    return std::string(" --") + name + " " + value.dump() + unit;
  }

  fs::path folder_ = testing::scratch_path();
};

TEST_F(ScoreCases, EveryStoredAnswerIsGivenToTheLastBit) {
  const char* const path = "scoring/szcore_cases.json";
  HOMEOSTAT_NEEDS(path);
  std::ifstream file(homeostat::testing::shared_data(path));
  const Json cases = Json::parse(file).at("cases");
  ASSERT_EQ(cases.size(), 80U);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE("case " + std::to_string(i));
    const Json& c = cases[i];
    const Json& p = c.at("parameters");
    const double duration_s = c.at("duration_s");
    const Json got = answer("score --json --reference " +
                            events("a.tsv", c.at("reference_events_s"), duration_s) +
                            " --hypothesis " +
                            events("b.tsv", c.at("hypothesis_events_s"), duration_s) +
                            option("tolerance-start", p.at("tolerance_start_s")) +
                            option("tolerance-end", p.at("tolerance_end_s")) +
                            option("min-overlap", p.at("min_overlap"), "") +
                            option("max-event-duration", p.at("max_event_duration_s")) +
                            option("min-gap", p.at("min_duration_between_events_s")));
    EXPECT_EQ(got.at("event"), c.at("event"));
    EXPECT_EQ(got.at("sample_1hz"), c.at("sample_1hz"));
  }
}

}  // namespace
}  // namespace homeostat::hil
