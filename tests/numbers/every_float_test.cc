// The conversion from a float to a whole number, over all 2^32 floats. A program of its
// own, so that nobody who runs the tests of safety often has to wait for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>

#include "safety/whole_number.h"

namespace homeostat::safety {
namespace {

// Said again in double precision, which holds every float and every result exactly.
std::int32_t reference(float value) {
  const double wide = static_cast<double>(value);
  const bool is_number = wide - wide == 0.0;  // false of NaN and of both infinities
  return is_number
             ? static_cast<std::int32_t>(std::clamp(wide, -2147483648.0, 2147483647.0))
             : 0;
}

TEST(EveryFloat, Saf184_EveryPatternGivesWhatTheReferenceGives) {
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

}  // namespace
}  // namespace homeostat::safety
