#include "biomarkers/mood_score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "biomarkers/decayed_scale.h"

namespace homeostat::biomarkers {
namespace {

TEST(DecayedScale, FindsMedianAndDeviationOfNormalValues) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> values(2.0, 0.4);
    DecayedScale scale({}, 2.5, 0.6);
    for (int bin = 0; bin < 4 * 2016; ++bin) scale.learn(values(random));
    EXPECT_NEAR(scale.median(), 2.0, 0.05);
    EXPECT_NEAR(scale.deviation(), 0.4, 0.04);
  }
}

TEST(DecayedScale, OneBinInTenGoneAstrayMovesItNoFartherThanAMedian) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> values(0.0, 1.0);
  DecayedScale scale({}, 0.0, 1.0);
  for (int bin = 0; bin < 8064; ++bin) scale.learn(bin % 10 == 0 ? 1e6 : values(random));
  EXPECT_NEAR(scale.median(), 0.14, 0.1);  // the quantile 0.5 / 0.9 of what is not astray
  EXPECT_NEAR(scale.deviation(), 1.14, 0.15);
}

TEST(DecayedScale, AGainAndAnOffsetAreTakenOut) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> values(0.0, 1.0);
  DecayedScale one({.least_deviation = 1.0 / 1024}, 0.0, 1.0);
  DecayedScale two({.least_deviation = 1.0 / 256}, 8.0, 4.0);
  double last = 0.0;
  for (int bin = 0; bin < 3000; ++bin) {
    last = values(random);
    one.learn(last);
    two.learn(4.0 * last + 8.0);
  }
  EXPECT_NEAR(one.normalised(last), two.normalised(4.0 * last + 8.0), 1e-9);
}

TEST(DecayedScale, FollowsAStepWithinItsMemory) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> values(0.0, 1.0);
  DecayedScale scale({}, 0.0, 1.0);
  for (int bin = 0; bin < 4032; ++bin) scale.learn(values(random));
  for (int bin = 0; bin < 3 * 2016; ++bin) scale.learn(1.0 + values(random));
  EXPECT_NEAR(scale.median(), 1.0, 0.15);
}

TEST(DecayedScale, AMeasureThatNeverMovesKeepsAFloor) {
  DecayedScale scale({.least_deviation = 0.01}, 7.0, 0.01);
  for (int bin = 0; bin < 5000; ++bin) scale.learn(7.0);
  EXPECT_DOUBLE_EQ(scale.deviation(), 0.01);
  EXPECT_NEAR(scale.normalised(7.01), 1.0, 1e-9);
}

TEST(DecayedScale, TellsAtMostFiveDeviationsAndNothingOfWhatIsNoNumber) {
  const DecayedScale scale({}, 0.0, 1.0);
  EXPECT_EQ(scale.normalised(1e9), DecayedScale::kMost);
  EXPECT_EQ(scale.normalised(-1e9), -DecayedScale::kMost);
  EXPECT_TRUE(std::isnan(scale.normalised(std::nan(""))));
}

TEST(DecayedScale, BeginsAtWhatWasFoundBefore) {
  const DecayedScale scale({.memory_bins = 100.0, .least_deviation = 0.1}, 2.0, 0.4);
  EXPECT_EQ(scale.median(), 2.0);
  EXPECT_DOUBLE_EQ(scale.deviation(), 0.4);
  EXPECT_DOUBLE_EQ(scale.normalised(2.6), 1.5);
  const DecayedScale narrow({.least_deviation = 0.1}, 2.0, 0.01);
  EXPECT_DOUBLE_EQ(narrow.deviation(), 0.1) << "the floor is its, too";
}

TEST(DecayedScale, WhatWasFoundBeforeWeighsAsMuchAsAWholeMemory) {
  std::mt19937_64 random(6);
  std::normal_distribution<double> values(3.0, 0.4);
  DecayedScale scale({}, 2.0, 0.4);
  for (int bin = 0; bin < 432; ++bin) scale.learn(values(random));
  EXPECT_NEAR(scale.median(), 2.12, 0.03) << "three days of another state";
  for (int bin = 0; bin < 5 * 2016; ++bin) scale.learn(values(random));
  EXPECT_NEAR(scale.median(), 3.0, 0.1);
  EXPECT_NEAR(scale.deviation(), 0.4, 0.08);
}

TEST(DecayedScale, WhatIsNoNumberIsNotLearnt) {
  DecayedScale scale({}, 2.0, 0.4);
  for (const double none : {std::nan(""), HUGE_VAL, -HUGE_VAL}) scale.learn(none);
  EXPECT_EQ(scale.median(), 2.0);
  EXPECT_DOUBLE_EQ(scale.deviation(), 0.4);
}

class Scored : public ::testing::Test {
 protected:
  // One feature of weight one, no smoothing.
  static MoodScoreSettings plain() {
    MoodScoreSettings settings;
    settings.features = 1;
    settings.weights[0] = 1.0;
    settings.smoothing_bins = 1.0;
    settings.on = 1.0;
    settings.off = -1.0;
    return settings;
  }
  Mood see(double z, int bins = 1) {
    Mood mood = score_.mood();
    for (int i = 0; i < bins; ++i) mood = score_.update({&z, 1});
    return mood;
  }
  Mood miss(int bins) {
    Mood mood = score_.mood();
    for (int i = 0; i < bins; ++i) mood = score_.skip();
    return mood;
  }

  MoodScore score_{plain()};
};

TEST_F(Scored, IsAWeightedSumWithABias) {
  MoodScoreSettings settings = plain();
  settings.features = 2;
  settings.weights = {2.0, -0.5};
  settings.bias = 0.25;
  MoodScore score(settings);
  const double z[] = {1.0, 3.0};
  score.update(z);
  EXPECT_DOUBLE_EQ(score.score(), 0.75);
}

TEST_F(Scored, NothingIsKnownBeforeHalfOfTwoHoursWasSeen) {
  EXPECT_EQ(see(5.0, 5), Mood::kUnknown);
  EXPECT_EQ(see(5.0), Mood::kWell) << "known now, and one bin beyond is no state";
  EXPECT_EQ(see(5.0), Mood::kSymptomatic);
}

TEST_F(Scored, TwoBinsAboveTurnItOnAndThreeBelowOff) {
  see(0.0, 6);
  EXPECT_EQ(see(1.1), Mood::kWell);
  EXPECT_EQ(see(0.0), Mood::kWell);
  EXPECT_EQ(see(1.1), Mood::kWell);
  EXPECT_EQ(see(1.1), Mood::kSymptomatic);
  EXPECT_EQ(see(-1.1, 2), Mood::kSymptomatic);
  EXPECT_EQ(see(0.0), Mood::kSymptomatic);
  EXPECT_EQ(see(-1.1, 2), Mood::kSymptomatic);
  EXPECT_EQ(see(-1.1), Mood::kWell);
}

TEST_F(Scored, TheThresholdsThemselvesChangeNothing) {
  see(0.0, 6);
  EXPECT_EQ(see(1.0, 10), Mood::kWell);
  see(1.1, 2);
  EXPECT_EQ(see(-1.0, 10), Mood::kSymptomatic);
}

TEST_F(Scored, MoreThanHalfOfTwoHoursMissingIsUnknown) {
  see(5.0, 12);
  EXPECT_EQ(miss(6), Mood::kSymptomatic);
  EXPECT_EQ(miss(1), Mood::kUnknown);
}

TEST_F(Scored, AfterAGapSymptomsShowAnewAndNothingOfBeforeIsMixedIn) {
  see(5.0, 12);
  miss(12);
  EXPECT_EQ(see(-3.0, 5), Mood::kUnknown);
  EXPECT_EQ(see(-3.0), Mood::kWell);
  EXPECT_EQ(score_.mean(), -3.0);
  EXPECT_EQ(see(5.0), Mood::kWell);
  EXPECT_EQ(see(5.0), Mood::kSymptomatic);
}

TEST_F(Scored, ABinThatIsNoNumberIsAMissingOne) {
  see(5.0, 12);
  const double mean = score_.mean();
  EXPECT_EQ(see(std::nan(""), 6), Mood::kSymptomatic);
  EXPECT_EQ(score_.mean(), mean);
  EXPECT_EQ(see(std::nan("")), Mood::kUnknown);
}

TEST_F(Scored, CountsTheBinsThatItKnowsOfTheLastTwelve) {
  EXPECT_EQ(score_.known_bins(), 0);
  see(0.0, 20);
  EXPECT_EQ(score_.known_bins(), 12);
  miss(5);
  EXPECT_EQ(score_.known_bins(), 7);
}

TEST_F(Scored, BegunAnewItIsAsIfMadeAnew) {
  see(5.0, 12);
  score_.begin_anew();
  EXPECT_EQ(score_.mood(), Mood::kUnknown);
  EXPECT_EQ(score_.known_bins(), 0);
  EXPECT_EQ(see(0.0, 5), Mood::kUnknown);
  EXPECT_EQ(see(0.0), Mood::kWell);
  EXPECT_EQ(score_.mean(), 0.0);
}

TEST_F(Scored, TheMeanForgetsByItsSmoothing) {
  MoodScoreSettings settings = plain();
  settings.smoothing_bins = 4.0;
  MoodScore score(settings);
  const double zero = 0.0;
  const double one = 1.0;
  score.update({&zero, 1});
  score.update({&one, 1});
  EXPECT_DOUBLE_EQ(score.mean(), 0.25);
  score.update({&one, 1});
  EXPECT_DOUBLE_EQ(score.mean(), 0.4375);
}

}  // namespace
}  // namespace homeostat::biomarkers
