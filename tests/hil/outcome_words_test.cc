// `homeostat outcome` and the records of `homeostat commission`, as a person meets them.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/hil/person.h"

namespace homeostat::hil {
namespace {

class RatersTables : public CommandLine {
 protected:
  std::string table(const std::string& text) {
    std::ofstream(folder_ / "scales.csv") << text;
    return (folder_ / "scales.csv").string();
  }
};

TEST_F(RatersTables, OutcomeIsToldWithItsDefinitionAndItsFlags) {
  const Answer answer = ask({"outcome", "--scales",
                             table("day,scale,total,item10\n0,MADRS,30,4\n"
                                   "28,MADRS,18,\n"),
                             "--response-drop", "40"});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(
      answer.out,
      "MADRS was 30 at baseline and 18 on day 28 (40 % lower): response. First "
      "response on day 28, 28 days after day 0.\n"
      "by: response: MADRS lower than at baseline by 40 % or more; remission: MADRS "
      "of 10 or less; relapse: after a response, MADRS of 22 or more at 2 visits in "
      "a row, none of them a response\n"
      "flag: day 0: suicidality: MADRS 30 (item 10: 4)\n"
      "not asked: 1 rating without the item that tells of suicidality\n");
}

TEST_F(RatersTables, WhatARaterWroteMovesNoTerminal) {
  const Answer answer = ask({"outcome", "--scales",
                             table("day,scale,total,item10,rater,what,severity\n"
                                   "0,MADRS,30,4,A\x1b[2J,,\n"
                                   "1,adverse_event,,,,fell\x1b[1m,severe\n")});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.out.find('\x1b'), std::string::npos);
  EXPECT_NE(answer.out.find("A?[2J"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("fell?[1m"), std::string::npos) << answer.out;
}

TEST_F(RatersTables, TwoRatersOnTheFirstDayAreOneBaselineWhereNoStartIsGiven) {
  const Answer answer = ask({"outcome", "--scales",
                             table("day,scale,total\n0.4,MADRS,28\n0.6,MADRS,30\n"
                                   "28,MADRS,15\n")});
  EXPECT_TRUE(answer.out.starts_with("MADRS was 30 at baseline and 15 on day 28 (50 %"))
      << answer.out;
}

TEST_F(RatersTables, BoundsOfFlagsMayBeOthers) {
  const Answer answer =
      ask({"outcome", "--scales", table("day,scale,total,item10\n0,MADRS,30,4\n"),
           "--flag-from", "MADRS=5", "--flag-from", "YMRS=20"});
  EXPECT_NE(answer.out.find("flags: none"), std::string::npos) << answer.out;
}

TEST_F(RatersTables, AMistakeIsOneLineAndExitCodeTwo) {
  const std::string bad = table("day,scale,total\n0,MADRS,99\n");
  const std::vector<std::string> mistakes[] = {
      {"outcome", "--scales", bad},
      {"outcome", "--scales", bad, "--scale", "BDI"},
      {"outcome", "--scales", bad, "--flag-from", "MADRS"},
      {"outcome", "--scales", (folder_ / "none.csv").string()},
  };
  for (const auto& words : mistakes) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.exit_code, 2);
    EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
  }
}

TEST_F(RatersTables, ARecordNeedsAProgramAndAPerson) {
  std::vector<std::string> words = {"commission",
                                    "--features",
                                    table("day,a,MADRS\n0,1,30\n"),
                                    "--labels",
                                    (folder_ / "scales.csv").string(),
                                    "--label-column",
                                    "MADRS",
                                    "--symptomatic-from",
                                    "20",
                                    "--well-to",
                                    "10",
                                    "--out",
                                    (folder_ / "out").string()};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = words;
    all.insert(all.end(), more.begin(), more.end());
    return ask(all);
  };
  EXPECT_NE(with({"--approver", "A. Clinician"}).err.find("--program"),
            std::string::npos);
  const Answer nobody = with({"--program", "epilepsy/responsive"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_NE(nobody.err.find("--approver"), std::string::npos) << nobody.err;
}

}  // namespace
}  // namespace homeostat::hil
