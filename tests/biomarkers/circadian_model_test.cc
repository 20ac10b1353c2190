#include "biomarkers/circadian_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace homeostat::biomarkers {
namespace {

constexpr double kBin = 1.0 / 144.0;

// One measure whose theta follows a gain, as the chain's do.
class LearntDay {
 public:
  explicit LearntDay(const CircadianSettings& settings) : gain_(settings) {}

  // The error of prediction.
  double update(double day, double value) {
    const CircadianGain::Terms terms = CircadianGain::terms_at(day);
    const double error = value - expected(day);
    const CircadianGain::Terms gain = gain_.learn(terms);
    for (std::size_t i = 0; i < gain.size(); ++i) theta_[i] += gain[i] * error;
    return error;
  }
  void skip() { gain_.skip(); }
  double expected(double day) const {
    const CircadianGain::Terms terms = CircadianGain::terms_at(day);
    double sum = 0.0;
    for (std::size_t i = 0; i < terms.size(); ++i) sum += terms[i] * theta_[i];
    return sum;
  }
  bool settled() const { return gain_.settled(); }

 private:
  CircadianGain gain_;
  CircadianGain::Terms theta_{};
};

double daily(double day) {
  const double turn = 2.0 * std::numbers::pi * day;
  return 3.0 + 0.5 * std::cos(turn) - 0.2 * std::sin(turn) + 0.1 * std::sin(2.0 * turn);
}

// Weighted least squares by normal equations, in long double: what the recursion claims
// to be, with the ignorance that it begins with as a penalty that is forgotten, too (the
// recursion forgets it a little later).
std::array<long double, 5> least_squares(const std::vector<double>& day,
                                         const std::vector<double>& value, double keep) {
  long double a[5][6] = {};
  const auto n = day.size();
  for (int i = 0; i < 5; ++i)
    a[i][i] = std::pow(static_cast<long double>(keep), n) / 1e4L;
  for (std::size_t r = 0; r < n; ++r) {
    const long double turn =
        2.0L * std::numbers::pi_v<long double> * static_cast<long double>(day[r]);
    const long double h[6] = {1.0L,
                              std::cos(turn),
                              std::sin(turn),
                              std::cos(2.0L * turn),
                              std::sin(2.0L * turn),
                              static_cast<long double>(value[r])};
    const long double weight = std::pow(static_cast<long double>(keep), n - 1 - r);
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 6; ++j) a[i][j] += weight * h[i] * h[j];
  }
  for (int i = 0; i < 5; ++i)
    for (int k = 0; k < 5; ++k) {
      if (k == i) continue;
      const long double by = a[k][i] / a[i][i];
      for (int j = i; j < 6; ++j) a[k][j] -= by * a[i][j];
    }
  std::array<long double, 5> theta;
  for (std::size_t i = 0; i < 5; ++i) theta[i] = a[i][5] / a[i][i];
  return theta;
}

TEST(CircadianGain, LearnsTheDayOfAMeasureThatHasOne) {
  LearntDay model({});
  double error = 0.0;
  for (int bin = 0; bin < 3 * 144; ++bin)
    error = model.update(bin * kBin, daily(bin * kBin));
  EXPECT_NEAR(error, 0.0, 1e-3);
  EXPECT_NEAR(model.expected(40.3), daily(0.3), 1e-3);
}

TEST(CircadianGain, EqualsWeightedLeastSquares) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> noise(0.0, 0.3);
  const CircadianSettings settings{.bin_days = kBin, .memory_days = 2.0};
  LearntDay model(settings);
  std::vector<double> day;
  std::vector<double> value;
  for (int bin = 0; bin < 700; ++bin) {
    day.push_back(bin * kBin);
    value.push_back(daily(day.back()) + noise(random));
    model.update(day.back(), value.back());
  }
  const auto theta = least_squares(day, value, 1.0 - kBin / 2.0);
  for (const double at : {5.0, 5.2, 5.45, 5.7, 5.99}) {
    const long double turn =
        2.0L * std::numbers::pi_v<long double> * static_cast<long double>(at);
    const long double expected =
        theta[0] + theta[1] * std::cos(turn) + theta[2] * std::sin(turn) +
        theta[3] * std::cos(2.0L * turn) + theta[4] * std::sin(2.0L * turn);
    EXPECT_NEAR(model.expected(at), static_cast<double>(expected), 1e-5) << at;
  }
}

TEST(CircadianGain, ABinIsJudgedBeforeItIsLearntFrom) {
  LearntDay model({});
  for (int bin = 0; bin < 1000; ++bin) model.update(bin * kBin, daily(bin * kBin));
  const double expected = model.expected(1000 * kBin);
  EXPECT_DOUBLE_EQ(model.update(1000 * kBin, expected + 2.0), 2.0);
}

TEST(CircadianGain, FollowsADriftWithinItsMemory) {
  LearntDay model({.memory_days = 7.0});
  double error = 0.0;
  for (int bin = 0; bin < 60 * 144; ++bin)
    error = model.update(bin * kBin, daily(bin * kBin) + 0.01 * bin * kBin);
  EXPECT_NEAR(error, 7.0 * 0.01, 0.01);  // a memory of a week lags by a week
}

TEST(CircadianGain, AfterAMonthWithoutBinsOneBinIsNotTheTruth) {
  LearntDay model({});
  std::mt19937_64 random(2);
  std::normal_distribution<double> noise(0.0, 0.1);
  int bin = 0;
  for (; bin < 20 * 144; ++bin)
    model.update(bin * kBin, daily(bin * kBin) + noise(random));
  for (const int end = bin + 30 * 144; bin < end; ++bin) model.skip();
  for (const int end = bin + 144; bin < end; ++bin)
    model.update(bin * kBin, daily(bin * kBin) + noise(random));
  for (int hour = 0; hour < 24; ++hour)
    EXPECT_NEAR(model.expected(bin * kBin + hour / 24.0), daily(hour / 24.0), 0.15);
}

TEST(CircadianGain, AYearOfGapsLeavesItFinite) {
  LearntDay model({});
  for (int bin = 0; bin < 365 * 144; ++bin) {
    if (bin % 1000 == 0) {
      model.update(bin * kBin, 1.0);
    } else {
      model.skip();
    }
  }
  EXPECT_TRUE(std::isfinite(model.expected(365.0)));
  EXPECT_NEAR(model.expected(365.0), 1.0, 0.1);
}

TEST(CircadianGain, SettlesAfterTwoDaysOfBinsThatWereThere) {
  LearntDay model({});
  for (int bin = 0; bin < 2 * 144 - 1; ++bin) {
    model.update(bin * kBin, 1.0);
    model.skip();
  }
  EXPECT_FALSE(model.settled());
  model.update(4.0, 1.0);
  model.update(4.1, 1.0);
  EXPECT_TRUE(model.settled());
}

}  // namespace
}  // namespace homeostat::biomarkers
