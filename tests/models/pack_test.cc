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

TEST(PackLogistic, OfSeveralErrsByLessThanFiveUnitsInTheLastPlace) {
  double worst = 0.0;
  for (int i = -300'000; i <= 300'000; ++i) {
    const double at[] = {i * 5e-5, i * -5e-5, i * 5.5e-4, 3.0 - i * 1e-4};
    const One x[] = {at[0], at[1], at[2], at[3]};
    One four[4], three[3], two[2];
    logistics(x, four);
    logistics({x[1], x[2], x[3]}, three);
    logistics({x[2], x[3]}, two);
    for (int k = 0; k < 4; ++k) {
      const long double exact =
          1.0L / (1.0L + std::exp(-static_cast<long double>(at[k])));
      worst = std::max(worst, error_in_ulp(four[k].part[0], exact));
      if (k >= 1) worst = std::max(worst, error_in_ulp(three[k - 1].part[0], exact));
      if (k >= 2) worst = std::max(worst, error_in_ulp(two[k - 2].part[0], exact));
    }
  }
  EXPECT_LT(worst, 5.0) << worst;
}

TEST(PackLogistic, OfSeveralHoldsExtremesAndPassesNanOn) {
  One s[4];
  logistics({One(-1e9), One(1e9), One(0.0), One(-1e9)}, s);
  EXPECT_LT(s[0].part[0], 1e-75);
  EXPECT_NEAR(s[1].part[0], 1.0, 1e-15);
  EXPECT_NEAR(s[2].part[0], 0.5, 5e-16);
  EXPECT_LT(s[3].part[0], 1e-75);
  logistics({One(kNan), One(1.0), One(0.0), One(2.0)}, s);
  EXPECT_TRUE(std::isnan(s[0].part[0]));
}

TEST(PackNoise, IsTheScalarNoiseToTheBit) {
  using V = baseline::Vector;
  using P = baseline::Pack<V, 1>;
  constexpr std::size_t kSteps = 16;
  const NoiseKey key{.seed = 0x0123456789abcdefULL, .patient = 40, .replicate = 3};
  GroupNoise group{};
  group.key[0] = static_cast<std::uint32_t>(key.seed);
  group.key[1] = static_cast<std::uint32_t>(key.seed >> 32);
  for (std::uint32_t lane = 0; lane < kGroup; ++lane) {
    group.stream[lane] = std::uint32_t{key.replicate} << 16;
    group.patient[lane] = key.patient + lane;
  }
  for (std::uint64_t chunk = 0; chunk < 1000; ++chunk) {
    for (std::size_t lane = 0; lane < kGroup; lane += P::kLanes) {
      P xi[2 * kSteps];
      const auto counter = baseline::counter_of<V>(group, 5, lane);
      const auto at = [&](std::size_t s) {
        return (chunk * kSteps + s) * 0x100000001ULL;
      };
      for (std::size_t s = 0; s < kSteps; ++s) {
        const auto u = baseline::uniforms<V>(group, counter, at(s));
        xi[2 * s].part[0] = u.first;
        xi[2 * s + 1].part[0] = u.second;
      }
      baseline::quantiles(xi, 2 * kSteps);
      for (std::size_t s = 0; s < kSteps; ++s) {
        for (std::uint32_t k = 0; k < P::kLanes; ++k) {
          const auto patient = key.patient + static_cast<std::uint32_t>(lane) + k;
          const auto expected =
              random_normals({key.seed, patient, key.replicate}, 5, at(s));
          ASSERT_EQ(xi[2 * s].part[0][k], expected[0]);
          ASSERT_EQ(xi[2 * s + 1].part[0][k], expected[1]);
        }
      }
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
