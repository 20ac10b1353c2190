// Montbrio-Pazo-Roxin: exact mean field of quadratic integrate-and-fire neurons
// (Montbrio, Pazo, Roxin 2015, Phys Rev X 5:021028).
//
//   r' = (Delta / (pi tau) + 2 V r) / tau
//   V' = (V^2 - (pi tau r)^2 + eta + J tau r + I + u + c) / tau        observable r
// Time in units of tau, so r in spikes per tau. Regimes: bistable at the numbers below,
// (0.0811, -1.9616) and (1.031, -0.154). With synaptic depression:
// models/montbrio_depression.h.
#pragma once

#include "models/population.h"

namespace homeostat::models {

struct Montbrio {
  static constexpr ModelFacts kFacts{
      .title = "Montbrio-Pazo-Roxin",
      .time_unit = "tau",
      .seconds_per_unit = 0.0,
      .stimulus = "current added to V'",
      .observable = "r",
      .source = "Montbrio, Pazo, Roxin 2015, Phys Rev X 5:021028",
      .step = 0.01};

  enum State : std::size_t { kR, kV };
  static constexpr StateFacts kStates[] = {{"r", 0.0811, "1/tau"}, {"V", -1.9616, "1"}};

  enum Parameter : std::size_t { kEta, kJ, kDelta, kI, kTau, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"eta", -5.0, "1", "centre of the excitabilities"},
      {"J", 15.0, "1", "synaptic weight"},
      {"Delta", 1.0, "1", "width of the excitabilities"},
      {"I", 0.0, "1", "input current"},
      {"tau", 1.0, "tau", "membrane time"},
      {"sigma", 0.0, "1*sqrt(tau)", "white noise on the current"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kR};

  template <class Real>
  struct Coefficients {
    Real width, input, j, membrane, rate;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    constexpr double kPi = 3.141592653589793;
    const Real rate = Real(1.0) / p[kTau];
    const Real reach = kPi * p[kTau];
    return {p[kDelta] / reach, p[kEta] + p[kI], p[kJ] * p[kTau], reach * reach, rate};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real r = x[kR];
    const Real v = x[kV];
    out[kR] = p.rate * fused(v + v, r, p.width);
    out[kV] = p.rate * (fused(v, v, p.input + in.stimulus) + r * (p.j - p.membrane * r) +
                        in.coupling[0] + in.noise[0]);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kR];
  }
};

}  // namespace homeostat::models
