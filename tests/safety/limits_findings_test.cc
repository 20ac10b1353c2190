// Findings of a build without words: the same verdict, told once, in one line for all.
#include "safety/limits_findings.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace homeostat::safety {
namespace {

using namespace homeostat::literals;

void collect(void* context, const LimitsFault& fault) noexcept {
  static_cast<std::vector<std::string>*>(context)->push_back(fault.field);
}

TEST(SilentLimitsFindings, SayNothingWhereAllHolds) {
  std::vector<std::string> told;
  {
    SilentLimitsFindings findings(collect, &told);
    findings.range({.name = "a"}, 1, 1, 2, "why");
    findings.range({.name = "b"}, 2_uA, 1, 2, "why");
    EXPECT_TRUE(findings.none());
  }
  EXPECT_TRUE(told.empty());
}

TEST(SilentLimitsFindings, SayOneLineForAllThatDoesNotHold) {
  for (const std::int64_t wrong : {0, 3}) {
    std::vector<std::string> told;
    {
      SilentLimitsFindings findings(collect, &told);
      findings.range({.name = "a"}, wrong, 1, 2, "why");
      EXPECT_FALSE(findings.none());
      findings.range({.name = "b"}, Microamps(static_cast<std::int32_t>(wrong)), 1, 2,
                     "why");
      EXPECT_FALSE(findings.none());
    }
    EXPECT_EQ(std::vector<std::string>{"limits"}, told);
  }
}

TEST(SilentLimitsFindings, NeedNobodyToListen) {
  SilentLimitsFindings findings(nullptr, nullptr);
  findings.range({.name = "a"}, 0, 1, 2, "why");
  EXPECT_FALSE(findings.none());
}

}  // namespace
}  // namespace homeostat::safety
