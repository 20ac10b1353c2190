#include "biomarkers/numbers.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace homeostat::biomarkers {
namespace {

constexpr int kMantissaBits = 23;
constexpr int kBias = 127;
constexpr std::uint32_t kMantissaMask = (1U << kMantissaBits) - 1U;
constexpr float kSqrt2 = 1.41421356F;
constexpr float kLn2 = 0.693147181F;
constexpr float kTwoOverLn2 = 2.88539008F;

constexpr double kTwoOverPi = 0.63661977236758134308;
// Pi/2 in two parts: the first has 33 bits, so that its small multiples are exact.
constexpr double kHalfPiHigh = 1.57079632673412561417;
constexpr double kHalfPiLow = 6.07710050650619224932e-11;

float power_of_two(int exponent) noexcept {  // -126..127
  return std::bit_cast<float>(static_cast<std::uint32_t>(exponent + kBias)
                              << kMantissaBits);
}

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

float log2(float x) noexcept {
  constexpr float kSmallest = -149.0F;
  if (!(x > 0.0F)) return kSmallest;
  if (x > std::numeric_limits<float>::max()) return 128.0F;
  int exponent = 0;
  if (x < std::numeric_limits<float>::min()) {  // subnormal: bring it into the normals
    x = x * power_of_two(kMantissaBits);
    exponent = -kMantissaBits;
  }
  const auto bits = std::bit_cast<std::uint32_t>(x);
  exponent += static_cast<int>(bits >> kMantissaBits) - kBias;
  float m = std::bit_cast<float>((bits & kMantissaMask) |
                                 static_cast<std::uint32_t>(kBias) << kMantissaBits);
  if (m > kSqrt2) {
    m = m * 0.5F;
    ++exponent;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)), |s| < 0.172.
  const float s = (m - 1.0F) / (m + 1.0F);
  const float q = s * s;
  const float series =
      q * (1.0F / 3.0F + q * (1.0F / 5.0F + q * (1.0F / 7.0F + q * (1.0F / 9.0F))));
  return static_cast<float>(exponent) + kTwoOverLn2 * (s + s * series);
}

float exp2(float x) noexcept {
  if (!(x >= -149.0F)) return 0.0F;
  if (x >= 128.0F) return std::numeric_limits<float>::max();
  const int whole = static_cast<int>(x < 0.0F ? x - 0.5F : x + 0.5F);
  const float g = (x - static_cast<float>(whole)) * kLn2;  // |g| < 0.35
  float sum = 1.0F;
  for (int n = 7; n >= 1; --n) sum = 1.0F + sum * g / static_cast<float>(n);
  // In two factors: 2^whole alone may be subnormal, or just too large.
  const int half = whole / 2;
  return sum * power_of_two(half) * power_of_two(whole - half);
}

double sin(double radians) noexcept { return sin_from(radians, 0); }
double cos(double radians) noexcept { return sin_from(radians, 1); }

}  // namespace homeostat::biomarkers
