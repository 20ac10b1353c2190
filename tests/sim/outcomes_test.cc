// Response, remission and relapse by definitions that anyone can read.
#include "sim/outcomes.h"

#include <gtest/gtest.h>

#include "sim/error.h"
#include "sim/random_draws.h"

namespace homeostat::sim {
namespace {

OutcomeDefinition madrs() { return *usual_definition(ScaleId::kMadrs); }

Outcome judged(const std::vector<RatedDay>& ratings,
               const OutcomeDefinition& by = madrs()) {
  return judge_outcome(ratings, by, 0.0);
}

TEST(Outcomes, AResponseIsHalfTheBaselineAndNoPointMore) {
  EXPECT_TRUE(judged({{0, 30}, {7, 15}}).responds);
  EXPECT_FALSE(judged({{0, 30}, {7, 15.1}}).responds);
  auto broaden = madrs();
  broaden.response_drop_percent = 40;
  EXPECT_TRUE(judged({{0, 30}, {7, 18}}, broaden).responds);
  EXPECT_FALSE(judged({{0, 30}, {7, 18.1}}, broaden).responds);
}

TEST(Outcomes, RemissionIsAtItsBoundAndNotAbove) {
  EXPECT_TRUE(judged({{0, 30}, {7, 10}}).remits);
  EXPECT_FALSE(judged({{0, 30}, {7, 11}}).remits);
  const auto hdrs = *usual_definition(ScaleId::kHdrs17);
  EXPECT_TRUE(judged({{0, 30}, {7, 7}}, hdrs).remits);
  EXPECT_FALSE(judged({{0, 30}, {7, 8}}, hdrs).remits);
}

TEST(Outcomes, ARelapseNeedsAResponseAndTwoVisitsInARow) {
  EXPECT_EQ(judged({{0, 30}, {7, 12}, {14, 22}, {21, 22}}).relapse_day, 14.0);
  EXPECT_FALSE(judged({{0, 30}, {7, 12}, {14, 22}, {21, 21}, {28, 22}}).relapse_day);
  EXPECT_FALSE(judged({{0, 30}, {7, 25}, {14, 25}, {21, 25}}).relapse_day)
      << "never well, so never ill again";
}

TEST(Outcomes, TheBaselineIsTheLastRatingUpToTheStart) {
  const auto outcome = judge_outcome(
      std::vector<RatedDay>{{-14, 40}, {0, 30}, {7, 16}, {21, 15}}, madrs(), 0);
  EXPECT_EQ(outcome.baseline, 30.0);
  EXPECT_EQ(outcome.response_day, 21.0);
  EXPECT_EQ(outcome.days_to_response(), 21.0);
  EXPECT_EQ(judge_outcome(std::vector<RatedDay>{{-14, 40}, {0, 30}, {7, 16}}, madrs(), -1)
                .baseline,
            40.0);
}

TEST(Outcomes, WithoutABaselineNobodyResponds) {
  const auto outcome = judged({{7, 5}});
  EXPECT_FALSE(outcome.baseline);
  EXPECT_FALSE(outcome.responds);
  EXPECT_TRUE(outcome.remits);
  EXPECT_FALSE(judged({{0, 0}, {7, 0}}).responds) << "nothing to fall from";
  EXPECT_NE(words_of(outcome, madrs()).find("no baseline"), std::string::npos);
  EXPECT_NE(words_of(judged({{0, 30}}), madrs()).find("nothing can be told"),
            std::string::npos);
}

TEST(Outcomes, AreToldInWordsWithTheirDefinition) {
  EXPECT_EQ(words_of(judged({{0, 34}, {42, 16}, {56, 9}}), madrs()),
            "MADRS was 34 at baseline and 9 on day 56 (74 % lower): response, remission. "
            "First response on day 42, 42 days after the start. First remission on day "
            "56.");
  EXPECT_EQ(words_of(madrs()),
            "response: MADRS lower than at baseline by 50 % or more; remission: MADRS of "
            "10 or less; relapse: after a response, MADRS of 22 or more at 2 visits in a "
            "row");
  EXPECT_EQ(words_of(judged({{0, 20}, {7, 25}}), madrs()),
            "MADRS was 20 at baseline and 25 on day 7 (25 % higher): no response.");
}

TEST(Outcomes, WhatIsSetIsUsedAndWhatIsImpossibleIsRefused) {
  const auto by = definition_of({.scale = "hdrs-17",
                                 .response_drop_percent = 40,
                                 .remission_at = {},
                                 .relapse_from = 16});
  EXPECT_EQ(by.response_drop_percent, 40.0);
  EXPECT_EQ(by.remission_at, 7.0);
  EXPECT_EQ(by.relapse_from, 16.0);
  const OutcomeWords wrong[] = {
      {.scale = "BDI",
       .response_drop_percent = {},
       .remission_at = {},
       .relapse_from = {}},
      {.scale = "VAS-D",
       .response_drop_percent = {},
       .remission_at = 20,
       .relapse_from = {}},
      {.scale = "MADRS",
       .response_drop_percent = 0,
       .remission_at = {},
       .relapse_from = {}},
      {.scale = "MADRS",
       .response_drop_percent = 101,
       .remission_at = {},
       .relapse_from = {}},
      {.scale = "MADRS",
       .response_drop_percent = {},
       .remission_at = 61,
       .relapse_from = {}},
      {.scale = "MADRS",
       .response_drop_percent = {},
       .remission_at = 22,
       .relapse_from = {}},
  };
  for (const auto& words : wrong) EXPECT_THROW((void)definition_of(words), UsageError);
  EXPECT_EQ(definition_of({.scale = "VAS-D",
                           .response_drop_percent = {},
                           .remission_at = 20,
                           .relapse_from = 60})
                .scale,
            ScaleId::kVasD);
}

// A stricter drop never responds earlier, whatever the ratings.
TEST(OutcomeLaws, AStricterDefinitionIsMetNoEarlier) {
  RandomDraws random(7);
  for (int person = 0; person < 200; ++person) {
    std::vector<RatedDay> ratings;
    for (int visit = 0; visit < 12; ++visit)
      ratings.push_back({7.0 * visit, static_cast<double>(random.below(61))});
    auto easy = madrs();
    easy.response_drop_percent = 40;
    const auto by_easy = judged(ratings, easy).response_day;
    const auto by_hard = judged(ratings).response_day;
    if (by_hard) {
      ASSERT_TRUE(by_easy);
      EXPECT_LE(*by_easy, *by_hard);
    }
  }
}

}  // namespace
}  // namespace homeostat::sim
