// Elementary functions of the simulator's own: the same bits on every machine, because
// they use nothing but + - * / and sqrt, which IEEE 754 defines exactly.
//
// Libraries differ in the last bit of exp and log, and a last bit grows into another
// seizure. Errors are below 1e-15 relative (tests/models/elementary_test.cc). Written
// without branches on the argument's value where models call them, so that a pack of
// lanes can take the place of double.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace homeostat::models {

// x where `condition`, else y. A pack type brings its own overload.
inline double select(bool condition, double x, double y) { return condition ? x : y; }
inline bool any(bool condition) { return condition; }
inline double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

// e^x. Zero below -708, infinity above 709, NaN for NaN.
inline double exp_of(double x) {
  constexpr double kLog2E = 1.4426950408889634;
  constexpr double kLn2High = 0x1.62e42fefa3800p-1;  // the last 11 bits are zero
  constexpr double kLn2Low = 0x1.ef35793c76730p-45;
  constexpr double kRounder = 0x1.8p52;  // adding and subtracting it rounds to integer
  if (!(x > -708.0)) return x <= -708.0 ? 0.0 : x;
  if (x > 709.0) return std::bit_cast<double>(0x7ff0000000000000ULL);
  const double shifted = x * kLog2E + kRounder;
  const double k = shifted - kRounder;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  // Taylor to r^13 in two halves, that the processor can do side by side; |r| <= ln(2)/2
  // leaves 4e-18.
  const double q = r * r;
  const double even =
      1.0 + q * (1.0 / 2 +
                 q * (1.0 / 24 +
                      q * (1.0 / 720 + q * (1.0 / 40320 + q * (1.0 / 3628800 +
                                                               q * (1.0 / 479001600))))));
  const double odd =
      1.0 +
      q * (1.0 / 6 +
           q * (1.0 / 120 +
                q * (1.0 / 5040 + q * (1.0 / 362880 + q * (1.0 / 39916800 +
                                                           q * (1.0 / 6227020800.0))))));
  const double sum = even + r * odd;
  const auto exponent = static_cast<std::int64_t>(k);
  return sum * std::bit_cast<double>((exponent + 1023) << 52);
}

// 1 / (1 + e^-x).
inline double logistic(double x) { return 1.0 / (1.0 + exp_of(-x)); }

// Of several. A pack type brings its own, with one division for all.
template <std::size_t kCount>
void logistics(const double (&x)[kCount], double (&out)[kCount]) {
  for (std::size_t i = 0; i < kCount; ++i) out[i] = logistic(x[i]);
}

// Natural logarithm of a normal positive number; NaN for anything else.
double log_of(double x) noexcept;

// The x with normal cumulative probability p, for p in (0, 1); NaN for anything else.
// Wichura 1988, algorithm AS 241 (PPND16).
double normal_quantile(double p) noexcept;

}  // namespace homeostat::models
