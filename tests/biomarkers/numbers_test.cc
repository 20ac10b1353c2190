#include "biomarkers/numbers.h"

#include <gtest/gtest.h>

#include <cmath>
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
