// Epileptor (Jirsa et al. 2014, Brain 137:2210; equations of the TVB code).
//
// Six dimensionless states; TVB calls the unit of time ms, a patient's seizures last
// seconds: a patient says how long a unit is.
//   x1' = y1 - f1 - z + I1 + Kvf c1 + u
//   y1' = c - d x1^2 - y1
//   z'  = r (4 (x1 - x0) - z - [0.1 z^7 if z < 0] + Ks c1)
//   x2' = -y2 + x2 - x2^3 + I2 + bb g - 0.3 (z - 3.5) + Kf c2
//   y2' = (-y2 + f2) / tau
//   g'  = -0.01 (g - 0.1 x1)
//   f1  = a x1^3 - b x1^2 (x1 < 0), (x2 - slope - 0.6 (z - 4)^2) x1 (else)
//   f2  = 0 (x2 < -0.25), aa (x2 + 0.25) (else)
//   observable x2 - x1
// bb g is the paper's 0.002 integral of x1. TVB's factor tt rescales time: choose another
// step instead. The rates have kinks at x1 = 0, x2 = -0.25 and z = 0.
// Noise: white on x1, y1 (sigma_slow) and x2, y2 (sigma_fast, TVB's nsig = 2.5e-4).
// Regimes: seizes by itself for x0 > -2.06, rests below -2.08; at x0 = -1.6 seizures of
// 1031 units every 1933.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct Epileptor {
  static constexpr ModelFacts kFacts{
      .title = "Epileptor, six states",
      .time_unit = "unit",
      .seconds_per_unit = 0.0,
      .stimulus = "added to x1'",
      .observable = "x2 - x1",
      .source = "Jirsa et al. 2014, Brain 137:2210; TVB epileptor.py",
      .step = 0.05};

  enum State : std::size_t { kX1, kY1, kZ, kX2, kY2, kG };
  static constexpr StateFacts kStates[] = {{"x1", -1.5, "1"}, {"y1", -10.0, "1"},
                                           {"z", 3.0, "1"},   {"x2", -0.9, "1"},
                                           {"y2", 0.0, "1"},  {"g", 0.0, "1"}};

  enum Parameter : std::size_t {
    kX0,
    kI1,
    kI2,
    kA,
    kB,
    kC,
    kD,
    kR,
    kSlope,
    kTau,
    kAa,
    kBb,
    kKvf,
    kKf,
    kKs,
    kSigmaSlow,
    kSigmaFast
  };
  static constexpr ParameterFacts kParameters[] = {
      {"x0", -1.6, "1", "excitability"},
      {"I1", 3.1, "1", "input to x1"},
      {"I2", 0.45, "1", "input to x2"},
      {"a", 1.0, "1", "cubic term of f1"},
      {"b", 3.0, "1", "square term of f1"},
      {"c", 1.0, "1", "constant of y1'"},
      {"d", 5.0, "1", "square term of y1'"},
      {"r", 0.00035, "1/unit", "rate of the slow permittivity z"},
      {"slope", 0.0, "1", "of f1 where x1 > 0"},
      {"tau", 10.0, "unit", "time of y2"},
      {"aa", 6.0, "1", "slope of f2"},
      {"bb", 2.0, "1", "weight of g in x2'"},
      {"Kvf", 0.0, "1", "coupling of x1 into x1'"},
      {"Kf", 0.0, "1", "coupling of x2 into x2'"},
      {"Ks", 0.0, "1", "coupling of x1 into z'"},
      {"sigma_slow", 0.0, "1/sqrt(unit)", "white noise on x1', y1'"},
      {"sigma_fast", 0.022360679774997897, "1/sqrt(unit)", "white noise on x2', y2'"}};
  static constexpr NoiseFacts kNoise[] = {
      {kSigmaSlow}, {kSigmaSlow}, {kSigmaFast}, {kSigmaFast}};
  static constexpr std::size_t kCoupled[] = {kX1, kX2};
  static constexpr std::size_t kJumped[] = {kX1};

  template <class Real>
  struct Coefficients {
    Real i1, a, minus_b, c, d, slope, r, four_r, start_of_z, i2, bb, aa, quarter_aa,
        rate2, kvf, kf, r_ks;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kI1],
            p[kA],
            -p[kB],
            p[kC],
            p[kD],
            p[kSlope],
            p[kR],
            4.0 * p[kR],
            -4.0 * p[kR] * p[kX0],
            p[kI2] + 1.05,
            p[kBb],
            p[kAa],
            0.25 * p[kAa],
            Real(1.0) / p[kTau],
            p[kKvf],
            p[kKf],
            p[kR] * p[kKs]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real x1 = x[kX1];
    const Real z = x[kZ];
    const Real x2 = x[kX2];
    const Real far = z - 4.0;
    const Real f1_by_x1 = select(x1 < 0.0, fused(p.a, x1, p.minus_b) * x1,
                                 fused(-0.6 * far, far, x2 - p.slope));
    // At rest y2 falls towards f2 for ever: to a number that processors do not dawdle on.
    const Real f2 = select(x2 < -0.25, Real(1e-290), fused(p.aa, x2, p.quarter_aa));
    out[kX1] = fused(p.kvf, in.coupling[0],
                     fused(-f1_by_x1, x1, x[kY1] - z + p.i1 + in.stimulus)) +
               in.noise[0];
    out[kY1] = fused(-(p.d * x1), x1, p.c - x[kY1]) + in.noise[1];
    Real slow = fused(p.four_r, x1, fused(-p.r, z, p.start_of_z));
    if (const auto below = z < 0.0; any(below)) {
      const Real z3 = z * z * z;
      slow = slow + select(below, p.r * (-0.1 * z3 * z3 * z), Real(0.0));
    }
    out[kZ] = fused(p.r_ks, in.coupling[0], slow);
    const Real drive = fused(p.bb, x[kG], fused(Real(-0.3), z, p.i2)) - x[kY2];
    out[kX2] =
        fused(p.kf, in.coupling[1], fused(-(x2 * x2), x2, x2) + drive) + in.noise[2];
    out[kY2] = (f2 - x[kY2]) * p.rate2 + in.noise[3];
    out[kG] = fused(Real(-0.01), x[kG], 0.001 * x1);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kX2] - x[kX1];
  }
};

}  // namespace homeostat::models
