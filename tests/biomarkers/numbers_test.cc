#include "biomarkers/numbers.h"

#include <gtest/gtest.h>

#include <cmath>

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

}  // namespace
}  // namespace homeostat::biomarkers
