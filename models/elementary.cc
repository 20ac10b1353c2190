#include "models/elementary.h"

#include <limits>
#include <span>

#include "models/quantile_coefficients.h"

namespace homeostat::models {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Highest power first.
double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0.0;
  for (const double c : coefficients) sum = sum * x + c;
  return sum;
}

}  // namespace

double log_of(double x) noexcept {
  constexpr double kSqrtHalf = 0.70710678118654752;
  constexpr double kLn2High = 0x1.62e42fefa3800p-1;
  constexpr double kLn2Low = 0x1.ef35793c76730p-45;
  if (!(x >= std::numeric_limits<double>::min() &&
        x <= std::numeric_limits<double>::max())) {
    return kNan;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1022);
  double m =
      std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3fe0000000000000ULL);
  if (m < kSqrtHalf) {
    m += m;
    exponent -= 1.0;
  }
  // log(m) = 2 atanh(s), |s| < 0.172: the series to s^23 leaves 1e-19.
  const double s = (m - 1.0) / (m + 1.0);
  const double square = s * s;
  double sum = 0.0;
  for (int odd = 23; odd >= 3; odd -= 2) sum = (sum + 1.0 / odd) * square;
  return exponent * kLn2High + (2.0 * (s + s * sum) + exponent * kLn2Low);
}

double normal_quantile(double p) noexcept {
  if (!(p > 0.0 && p < 1.0)) return kNan;
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kBodyTop, r) / polynomial(kBodyBottom, r);
  }
  const double tail = q < 0.0 ? p : 1.0 - p;
  const double depth = __builtin_sqrt(-log_of(tail));
  const double x =
      depth <= 5.0
          ? polynomial(kTailTop, depth - 1.6) / polynomial(kTailBottom, depth - 1.6)
          : polynomial(kFarTop, depth - 5.0) / polynomial(kFarBottom, depth - 5.0);
  return q < 0.0 ? -x : x;
}

}  // namespace homeostat::models
