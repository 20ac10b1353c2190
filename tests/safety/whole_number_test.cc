// The conversion from a float, at its bounds; over all floats: tests/numbers.
#include "safety/whole_number.h"

#include <gtest/gtest.h>

#include <limits>

namespace homeostat::safety {
namespace {

using Float = std::numeric_limits<float>;

TEST(WholeNumber, Saf184_WhatIsNoNumberAsksForNothing) {
  for (const float value : {Float::quiet_NaN(), -Float::quiet_NaN(), Float::infinity(),
                            -Float::infinity(), Float::signaling_NaN()}) {
    EXPECT_EQ(whole_number(value), 0);
  }
}

TEST(WholeNumber, Saf184_RoundsTowardsZeroAndStopsAtTheEnds) {
  EXPECT_EQ(whole_number(Float::denorm_min()), 0);
  EXPECT_EQ(whole_number(-0.0F), 0);
  EXPECT_EQ(whole_number(0.99999994F), 0);
  EXPECT_EQ(whole_number(1.0F), 1);
  EXPECT_EQ(whole_number(-1.9999999F), -1);
  EXPECT_EQ(whole_number(2999.9998F), 2999);
  EXPECT_EQ(whole_number(8388607.5F), 8388607);  // the last with a fraction
  EXPECT_EQ(whole_number(16777215.0F), 16777215);
  EXPECT_EQ(whole_number(2147483520.0F), 2147483520);  // the last below 2^31
  EXPECT_EQ(whole_number(2147483648.0F), 2147483647);
  EXPECT_EQ(whole_number(-2147483520.0F), -2147483520);
  EXPECT_EQ(whole_number(-2147483648.0F), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(whole_number(Float::max()), std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(whole_number(Float::lowest()), std::numeric_limits<std::int32_t>::min());
}

}  // namespace
}  // namespace homeostat::safety
