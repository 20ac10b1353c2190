#include "models/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace homeostat::models {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Exp, AgreesWithTheLibraryToOneUnitInTheLastPlaceOrTwo) {
  double worst = 0.0;
  for (int i = -700'000; i <= 700'000; ++i) {
    const double x = i * 1e-3 + 1e-7;
    worst = std::max(worst, std::abs(exp_of(x) / std::exp(x) - 1.0));
  }
  EXPECT_LT(worst, 5e-16);
}

TEST(Exp, IsExactWhereItCanBe) { EXPECT_EQ(exp_of(0.0), 1.0); }

TEST(Exp, SaturatesAtItsEndsAndKeepsNan) {
  EXPECT_GT(exp_of(-707.999), 0.0);
  EXPECT_EQ(exp_of(-708.0), 0.0);
  EXPECT_EQ(exp_of(-1e300), 0.0);
  EXPECT_LT(exp_of(709.0), kInfinity);
  EXPECT_EQ(exp_of(709.001), kInfinity);
  EXPECT_TRUE(std::isnan(exp_of(kNan)));
}

TEST(Logistic, IsOneHalfAtZeroAndComplementary) {
  EXPECT_EQ(logistic(0.0), 0.5);
  for (double x = -30.0; x < 30.0; x += 0.37) {
    EXPECT_NEAR(logistic(x) + logistic(-x), 1.0, 4e-16) << x;
  }
}

TEST(Log, AgreesWithTheLibrary) {
  double worst = 0.0;
  for (int i = -2000; i <= 2000; ++i) {
    const double x = std::exp(i * 0.35 + 0.01);
    if (!(x > 1e-307 && x < 1e307)) continue;
    worst = std::max(worst, std::abs(log_of(x) / std::log(x) - 1.0));
  }
  for (int i = 1; i < 5000; ++i) {
    for (const double x : {1.0 + i * 1e-4, 1.0 - i * 1e-4}) {
      worst = std::max(worst, std::abs(log_of(x) / std::log(x) - 1.0));
    }
  }
  EXPECT_LT(worst, 6e-16);
}

TEST(Log, IsNanForWhatHasNoLogarithm) {
  for (const double x : {0.0, -1.0, kInfinity, kNan, 1e-310}) {
    EXPECT_TRUE(std::isnan(log_of(x))) << x;
  }
}

TEST(NormalQuantile, InvertsTheNormalDistributionInBodyAndTail) {
  double worst = 0.0;
  for (int i = 1; i <= 8000; ++i) {
    const double x = -i * 1e-3;
    const double p = 0.5 * std::erfc(-x / std::sqrt(2.0));
    worst = std::max(worst, std::abs(normal_quantile(p) - x) / std::max(0.05, -x));
  }
  EXPECT_LT(worst, 2e-14);
}

TEST(NormalQuantile, IsOddAndMonotone) {
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  double before = -kInfinity;
  for (int i = 1; i < 4096; ++i) {
    const double x = normal_quantile(i / 4096.0);
    EXPECT_GT(x, before) << i;
    EXPECT_NEAR(x, -normal_quantile(1.0 - i / 4096.0), 1e-14) << i;
    before = x;
  }
}

TEST(NormalQuantile, IsNanOutsideItsDomain) {
  for (const double p : {0.0, 1.0, -0.1, 1.1, kNan}) {
    EXPECT_TRUE(std::isnan(normal_quantile(p))) << p;
  }
}

}  // namespace
}  // namespace homeostat::models
