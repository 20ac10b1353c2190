// Montbrio-Pazo-Roxin with synaptic depression (Gast, Schmidt, Knoesche 2020, Neural
// Computation 32:1615).
//
//   r' = (Delta / (pi tau) + 2 V r) / tau
//   V' = (V^2 - (pi tau r)^2 + eta + J (1 - A) tau r + I + u + c) / tau    observable r
//   A' = B / tau_A,  B' = (-2 B - A + alpha r) / tau_A
// Time in units of tau. Depression makes the population burst.
#pragma once

#include "models/population.h"

namespace homeostat::models {

struct MontbrioDepression {
  static constexpr ModelFacts kFacts{
      .title = "Montbrio-Pazo-Roxin with synaptic depression",
      .time_unit = "tau",
      .seconds_per_unit = 0.0,
      .stimulus = "current added to V'",
      .observable = "r",
      .source = "Gast, Schmidt, Knoesche 2020, Neural Comput 32:1615",
      .step = 0.01};

  enum State : std::size_t { kR, kV, kA, kB };
  static constexpr StateFacts kStates[] = {
      {"r", 0.0811, "1/tau"}, {"V", -1.9616, "1"}, {"A", 0.0, "1"}, {"B", 0.0, "1"}};

  enum Parameter : std::size_t { kEta, kJ, kDelta, kI, kTau, kTauA, kAlpha, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"eta", -6.0, "1", "centre of the excitabilities"},
      {"J", 21.21, "1", "synaptic weight"},
      {"Delta", 2.0, "1", "width of the excitabilities"},
      {"I", 0.0, "1", "input current"},
      {"tau", 1.0, "tau", "membrane time"},
      {"tau_A", 10.0, "tau", "time of the depression"},
      {"alpha", 0.5, "tau", "depression by firing"},
      {"sigma", 0.0, "1*sqrt(tau)", "white noise on the current"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kR};

  template <class Real>
  struct Coefficients {
    Real width, input, j, membrane, rate, slow_rate, alpha;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    constexpr double kPi = 3.141592653589793;
    const Real rate = Real(1.0) / p[kTau];
    const Real reach = kPi * p[kTau];
    return {p[kDelta] / reach,    p[kEta] + p[kI], p[kJ] * p[kTau], reach * reach, rate,
            Real(1.0) / p[kTauA], p[kAlpha]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real r = x[kR];
    const Real v = x[kV];
    out[kR] = p.rate * fused(v + v, r, p.width);
    out[kV] = p.rate *
              (fused(v, v, p.input + in.stimulus) +
               r * (p.j * (1.0 - x[kA]) - p.membrane * r) + in.coupling[0] + in.noise[0]);
    out[kA] = p.slow_rate * x[kB];
    out[kB] = p.slow_rate * (p.alpha * r - x[kA] - 2.0 * x[kB]);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kR];
  }
};

}  // namespace homeostat::models
