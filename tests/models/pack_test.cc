// The packs' own functions against a wider type and against the scalar ones that they
// must agree with. What holds here holds on every instruction set: cohort_test.cc
// compares bits.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "models/noise.h"
#include "models/pack_noise.h"

namespace homeostat::models {
namespace {

using baseline::Eight;
using baseline::One;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// In units of the last place of `value`.
double error_in_ulp(double value, long double exact) {
  const double ulp = std::nextafter(std::abs(value), 1e308) - std::abs(value);
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact)) / ulp;
}

double exp_one(double x) { return exp_of(One(x)).part[0]; }
double logistic_one(double x) { return logistic(One(x)).part[0]; }

TEST(PackExp, ErrsByLittleMoreThanOneUnitInTheLastPlace) {
  double worst = 0.0;
  for (int i = -2'000'000; i <= 2'000'000; ++i) {
    const double x = i * 3.5e-4 + 1e-9;
    worst =
        std::max(worst, error_in_ulp(exp_one(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.1) << worst;
}

TEST(PackExp, IsHeldAtItsEndsAndKeepsNan) {
  EXPECT_EQ(exp_one(0.0), 1.0);
  EXPECT_GT(exp_one(-1e9), 0.0);
  EXPECT_LT(exp_one(-1e9), 1e-307);
  EXPECT_LT(exp_one(1e9), std::numeric_limits<double>::infinity());
  EXPECT_GT(exp_one(1e9), 1e307);
  EXPECT_TRUE(std::isnan(exp_one(kNan)));
}

TEST(PackLogistic, ErrsByLessThanTwoAndAHalfUnitsInTheLastPlace) {
  double worst = 0.0;
  for (int i = -1'000'000; i <= 1'000'000; ++i) {
    const double x = i * 5e-5;
    const long double exact = 1.0L / (1.0L + std::exp(-static_cast<long double>(x)));
    worst = std::max(worst, error_in_ulp(logistic_one(x), exact));
  }
  EXPECT_LT(worst, 2.5) << worst;
  EXPECT_TRUE(std::isnan(logistic_one(kNan)));
}

TEST(PackNoise, IsTheScalarNoiseToTheBit) {
  const NoiseKey key{.seed = 0x0123456789abcdefULL, .patient = 40, .replicate = 3};
  GroupNoise group{};
  group.key[0] = static_cast<std::uint32_t>(key.seed);
  group.key[1] = static_cast<std::uint32_t>(key.seed >> 32);
  for (std::uint32_t lane = 0; lane < kGroup; ++lane) {
    group.stream[lane] = std::uint32_t{key.replicate} << 16;
    group.patient[lane] = key.patient + lane;
  }
  for (std::uint64_t step = 0; step < 4000; ++step) {
    const std::uint64_t at = step * 0x100000001ULL;
    const auto xi = baseline::normals<Eight>(group, 5, at, 0);
    double first[8], second[8];
    xi.first.store(first);
    xi.second.store(second);
    for (std::uint32_t lane = 0; lane < kGroup; ++lane) {
      const auto expected =
          random_normals({key.seed, key.patient + lane, key.replicate}, 5, at);
      ASSERT_EQ(first[lane], expected[0]);
      ASSERT_EQ(second[lane], expected[1]);
    }
  }
}

// Known answers of Random123 1.14 (kat_vectors, philox4x32 10).
TEST(PackNoise, IsPhilox) {
  const baseline::Words<std::int64_t> zeros =
      baseline::philox(baseline::Words<std::int64_t>{{0, 0, 0, 0}}, 0, 0);
  const std::int64_t of_zeros[] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  const std::int64_t f = 0xffffffff;
  const baseline::Words<std::int64_t> ones = baseline::philox(
      baseline::Words<std::int64_t>{{f, f, f, f}}, 0xffffffff, 0xffffffff);
  const std::int64_t of_ones[] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(zeros.w[i], of_zeros[i]);
    EXPECT_EQ(ones.w[i], of_ones[i]);
  }
}

}  // namespace
}  // namespace homeostat::models
