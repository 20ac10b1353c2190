#include "models/rater.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace homeostat::models {
namespace {

constexpr RaterSettings kHuman{.bias_spread = 0.03, .noise = 0.05};
constexpr RaterSettings kFaultless{};

TEST(Rater, ScoresAreWholeAndWithinTheirScales) {
  for (std::uint16_t number = 0; number < 4; ++number) {
    const Rater rater({.bias_spread = 0.2, .noise = 0.2}, {.seed = 1}, number);
    for (std::uint64_t occasion = 0; occasion < 500; ++occasion) {
      const double depression = -10.0 + 0.17 * static_cast<double>(occasion);
      const Ratings r = rater.rate(depression, 0.02 * depression, occasion);
      for (const int item : r.madrs_items) EXPECT_TRUE(item >= 0 && item <= 6);
      EXPECT_EQ(r.madrs, std::accumulate(r.madrs_items.begin(), r.madrs_items.end(), 0));
      EXPECT_TRUE(r.hdrs17 >= 0 && r.hdrs17 <= 52);
      EXPECT_TRUE(r.phq9 >= 0 && r.phq9 <= 27);
      EXPECT_TRUE(r.cssrs >= 0 && r.cssrs <= 5);
      EXPECT_TRUE(r.ymrs >= 0 && r.ymrs <= 60);
      EXPECT_TRUE(r.vas >= 0 && r.vas <= 100);
    }
  }
}

TEST(Rater, WithoutFaultScoresWhatThereIs) {
  const Rater rater(kFaultless, {});
  for (const double depression : {0.0, 8.0, 20.0, 32.0, 44.0}) {
    const Ratings r = rater.rate(depression, 0.0, 0);
    EXPECT_NEAR(r.madrs, depression, 3.0) << depression;
    EXPECT_NEAR(r.hdrs17, 0.75 * depression, 0.51);
    EXPECT_NEAR(r.vas, 100.0 / 48.0 * depression, 0.51) << "higher is worse";
    EXPECT_EQ(r.ymrs, 2);
  }
}

TEST(Rater, SuicidalThoughtsRiseLate) {
  const Rater rater(kFaultless, {});
  EXPECT_EQ(rater.rate(10.0, 0.0, 0).madrs_items[9], 0);
  EXPECT_EQ(rater.rate(10.0, 0.0, 0).cssrs, 0);
  EXPECT_LT(rater.rate(40.0, 0.0, 0).madrs_items[9], 3);
  EXPECT_GE(rater.rate(56.0, 0.0, 0).madrs_items[9], 4);
  EXPECT_GE(rater.rate(56.0, 0.0, 0).cssrs, 3);
}

TEST(Rater, ManiaRisesWhereThereIsTooMuchStimulation) {
  const Rater rater(kHuman, {.seed = 3});
  EXPECT_LT(rater.rate(20.0, 0.0, 1).ymrs, 12);
  EXPECT_GT(rater.rate(20.0, 2.0, 1).ymrs, 30);
}

TEST(Rater, HasAHabitAndErrsAnewOnEachOccasion) {
  const auto spread_of = [](const Rater& rater) {
    int low = 60;
    int high = 0;
    double mean = 0.0;
    for (std::uint64_t i = 0; i < 400; ++i) {
      const int score = rater.rate(30.0, 0.0, i).madrs;
      low = std::min(low, score);
      high = std::max(high, score);
      mean += score / 400.0;
    }
    EXPECT_GT(high - low, 3);
    return mean;
  };
  const double one =
      spread_of(Rater({.bias_spread = 0.1, .noise = 0.05}, {.seed = 1}, 0));
  const double two =
      spread_of(Rater({.bias_spread = 0.1, .noise = 0.05}, {.seed = 1}, 1));
  EXPECT_GT(std::abs(one - two), 0.5);
}

// Noise is of the occasion: whoever is less ill scores no higher.
TEST(Rater, OnOneOccasionLessIllnessIsNeverAHigherScore) {
  const Rater rater(kHuman, {.seed = 2});
  for (std::uint64_t occasion = 0; occasion < 100; ++occasion) {
    Ratings before = rater.rate(0.0, 0.0, occasion);
    for (double depression = 0.5; depression <= 60.0; depression += 0.5) {
      const Ratings now = rater.rate(depression, 0.0, occasion);
      EXPECT_LE(before.hdrs17, now.hdrs17);
      EXPECT_LE(before.phq9, now.phq9);
      EXPECT_LE(before.vas, now.vas);
      before = now;
    }
  }
}

TEST(Rater, WhoErrsByMoreThanAFifthOfAScaleIsRefused) {
  EXPECT_THROW(Rater({.bias_spread = 0.21}, {}), std::invalid_argument);
  EXPECT_THROW(Rater({.noise = -0.01}, {}), std::invalid_argument);
  EXPECT_NO_THROW(Rater({.bias_spread = 0.2, .noise = 0.2}, {}));
}

}  // namespace
}  // namespace homeostat::models
