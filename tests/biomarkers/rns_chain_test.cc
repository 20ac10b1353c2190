// Patterns, events and therapies of the `rns` profile.
#include "biomarkers/rns_chain.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/biomarkers/rns_bench.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kWindow = 8;

// Two channels; a letter a window: a, b, both (x), neither (-) above 10 uV.
class Lived {
 public:
  explicit Lived(const RnsSettings& settings) : chain_(settings) {}

  // After each window: detected or not.
  std::string live(const std::string& windows) {
    std::string detected;
    for (const char each : windows) {
      const std::array<float, 2> uv = {each == 'a' || each == 'x' ? 20.0F : 0.0F,
                                       each == 'b' || each == 'x' ? 20.0F : 0.0F};
      for (int i = 0; i < kWindow; ++i) {
        EXPECT_EQ(chain_.update(uv), i == kWindow - 1);
      }
      detected += chain_.detected() ? '1' : '0';
      therapies_ += static_cast<char>('0' + chain_.therapy());
      events_ += chain_.in_event() ? '1' : '0';
    }
    return detected;
  }
  const std::string& therapies() const { return therapies_; }
  const std::string& events() const { return events_; }

 private:
  RnsChain chain_;
  std::string therapies_;
  std::string events_;
};

RnsSettings two_tools() {
  RnsSettings s = with_tool(fixed_tool(RnsToolKind::kArea, 10.0));
  s.channels[1] = {'B'};
  s.channel_count = 2;
  s.tools[1] = s.tools[0];
  s.tools[1].channel = 1;
  s.tool_count = 2;
  return s;
}

RnsSettings one_pattern_of_two(RnsCombination combination) {
  RnsSettings s = two_tools();
  s.patterns[0].tools = {0, 1};
  s.patterns[0].tool_count = 2;
  s.patterns[0].combination = combination;
  return s;
}

RnsSettings patterns_a_and_b(RnsCombination combination) {
  RnsSettings s = two_tools();
  s.patterns[1].tools[0] = 1;
  s.patterns[1].tool_count = 1;
  s.pattern_count = 2;
  s.combination = combination;
  return s;
}

TEST(RnsChain, ToolsOfAPatternAreBothOrEither) {
  for (const auto& [combination, detected] : {std::pair{RnsCombination::kAnd, "0001"},
                                              std::pair{RnsCombination::kOr, "0111"}}) {
    const RnsSettings s = one_pattern_of_two(combination);
    EXPECT_TRUE(validate(s));
    EXPECT_EQ(Lived(s).live("-abx"), detected);
  }
}

TEST(RnsChain, PatternsAAndBAreBothOrEither) {
  for (const auto& [combination, detected] : {std::pair{RnsCombination::kAnd, "0001"},
                                              std::pair{RnsCombination::kOr, "0111"}}) {
    const RnsSettings s = patterns_a_and_b(combination);
    EXPECT_TRUE(validate(s));
    EXPECT_EQ(Lived(s).live("-abx"), detected);
  }
}

TEST(RnsChain, AnInvertedToolMakesAndIntoAndNot) {
  RnsSettings s = one_pattern_of_two(RnsCombination::kAnd);
  s.tools[1].inverted = true;
  EXPECT_EQ(Lived(s).live("-abx"), "0100");
}

// event_end_ms is three windows.
TEST(RnsChain, AnEventEndsAfterSoLongWithoutThePattern) {
  Lived lived(with_tool(fixed_tool(RnsToolKind::kArea, 10.0)));
  lived.live("--a--a---a");
  EXPECT_EQ(lived.events(), "0011111101");
}

// A therapy of 100 ms and 60 ms until redetection are five windows of 32 ms.
TEST(RnsChain, TherapiesFollowEachOtherWhileThePatternGoesOn) {
  Lived lived(with_therapies(3));
  lived.live("-aaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(lived.therapies(), "0100002000030000000000000");
}

TEST(RnsChain, ATherapyWaitsForThePattern) {
  Lived lived(with_therapies(3));
  lived.live("a----aaa");
  EXPECT_EQ(lived.therapies(), "10000100");  // a new event: its first therapy
  Lived going_on(with_therapies(3));
  going_on.live("aaaa--aa");
  EXPECT_EQ(going_on.therapies(), "10000020");
}

TEST(RnsChain, AnEventHasFiveTherapiesAndTheNextBeginsAnew) {
  Lived lived(with_therapies(5));
  std::string windows(40, 'a');
  windows += "---aa";
  lived.live(windows);
  std::string given = lived.therapies();
  std::erase(given, '0');
  EXPECT_EQ(given, "123451");
}

TEST(RnsChain, WithoutTherapiesItOnlyDetects) {
  Lived lived(with_tool(fixed_tool(RnsToolKind::kArea, 10.0)));
  EXPECT_EQ(lived.live("aaa"), "111");
  EXPECT_EQ(lived.therapies(), "000");
}

}  // namespace
}  // namespace homeostat::biomarkers
