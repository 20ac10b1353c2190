// The conversion from a float, over all 2^32 of them.
#include "safety/whole_number.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace homeostat::safety {
namespace {

using Float = std::numeric_limits<float>;

// Said again in double precision, which holds every float and every result exactly.
std::int32_t reference(float value) {
  const double wide = static_cast<double>(value);
  const bool is_number = wide - wide == 0.0;  // false of NaN and of both infinities
  return is_number
             ? static_cast<std::int32_t>(std::clamp(wide, -2147483648.0, 2147483647.0))
             : 0;
}

TEST(WholeNumber, Saf184_EveryPatternGivesWhatTheReferenceGives) {
  std::uint64_t different = 0;
  std::uint64_t asked = 0;
  std::uint32_t bits = 0;
  do {
    const float value = std::bit_cast<float>(bits);
    different += whole_number(value) != reference(value) ? 1 : 0;
    ++asked;
  } while (++bits != 0);
  EXPECT_EQ(different, 0U);
  EXPECT_EQ(asked, std::uint64_t{1} << 32);
}

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
