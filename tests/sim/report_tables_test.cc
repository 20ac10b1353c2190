// The tables of a report.
#include "sim/report_tables.h"

#include <gtest/gtest.h>

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

Json decision(double t_s, int amplitude_ua, const std::string& reason = {}) {
  return {{"t_s", t_s},
          {"mode", "treating.continuous"},
          {"events", Json::array()},
          {"asked", Json::array()},
          {"granted", Json::array({{{"amplitude_ua", amplitude_ua}}})},
          {"reasons", reason.empty() ? Json::array() : Json::array({reason})},
          {"notices", Json::array()}};
}

std::size_t rows_of(const std::string& table) {
  std::size_t rows = 0;
  for (std::size_t at = table.find("<tr"); at != std::string::npos;
       at = table.find("<tr", at + 1)) {
    ++rows;
  }
  return rows - 1;  // the heading
}

TEST(DecisionsTable, ShowsOfARampItsFirstStepAndItsLast) {
  RunFolder run;
  for (int i = 0; i < 20; ++i) run.decisions.push_back(decision(1.0 + 0.032 * i, 64 * i));
  EXPECT_EQ(rows_of(decisions_table(run)), 2U);
  EXPECT_NE(decisions_table(run).find("18 more decisions"), std::string::npos);
}

TEST(DecisionsTable, ShowsWhatHasAReasonOrComesLater) {
  RunFolder run;
  for (int i = 0; i < 20; ++i) run.decisions.push_back(decision(1.0 + 0.032 * i, 64 * i));
  run.decisions[10] = decision(1.32, 640, "ramp");
  EXPECT_EQ(rows_of(decisions_table(run)), 5U);
  for (int i = 0; i < 3; ++i) run.decisions.push_back(decision(10.0 + i, 64));
  EXPECT_EQ(rows_of(decisions_table(run)), 8U);
}

}  // namespace
}  // namespace homeostat::sim
