// Epileptor with a stimulation accumulator (Dollomaja et al. 2025, virtual epileptic
// cohort; published code): seizures that stimulation brings about.
//
//   x1' = y1 - z + I1 + 5 u + Kvf c1 + f x1    f = 3 x1 - x1^2          (x1 < 0)
//   y1' = 1 - 5 x1^2 - y1                        = m + 0.6 (z - 4)^2    (else)
//   z'  = r (4 (x1 - x0 - H(m - theta)) - z + Ks c1)
//   m'  = r2 (-0.3 m + 20 |u| + Kf c3)           observable x1
// H is a smooth step, 1 / (1 + e^(-(m - theta) / 0.02)), so that crossing theta is no
// event for a solver. The published code indexes a state that is not there for m (y[6]):
// here m is m. At rest for x0 < -2.06 until stimulation fills m above theta = 1.8.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct EpileptorStim {
  static constexpr ModelFacts kFacts{
      .title = "Epileptor with stimulation accumulator",
      .time_unit = "unit",
      .seconds_per_unit = 0.0,
      .stimulus = "5 u on x1', 20 |u| on m'",
      .observable = "x1",
      .source = "Dollomaja et al. 2025, virtual epileptic cohort, published code",
      .step = 0.05};

  enum State : std::size_t { kX1, kY1, kZ, kM };
  static constexpr StateFacts kStates[] = {
      {"x1", -1.8, "1"}, {"y1", -15.0, "1"}, {"z", 3.3, "1"}, {"m", 0.0, "1"}};

  enum Parameter : std::size_t { kX0, kI1, kR, kR2, kTheta, kKvf, kKs, kKf, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"x0", -2.2, "1", "excitability"},
      {"I1", 3.1, "1", "input to x1"},
      {"r", 0.00035, "1/unit", "rate of z"},
      {"r2", 0.00035, "1/unit", "rate of m"},
      {"theta", 1.8, "1", "accumulated stimulation that provokes"},
      {"Kvf", 0.0, "1", "coupling of x1 into x1'"},
      {"Ks", 0.0, "1", "coupling of x1 into z'"},
      {"Kf", 0.0, "1", "coupling of m into m'"},
      {"sigma", 0.0, "1/sqrt(unit)", "white noise on x1'"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kX1, kM};

  template <class Real>
  struct Coefficients {
    Real x0, i1, r, r2, theta, kvf, ks, kf;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kX0], p[kI1], p[kR], p[kR2], p[kTheta], p[kKvf], p[kKs], p[kKf]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real x1 = x[kX1];
    const Real far = x[kZ] - 4.0;
    const Real f = select(x1 < 0.0, (3.0 - x1) * x1, fused(0.6 * far, far, x[kM]));
    const Real filled = logistic((x[kM] - p.theta) * 50.0);
    out[kX1] = fused(f, x1, x[kY1] - x[kZ] + p.i1) + 5.0 * in.stimulus +
               p.kvf * in.coupling[0] + in.noise[0];
    out[kY1] = fused(-5.0 * x1, x1, 1.0 - x[kY1]);
    out[kZ] = p.r * (4.0 * (x1 - p.x0 - filled) - x[kZ] + p.ks * in.coupling[0]);
    out[kM] = p.r2 * (fused(Real(-0.3), x[kM], 20.0 * magnitude(in.stimulus)) +
                      p.kf * in.coupling[1]);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kX1];
  }
};

}  // namespace homeostat::models
