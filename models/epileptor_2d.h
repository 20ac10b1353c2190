// Epileptor-2D (Proix et al. 2014, J Neurosci 34:15009; equations of the TVB code): the
// slow-fast pair that seizes, without the discharges.
//
//   x' = c - z + I1 + Kvf c1 - F x + u   F = a x^2 + (d - b) x                 (x < 0)
//                                          = -slope - 0.6 (z - 4)^2 + d x      (else)
//   z' = r (4 (x - x0) - z - [0.1 z^7 if z < 0] + Ks c1)          observable x
// Not the form of BVEP, which keeps the first branch for all x: models/epileptor_vep.h.
// Regime: at x0 = -1.6 a relaxation oscillation.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct Epileptor2d {
  static constexpr ModelFacts kFacts{
      .title = "Epileptor-2D, form of TVB",
      .time_unit = "unit",
      .seconds_per_unit = 0.0,
      .stimulus = "added to x'",
      .observable = "x",
      .source = "Proix et al. 2014, J Neurosci 34:15009; TVB epileptor.py",
      .step = 0.05};

  enum State : std::size_t { kX, kZ };
  static constexpr StateFacts kStates[] = {{"x1", -1.5, "1"}, {"z", 3.0, "1"}};

  enum Parameter : std::size_t { kX0, kI, kA, kB, kC, kD, kR, kSlope, kKvf, kKs, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"x0", -1.6, "1", "excitability"},
      {"I1", 3.1, "1", "input to x"},
      {"a", 1.0, "1", "cubic term"},
      {"b", 3.0, "1", "square term"},
      {"c", 1.0, "1", "constant of x'"},
      {"d", 5.0, "1", "square term"},
      {"r", 0.00035, "1/unit", "rate of the slow permittivity z"},
      {"slope", 0.0, "1", "where x > 0"},
      {"Kvf", 0.0, "1", "coupling of x into x'"},
      {"Ks", 0.0, "1", "coupling of x into z'"},
      {"sigma", 0.0, "1/sqrt(unit)", "white noise on x'"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kX};

  template <class Real>
  struct Coefficients {
    Real x0, i, a, square, c, d, r, slope, kvf, ks;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kX0], p[kI], p[kA],     p[kD] - p[kB], p[kC],
            p[kD],  p[kR], p[kSlope], p[kKvf],       p[kKs]};
  }

  template <class Real, class In>
  static void rates(const Real* s, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real x = s[kX];
    const Real z = s[kZ];
    const Real z3 = z * z * z;
    const Real far = z - 4.0;
    const Real f = select(x < 0.0, (p.a * x + p.square) * x,
                          fused(p.d, x, -p.slope) - 0.6 * far * far);
    const Real back = select(z < 0.0, -0.1 * z3 * z3 * z, Real(0.0));
    out[kX] = p.c - z + p.i - f * x + in.stimulus + p.kvf * in.coupling[0] + in.noise[0];
    out[kZ] = p.r * (4.0 * (x - p.x0) - z + back + p.ks * in.coupling[0]);
  }

  template <class Real, class Values>
  static Real observable(const Real* s, const Values&) {
    return s[kX];
  }
};

}  // namespace homeostat::models
