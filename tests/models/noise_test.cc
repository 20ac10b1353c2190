#include "models/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace homeostat::models {
namespace {

using Bits = std::array<std::uint32_t, 4>;

// Known answers of Random123's own test vectors (philox4x32, 10 rounds).
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(random_bits({}, 0, 0),
            (Bits{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(random_bits({~0ULL, ~0U, 0xffff}, 0xffff, ~0ULL),
            (Bits{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      random_bits({0x299f31d0a4093822, 0x03707344, 0x1319}, 0x8a2e, 0x85a308d3243f6a88),
      (Bits{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Noise, DependsOnEveryPartOfItsCounterAndOnNothingElse) {
  const NoiseKey key{7, 3, 2};
  const std::set<Bits> all{random_bits(key, 1, 9),
                           random_bits({8, 3, 2}, 1, 9),
                           random_bits({7, 4, 2}, 1, 9),
                           random_bits({7, 3, 1}, 1, 9),
                           random_bits(key, 2, 9),
                           random_bits(key, 1, 10),
                           random_bits(key, 1, 9 + (1ULL << 32)),
                           random_bits({7 + (1ULL << 32), 3, 2}, 1, 9)};
  EXPECT_EQ(all.size(), 8U);
  EXPECT_EQ(random_bits(key, 1, 9), random_bits(key, 1, 9));
}

TEST(Noise, IsStandardNormal) {
  constexpr int kDraws = 100'000;
  double sum = 0.0, squares = 0.0, fourth = 0.0, product = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    const auto z = random_normals({11, 0, 0}, 5, static_cast<std::uint64_t>(i));
    for (const double x : z) {
      sum += x;
      squares += x * x;
      fourth += x * x * x * x;
    }
    product += z[0] * z[1];
  }
  // Four standard errors each.
  EXPECT_NEAR(sum / (2 * kDraws), 0.0, 4 / std::sqrt(2.0 * kDraws));
  EXPECT_NEAR(squares / (2 * kDraws), 1.0, 4 * std::sqrt(2.0 / (2 * kDraws)));
  EXPECT_NEAR(fourth / (2 * kDraws), 3.0, 4 * std::sqrt(96.0 / (2 * kDraws)));
  EXPECT_NEAR(product / kDraws, 0.0, 4 / std::sqrt(1.0 * kDraws));
}

}  // namespace
}  // namespace homeostat::models
