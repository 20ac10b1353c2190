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

// Half of 48 is still ill, but no worse than what made the person a responder.
TEST(Outcomes, NobodyRelapsesAtTheVisitOfTheFirstResponseNorWhileResponding) {
  const auto severe = judged({{0, 48}, {7, 24}, {14, 24}});
  EXPECT_EQ(severe.response_day, 7.0);
  EXPECT_FALSE(severe.relapse_day);
  auto broaden = madrs();
  broaden.response_drop_percent = 40;
  EXPECT_FALSE(judged({{0, 40}, {7, 24}, {14, 24}}, broaden).relapse_day);
  EXPECT_EQ(judged({{0, 48}, {7, 24}, {14, 25}, {21, 25}}).relapse_day, 14.0);
  EXPECT_FALSE(judged({{0, 48}, {7, 24}, {14, 25}, {21, 24}, {28, 25}}).relapse_day)
      << "a response between them: not in a row";
}

TEST(Outcomes, RatingsOfOneDayAreOneVisitAndItsWorstCounts) {
  EXPECT_FALSE(judged({{0, 30}, {7, 12}, {14.4, 23}, {14.6, 24}}).relapse_day);
  EXPECT_EQ(judged({{0, 30}, {7, 12}, {14.4, 12}, {14.6, 24}, {21, 24}}).relapse_day,
            14.6);
  EXPECT_FALSE(judged({{0, 30}, {7.1, 12}, {7.2, 20}}).responds);
  EXPECT_FALSE(judged({{0, 30}, {7.1, 20}, {7.2, 12}}).responds);
  EXPECT_EQ(judged({{-0.8, 24}, {-0.5, 30}, {-0.2, 28}, {7, 10}}).baseline, 30.0);
  EXPECT_EQ(judged({{0, 30}, {6.9, 12}, {7.1, 12}}).last->day, 7.1);
}

// Treatment began within a day: what was rated before it is no visit after it.
TEST(Outcomes, TreatmentBeginsAtAnInstantThatPartsTheRatingsOfItsDay) {
  const std::vector<RatedDay> ratings{{7, 40}, {14.4, 30}, {14.6, 15}};
  const auto within = judge_outcome(ratings, madrs(), 14.5);
  EXPECT_EQ(within.baseline, 30.0);
  EXPECT_EQ(within.response_day, 14.6);
  EXPECT_EQ(judge_outcome(ratings, madrs(), 14.0).baseline, 40.0);
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
            "First response on day 42, 42 days after day 0. First remission on day "
            "56.");
  EXPECT_EQ(words_of(madrs()),
            "response: MADRS lower than at baseline by 50 % or more; remission: MADRS of "
            "10 or less; relapse: after a response, MADRS of 22 or more at 2 visits in a "
            "row, none of them a response");
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

// Whose VAS-D is of wellbeing would give the bounds the other way round.
TEST(Outcomes, BoundsOfAScaleThatIsTurnedRoundAreRefusedWithTheDirection) {
  const OutcomeWords words{.scale = "VAS-D",
                           .response_drop_percent = {},
                           .remission_at = 80,
                           .relapse_from = 40};
  try {
    (void)definition_of(words);
    ADD_FAILURE() << "was accepted";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "--relapse-from 40: give more than --remission-at, 80; higher is worse");
  }
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
