// Every word of a report stands in English and in Chinese.
#include <gtest/gtest.h>

#include <algorithm>

#include "clinical_configs/load.h"
#include "hil/conformance/glossary.h"
#include "hil/conformance/judgement.h"
#include "hil/conformance/page_words.h"

namespace homeostat::hil {
namespace {

bool is_ascii(const std::string& text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

// CJK ideographs lie from U+4E00 to U+9FFF: three bytes that begin with E4 to E9.
bool is_chinese(const std::string& text) {
  return std::ranges::any_of(text,
                             [](unsigned char c) { return c >= 0xE4 && c <= 0xE9; });
}

void expect_both(const Text& text) {
  EXPECT_TRUE(is_ascii(text.en) && !text.en.empty()) << text.en;
  EXPECT_TRUE(is_chinese(text.zh)) << text.en << ": " << text.zh;
}

TEST(Languages, Saf378_EveryWordOfThePageIsThereInBoth) {
#define X(name, english, chinese) \
  if (words::name.en != words::kBlank.en) expect_both(words::name);
  HOMEOSTAT_PAGE_WORDS(X)
#undef X
}

TEST(Languages, Saf378_EveryModeNoticeReasonActAndVerdictIsThereInBoth) {
  for (int i = 0; i < controller::kModes; ++i)
    expect_both(gloss(static_cast<controller::Mode>(i)));
  for (int i = 0; i < controller::kNotices; ++i)
    expect_both(gloss(static_cast<controller::Notice>(i)));
  for (int i = 0; i < GUARD_REASON_COUNT; ++i)
    expect_both(gloss(static_cast<safety::Reason>(i)));
  for (int i = 1; i <= static_cast<int>(clinical_configs::Act::kSessionReplayed); ++i) {
    const auto act = static_cast<clinical_configs::Act>(i);
    if (clinical_configs::is_act(act)) expect_both(gloss(act, "ACT"));
  }
  for (const Verdict verdict :
       {Verdict::kPassed, Verdict::kFailed, Verdict::kNotApplicable, Verdict::kNotRun}) {
    expect_both(words_for(verdict));
  }
}

class Scenario : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Shipped, Scenario,
                         ::testing::ValuesIn(clinical_configs::scenario_names()),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::ranges::replace(name, '/', '_');
                           return name;
                         });

TEST_P(Scenario, Saf378_IsToldInBothAndSoIsWhatItExpects) {
  const auto scenario = clinical_configs::load_scenario(GetParam());
  expect_both({scenario.title_en, scenario.title_zh});
  expect_both({scenario.purpose_en, scenario.purpose_zh});
  for (const Judgement& judgement : judge(scenario, {}, 0.0))
    expect_both(judgement.expectation);
}

}  // namespace
}  // namespace homeostat::hil
