#include "biomarkers/numbers.h"

#include <bit>
#include <cstdint>

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoOverPi = 0.63661977236758134308;
// Pi/2 in two parts: the first has 33 bits, so that its small multiples are exact.
constexpr double kHalfPiHigh = 1.57079632673412561417;
constexpr double kHalfPiLow = 6.07710050650619224932e-11;

// Taylor series on |r| <= pi/4, where the first term left out is below 1e-16.
double sin_near_zero(double r) noexcept {
  const double q = r * r;
  double sum = 1.0;
  for (int n = 16; n >= 2; n -= 2) sum = 1.0 - sum * q / static_cast<double>(n * (n + 1));
  return r * sum;
}

double cos_near_zero(double r) noexcept {
  const double q = r * r;
  double sum = 1.0;
  for (int n = 17; n >= 1; n -= 2) sum = 1.0 - sum * q / static_cast<double>(n * (n + 1));
  return sum;
}

// sin(radians + quarter_turns * pi/2).
double sin_from(double radians, int quarter_turns) noexcept {
  const double turns = radians * kTwoOverPi;
  const int nearest = static_cast<int>(turns < 0.0 ? turns - 0.5 : turns + 0.5);
  const double r = (radians - nearest * kHalfPiHigh) - nearest * kHalfPiLow;
  switch ((nearest + quarter_turns) & 3) {
    case 0:
      return sin_near_zero(r);
    case 1:
      return cos_near_zero(r);
    case 2:
      return -sin_near_zero(r);
    default:
      return -cos_near_zero(r);
  }
}

}  // namespace

double sin(double radians) noexcept { return sin_from(radians, 0); }
double cos(double radians) noexcept { return sin_from(radians, 1); }

float sqrt(float x) noexcept { return x > 0.0F ? __builtin_sqrtf(x) : 0.0F; }

float log2(float x) noexcept {
  constexpr float kSmallest = 1.17549435e-38F;
  constexpr float kTwoOverLn2 = 2.88539008F;
  if (!(x >= kSmallest)) return -126.0F;
  // x = 2^exponent * m with m from sqrt(1/2) to sqrt(2).
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::uint32_t shifted = bits + (0x3F80'0000U - 0x3F35'04F3U);
  const int exponent = static_cast<int>(shifted >> 23) - 127;
  const auto m =
      std::bit_cast<float>(bits - (static_cast<std::uint32_t>(exponent) << 23));
  // ln m = 2 artanh s; |s| <= 0.172, where the first term left out is below 3e-10.
  const float s = (m - 1.0F) / (m + 1.0F);
  const float q = s * s;
  const float series =
      1.0F + q * (1.0F / 3 + q * (1.0F / 5 + q * (1.0F / 7 + q * (1.0F / 9))));
  return static_cast<float>(exponent) + kTwoOverLn2 * s * series;
}

float root_of_ratio(float part, float whole) noexcept {
  if (!(part >= kNothing && whole >= kNothing)) return 0.0F;
  return sqrt(part / whole);
}

}  // namespace homeostat::biomarkers
