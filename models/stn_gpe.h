// STN-GPe-cortex resonance: parkinsonian beta (Pavlides, Hogan, Bogacz 2015, PLoS Comput
// Biol 11:e1004609; resonance model).
//
// Firing rates in spikes/ms, time in ms, F(x) = M / (1 + e^(-4 x / M) (M - B) / B):
//   12.8 S' = F(wcs E(t-5.5) - wgs G(t-6) + u) - S
//   20   G' = F(wsg S(t-6) - wgg G(t-4) - Str) - G
//   11.59 E' = F(-wsc S(t-21.5) - wcc I(t-4.65) + C) - E
//   13.02 I' = F(wcc E(t-4.65)) - I
// Before its start the model stood where it starts. Observable S. Regime: a sustained
// rhythm of 12 to 13 Hz, STN mean 33.7, peak to peak 104.6 spikes/s.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct StnGpe {
  static constexpr ModelFacts kFacts{
      .title = "STN-GPe-cortex resonance, with delays",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "added to the input of STN, spikes/ms",
      .observable = "S (spikes/ms)",
      .source = "Pavlides, Hogan, Bogacz 2015, PLoS Comput Biol 11:e1004609",
      .step = 0.25};

  enum State : std::size_t { kS, kG, kE, kI };
  static constexpr StateFacts kStates[] = {
      {"S", 0.02, "1/ms"}, {"G", 0.02, "1/ms"}, {"E", 0.02, "1/ms"}, {"I", 0.02, "1/ms"}};
  static constexpr DelayFacts kDelays[] = {{kE, 5.5},  {kG, 6.0},  {kS, 6.0}, {kG, 4.0},
                                           {kS, 21.5}, {kI, 4.65}, {kE, 4.65}};

  enum Parameter : std::size_t { kCtx, kStr, kWgs, kWsg, kWgg, kWcs, kWsc, kWcc, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"C", 0.17218, "1/ms", "constant input to cortex"},
      {"Str", 0.00846, "1/ms", "input from striatum"},
      {"wgs", 1.33, "1", "GPe to STN"},
      {"wsg", 4.87, "1", "STN to GPe"},
      {"wgg", 0.53, "1", "GPe to GPe"},
      {"wcs", 9.97, "1", "cortex to STN"},
      {"wsc", 8.93, "1", "STN to cortex"},
      {"wcc", 6.17, "1", "within cortex"},
      {"sigma", 0.0, "1/ms/sqrt(ms)", "white noise on S'"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kS};

  template <class Real>
  struct Coefficients {
    Real c, str, wgs, wsg, wgg, wcs, wsc, wcc;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kCtx], p[kStr], p[kWgs], p[kWsg], p[kWgg], p[kWcs], p[kWsc], p[kWcc]};
  }

  template <class Real, class In>
  static void rates(const Real* y, const Coefficients<Real>& p, const In& in, Real* out) {
    const auto& late = in.delayed;
    const Real to_s = p.wcs * late[0] - p.wgs * late[1] + in.stimulus + in.coupling[0];
    const Real to_g = p.wsg * late[2] - p.wgg * late[3] - p.str;
    const Real to_e = p.c - p.wsc * late[4] - p.wcc * late[5];
    const Real to_i = p.wcc * late[6];
    out[kS] = (1.0 / 12.8) * (firing(to_s, 0.3, 0.01) - y[kS]) + in.noise[0];
    out[kG] = (1.0 / 20.0) * (firing(to_g, 0.4, 0.02) - y[kG]);
    out[kE] = (1.0 / 11.59) * (firing(to_e, 0.07577, 0.01785) - y[kE]);
    out[kI] = (1.0 / 13.02) * (firing(to_i, 0.20572, 0.00987) - y[kI]);
  }

  template <class Real, class Values>
  static Real observable(const Real* y, const Values&) {
    return y[kS];
  }

 private:
  template <class Real>
  static Real firing(const Real& input, double most, double base) {
    return most / (1.0 + (most - base) / base * exp_of((-4.0 / most) * input));
  }
};

}  // namespace homeostat::models
