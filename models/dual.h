// A number and its derivatives by several variables: a model's equations, written for any
// number type, computed in these are their own exact Jacobian.
//
// Forward differentiation: each operation carries the chain rule along. Where a choice
// bends an equation (select), the derivative is that of the side taken.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstddef>

#include "models/elementary.h"

namespace homeostat::models {

template <int kVariables>
struct Dual {
  using Slope = Eigen::Array<double, kVariables, 1>;

  double value = 0.0;
  Slope slope = Slope::Zero();

  Dual() = default;
  Dual(double v)
      : value(v) {}  // a constant; a conversion, as equations hold plain numbers
  Dual(double v, const Slope& s) : value(v), slope(s) {}

  friend Dual operator-(const Dual& a) { return {-a.value, -a.slope}; }
  friend Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.slope + b.slope};
  }
  friend Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.slope - b.slope};
  }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.value * b.slope + b.value * a.slope};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const double inverse = 1.0 / b.value;
    const double ratio = a.value * inverse;
    return {ratio, inverse * (a.slope - ratio * b.slope)};
  }
  friend bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }

  friend Dual fused(const Dual& a, const Dual& b, const Dual& c) { return a * b + c; }
  friend Dual select(bool condition, const Dual& a, const Dual& b) {
    return condition ? a : b;
  }
  friend Dual magnitude(const Dual& a) { return a.value < 0.0 ? -a : a; }
  friend Dual root_of(const Dual& a) {
    const double root = std::sqrt(a.value);
    return {root, 0.5 / root * a.slope};
  }
  friend Dual exp_of(const Dual& a) {
    const double e = models::exp_of(a.value);
    return {e, e * a.slope};
  }
  friend Dual logistic(const Dual& a) {
    const double s = models::logistic(a.value);
    return {s, s * (1.0 - s) * a.slope};
  }
};

template <int kVariables, std::size_t kCount>
void logistics(const Dual<kVariables> (&x)[kCount], Dual<kVariables> (&out)[kCount]) {
  for (std::size_t i = 0; i < kCount; ++i) out[i] = logistic(x[i]);
}

}  // namespace homeostat::models
