// Tables of days, their labels, and the statistics of the commissioning test.
#include "sim/labelled_bins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "sim/error.h"
#include "sim/held_out_scores.h"
#include "sim/linear_discriminant.h"
#include "sim/random_draws.h"
#include "sim/rank_auc.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

class Tables : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    std::ofstream(path) << text;
    return path;
  }
  std::string refusal(const std::string& features, const std::string& labels,
                      BinSources sources = {}, ClassBounds bounds = {20.0, 10.0}) {
    sources.features = file("f.csv", features);
    sources.labels = file("l.csv", labels);
    try {
      read_labelled_bins(sources, bounds);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }

  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ = testing::scratch_path();
};

TEST_F(Tables, ABinTakesTheNearestLabelOfItsOwnDay) {
  const auto bins = read_labelled_bins(
      {.features = file("f.csv", "day,a,b\n1.1,1,2\n1.6,3,4\n2.5,5,6\n3.5,7,8\n"),
       .labels = file("l.csv", "day,MADRS\n1.0,30\n1.9,5\n3.2,15\n")},
      {20.0, 10.0});
  EXPECT_EQ(bins.features, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(bins.day, (std::vector<double>{1.1, 1.6}));
  EXPECT_EQ(bins.symptomatic, (std::vector<std::uint8_t>{1, 0}));
  EXPECT_EQ(bins.rows, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(bins.dropped_between, 1U);
}

TEST_F(Tables, BoundsOfClassesAreWithinThem) {
  const auto bins =
      read_labelled_bins({.features = file("f.csv", "day,a\n1,1\n2,1\n3,1\n4,1\n"),
                          .labels = file("l.csv", "day,s\n1,20\n2,19.9\n3,10\n4,10.1\n")},
                         {20.0, 10.0});
  EXPECT_EQ(bins.day, (std::vector<double>{1, 3}));
}

TEST_F(Tables, ABinWithoutAFeatureIsCountedAndLeftOut) {
  const auto bins =
      read_labelled_bins({.features = file("f.csv", "day,a\n1,\n2,nan\n3,1\n"),
                          .labels = file("l.csv", "day,s\n1,30\n2,30\n3,30\n")},
                         {20.0, 10.0});
  EXPECT_EQ(bins.size(), 1U);
  EXPECT_EQ(bins.dropped_missing, 2U);
}

TEST_F(Tables, BadInputIsNamedWithFileAndLine) {
  const std::string good = "day,s\n1,30\n";
  EXPECT_NE(refusal("day,a\n1,1\n1,2\n", good).find("f.csv:3: day 1 does not follow"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1,x\n", good).find("f.csv:2: \"x\" is no measure"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\nsoon,1\n", good).find("f.csv:2: \"soon\" is no day"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1\n", good).find("f.csv:2: the row has 1 cells"),
            std::string::npos);
  EXPECT_NE(refusal("day,a,a\n1,1,1\n", good).find("two columns are called \"a\""),
            std::string::npos);
  EXPECT_NE(refusal("date,a\n1,1\n", good).find("no column \"day\""), std::string::npos);
  EXPECT_NE(refusal("", good).find("no column \"day\""), std::string::npos);
  EXPECT_NE(refusal("day,a\n1,1\n", "day,s,t\n1,1,1\n").find("--label-column"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1,1\n", good, {.use = {"b"}}).find("no column \"b\""),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1,1\n", good, {.use = {"a", "a"}}).find("twice"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1,0\n", good, {.logarithm = true}).find("above zero"),
            std::string::npos);
  EXPECT_NE(refusal("day,a\n1,1\n", good, {}, {10.0, 10.0}).find("--well-to"),
            std::string::npos);
}

TEST(RankAuc, EqualsTheShareOfPairsWithTiesCountedHalf) {
  RandomDraws random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> scores;
    std::vector<std::uint8_t> positive;
    for (std::size_t i = 0; i < 2 + random.below(20); ++i) {
      scores.push_back(static_cast<double>(random.below(5)));
      positive.push_back(static_cast<std::uint8_t>(random.below(2)));
    }
    double pairs = 0.0;
    double higher = 0.0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      for (std::size_t j = 0; j < scores.size(); ++j) {
        if (positive[i] == 0 || positive[j] != 0) continue;
        pairs += 1.0;
        higher += scores[i] > scores[j] ? 1.0 : scores[i] == scores[j] ? 0.5 : 0.0;
      }
    }
    const double area = rank_auc(scores, positive);
    if (pairs == 0.0) {
      EXPECT_TRUE(std::isnan(area));
    } else {
      EXPECT_DOUBLE_EQ(area, higher / pairs);
    }
  }
}

TEST(LinearDiscriminant, LeavingOutAStretchEqualsAFitOnTheRest) {
  RandomDraws random(2);
  constexpr std::size_t kWidth = 3;
  std::vector<double> rows;
  std::vector<std::uint8_t> classes;
  for (std::size_t r = 0; r < 40; ++r) {
    classes.push_back(static_cast<std::uint8_t>(r % 2));
    for (std::size_t f = 0; f < kWidth; ++f)
      rows.push_back(random.unit() + (f == 0 ? classes.back() : 0.0));
  }
  const auto left_out = DiscriminantSums(rows, kWidth, classes).fit_without(10, 17);
  rows.erase(rows.begin() + 10 * kWidth, rows.begin() + 17 * kWidth);
  classes.erase(classes.begin() + 10, classes.begin() + 17);
  const auto rest = DiscriminantSums(rows, kWidth, classes).fit_without(0, 0);
  ASSERT_EQ(left_out.weights.size(), kWidth);
  for (std::size_t f = 0; f < kWidth; ++f)
    EXPECT_NEAR(left_out.weights[f], rest.weights[f], 1e-9);
  EXPECT_NEAR(left_out.bias, rest.bias, 1e-9);
}

TEST(LinearDiscriminant, OfOneFeatureIsTheDifferenceOfMeansOverTheVariance) {
  const std::vector<double> rows = {0, 1, 2, 4, 5, 6};
  const std::vector<std::uint8_t> classes = {0, 0, 0, 1, 1, 1};
  const auto fitted = DiscriminantSums(rows, 1, classes).fit_without(0, 0);
  EXPECT_NEAR(fitted.weights.at(0), 4.0, 1e-6);  // the pooled variance is 1
  EXPECT_NEAR(fitted.bias, -12.0, 1e-5);
}

TEST(LinearDiscriminant, TooFewOfAClassGiveNone) {
  const std::vector<double> rows = {0, 1, 2, 4, 5};
  const std::vector<std::uint8_t> classes = {0, 0, 0, 1, 1};
  EXPECT_TRUE(DiscriminantSums(rows, 1, classes).fit_without(0, 0).weights.empty());
}

TEST(HeldOutScores, NoDayIsFittedWithinTheEmbargoOfTheDayThatItJudges) {
  const std::vector<double> day = {1.0, 1.5, 2.0, 5.0, 6.0, 9.0};
  const auto folds = day_folds(day, 1.0);
  ASSERT_EQ(folds.size(), 5U);
  EXPECT_EQ(folds[0].to, 2U);
  EXPECT_EQ(folds[0].out_to, 3U);
  EXPECT_EQ(folds[2].out_from, 3U);
  EXPECT_EQ(folds[2].out_to, 5U);
  EXPECT_EQ(folds[4].out_from, 5U);
}

// Labels stand for whole days: 4.29 carries the label of 10.33 as much as 4.4 would.
TEST(HeldOutScores, TheEmbargoCountsDaysAndNotHours) {
  const std::vector<double> day = {3.9, 4.29, 10.33, 10.8, 16.9, 17.0};
  const auto folds = day_folds(day, 6.0);
  ASSERT_EQ(folds.size(), 5U);
  EXPECT_EQ(folds[2].from, 2U);
  EXPECT_EQ(folds[2].out_from, 1U);
  EXPECT_EQ(folds[2].out_to, 5U);
}

}  // namespace
}  // namespace homeostat::sim
