#include "biomarkers/numbers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace homeostat::biomarkers {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

TEST(Log2, AgreesWithTheExactValueOverAllMagnitudes) {
  double worst = 0.0;
  for (float x = std::numeric_limits<float>::denorm_min(); x < 3.0e38F;
       x = std::nextafterf(x * 1.0007F, kInfinity)) {
    const double exact = std::log2(static_cast<double>(x));
    const double error = std::abs(static_cast<double>(log2(x)) - exact);
    worst = std::max(worst, error / std::max(1.0, std::abs(exact)));
  }
  EXPECT_LE(worst, 2.0e-7);
}

TEST(Log2, IsExactAtPowersOfTwo) {
  for (int n = -149; n <= 127; ++n) {
    EXPECT_EQ(log2(std::ldexp(1.0F, n)), static_cast<float>(n));
  }
}

TEST(Log2, GivesTheLowestValueToWhatHasNoLogarithm) {
  EXPECT_EQ(log2(0.0F), -149.0F);
  EXPECT_EQ(log2(-1.0F), -149.0F);
  EXPECT_EQ(log2(kNaN), -149.0F);
  EXPECT_EQ(log2(kInfinity), 128.0F);
}

TEST(Exp2, AgreesWithTheExactValueWhereTheResultIsNormal) {
  double worst = 0.0;
  for (float x = -126.0F; x < 128.0F; x += 0.00137F) {
    const double exact = std::exp2(static_cast<double>(x));
    worst = std::max(worst, std::abs(static_cast<double>(exp2(x)) - exact) / exact);
  }
  EXPECT_LE(worst, 2.0e-7);
}

TEST(Exp2, IsExactAtWholeNumbersDownToTheSmallestSubnormal) {
  for (int n = -149; n <= 127; ++n) {
    EXPECT_EQ(exp2(static_cast<float>(n)), std::ldexp(1.0F, n));
  }
}

TEST(Exp2, StaysFiniteAtBothEnds) {
  EXPECT_EQ(exp2(128.0F), std::numeric_limits<float>::max());
  EXPECT_EQ(exp2(kInfinity), std::numeric_limits<float>::max());
  EXPECT_GT(exp2(std::nextafterf(128.0F, 0.0F)), 3.4e38F);
  EXPECT_EQ(exp2(std::nextafterf(-149.0F, -200.0F)), 0.0F);
  EXPECT_EQ(exp2(-kInfinity), 0.0F);
  EXPECT_EQ(exp2(kNaN), 0.0F);
}

TEST(SineAndCosine, AgreeWithTheExactValueOverMoreThanATurnEachWay) {
  for (double x = -7.0; x <= 7.0; x += 0.000917) {
    ASSERT_NEAR(sin(x), std::sin(x), 4.0e-16) << x;
    ASSERT_NEAR(cos(x), std::cos(x), 4.0e-16) << x;
  }
}

TEST(SineAndCosine, AreExactAtZero) {
  EXPECT_EQ(sin(0.0), 0.0);
  EXPECT_EQ(cos(0.0), 1.0);
}

}  // namespace
}  // namespace homeostat::biomarkers
