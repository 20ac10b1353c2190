// VEP-2D: the two-state Epileptor as Bayesian virtual epileptic patients use it (Hashemi
// et al. 2020, NeuroImage 217:116839; equations of BVEP and vbi).
//
//   x' = 1 - x^3 - 2 x^2 - z + I + u + noise
//   z' = (4 (x - eta) - z - G c) / tau + noise
// with c = sum of w (x_j - x_i); observable x.
// One branch for all x: not the form of TVB (models/epileptor_2d.h). vbi's defaults are
// I = 0, tau = 10; I1 = 3.1, tau = 2857 set it on TVB's scale.
#pragma once

#include "models/population.h"

namespace homeostat::models {

struct EpileptorVep {
  static constexpr ModelFacts kFacts{
      .title = "Epileptor-2D, form of BVEP and vbi",
      .time_unit = "unit",
      .seconds_per_unit = 0.0,
      .stimulus = "added to x'",
      .observable = "x",
      .source = "Hashemi et al. 2020, NeuroImage 217:116839; vbi vep",
      .step = 0.01};

  enum State : std::size_t { kX, kZ };
  static constexpr StateFacts kStates[] = {{"x", -1.5, "1"}, {"z", 3.0, "1"}};

  enum Parameter : std::size_t { kEta, kI, kTau, kG, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"eta", -1.5, "1", "excitability"},
      {"I1", 0.0, "1", "input to x"},
      {"tau", 10.0, "unit", "time of z"},
      {"G", 1.0, "1", "coupling of x into z'"},
      {"sigma", 0.1, "1/sqrt(unit)", "white noise on x' and z'"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}, {kSigma}};
  static constexpr std::size_t kCoupled[] = {kX};

  template <class Real>
  struct Coefficients {
    Real eta, constant, rate, g;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kEta], p[kI] + 1.0, Real(1.0) / p[kTau], p[kG]};
  }

  template <class Real, class In>
  static void rates(const Real* s, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real x = s[kX];
    out[kX] = fused(-(x + 2.0), x * x, p.constant) - s[kZ] + in.stimulus + in.noise[0];
    out[kZ] = p.rate * (4.0 * (x - p.eta) - s[kZ] - p.g * in.coupling[0]) + in.noise[1];
  }

  template <class Real, class Values>
  static Real observable(const Real* s, const Values&) {
    return s[kX];
  }
};

}  // namespace homeostat::models
