#include "models/elementary.h"

#include <limits>
#include <span>

namespace homeostat::models {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Highest power first.
double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0.0;
  for (const double c : coefficients) sum = sum * x + c;
  return sum;
}

// |p - 1/2| <= 0.425, in 0.180625 - (p - 1/2)^2.
constexpr double kBodyTop[] = {2.5090809287301226727e3, 3.3430575583588128105e4,
                               6.7265770927008700853e4, 4.5921953931549871457e4,
                               1.3731693765509461125e4, 1.9715909503065514427e3,
                               1.3314166789178437745e2, 3.3871328727963666080};
constexpr double kBodyBottom[] = {5.2264952788528545610e3, 2.8729085735721942674e4,
                                  3.9307895800092710610e4, 2.1213794301586595867e4,
                                  5.3941960214247511077e3, 6.8718700749205790830e2,
                                  4.2313330701600911252e1, 1.0};
// Tails down to e^-25, in sqrt(-log(tail)) - 1.6.
constexpr double kTailTop[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                               2.41780725177450611770e-1, 1.27045825245236838258,
                               3.64784832476320460504,    5.76949722146069140550,
                               4.63033784615654529590,    1.42343711074968357734};
constexpr double kTailBottom[] = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                  1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                  6.89767334985100004550e-1, 1.67638483018380384940,
                                  2.05319162663775882187,    1.0};
// Beyond, in sqrt(-log(tail)) - 5.
constexpr double kFarTop[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                              1.24266094738807843860e-3, 2.65321895265761230930e-2,
                              2.96560571828504891230e-1, 1.78482653991729133580,
                              5.46378491116411436990,    6.65790464350110377720};
constexpr double kFarBottom[] = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                 1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                 1.48753612908506148525e-2,  1.36929880922735805310e-1,
                                 5.99832206555887937690e-1,  1.0};

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
