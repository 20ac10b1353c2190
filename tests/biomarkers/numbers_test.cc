#include "biomarkers/numbers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace homeostat::biomarkers {
namespace {

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

TEST(SquareRoot, IsTheLibrarysAndZeroOfWhatHasNone) {
  for (float x = 1.0e-38F; x < 1.0e38F; x *= 1.37F) ASSERT_EQ(sqrt(x), std::sqrt(x)) << x;
  EXPECT_EQ(sqrt(std::numeric_limits<float>::denorm_min()),
            std::sqrt(std::numeric_limits<float>::denorm_min()));
  for (const float none : {0.0F, -0.0F, -1.0F, std::nanf("")})
    EXPECT_EQ(sqrt(none), 0.0F);
}

// Every significand of four octaves; the others differ by a whole number.
TEST(Logarithm, AgreesWithTheExactValueForEverySignificand) {
  double worst = 0.0;
  for (const std::uint32_t exponent :
       {0x3E80'0000U, 0x3F00'0000U, 0x3F80'0000U, 0x4B00'0000U}) {
    for (std::uint32_t i = 0; i < 1U << 23; ++i) {
      const auto x = std::bit_cast<float>(exponent + i);
      const double exact = std::log2(static_cast<double>(x));
      const double size = std::max(1.0, std::abs(exact));
      worst = std::max(worst, std::abs(static_cast<double>(log2(x)) - exact) / size);
    }
  }
  EXPECT_LT(worst, 1.4e-7);
}

TEST(Logarithm, OfPowersOfTwoIsExactAndOfWhatHasNoneTheLowest) {
  for (int e = -126; e < 128; ++e) {
    EXPECT_EQ(log2(std::ldexp(1.0F, e)), static_cast<float>(e));
  }
  for (const float none : {0.0F, -1.0F, std::nanf(""), 1.0e-39F}) {
    EXPECT_EQ(log2(none), -126.0F);
  }
  EXPECT_NEAR(log2(std::numeric_limits<float>::max()), 128.0F, 1.0e-5F);
}

TEST(RootOfRatio, IsZeroWhereEitherIsNothing) {
  EXPECT_EQ(root_of_ratio(9.0F, 4.0F), 1.5F);
  for (const float nothing : {0.0F, -1.0F, 0.9e-20F, std::nanf("")}) {
    EXPECT_EQ(root_of_ratio(nothing, 1.0F), 0.0F);
    EXPECT_EQ(root_of_ratio(1.0F, nothing), 0.0F);
  }
  EXPECT_GT(root_of_ratio(1.1e-20F, 1.1e-20F), 0.9F);
}

}  // namespace
}  // namespace homeostat::biomarkers
