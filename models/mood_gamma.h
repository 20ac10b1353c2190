// Mood with a gamma biomarker. Our composition, for closed loops in depression: a
// Wilson-Cowan node whose gamma follows mood, and a mood with two stable states that
// follows gamma. Bistable mood: van de Leemput et al. 2014 (PNAS 111:87); gamma-triggered
// stimulation: Scangos et al. 2021 (Nat Med 27:1696). No open model of these exists: a
// hypothesis to test controllers with, not a finding.
//
// Time in ms; E, I as in models/wilson_cowan.h with the input e0 - k_I m - a_s s:
//   Ebar'   = (E - Ebar) / 50
//   Gamma'  = (100 (E - Ebar)^2 - Gamma) / tau_G
//   tau_m m' = m - m^3 + h - k_G (Gamma - Gamma0) + sigma_m sqrt(2 tau_m) xi
// s is the stimulus, 0 to 1. tau_m = 5 s compresses what takes hours to days in life.
// Observable E - I. Regimes: depressed at m = -1.37, Gamma = 1.72; well at m = 1.19,
// Gamma = 0. s = 1 for 40 s at a_s = 0.3 returns to where it was; at 0.6 mood crosses and
// stays well; with k_G = 0.8 it does not at 0.6.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct MoodGamma {
  static constexpr ModelFacts kFacts{
      .title = "mood with a gamma biomarker (our composition)",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "0 to 1, lowers the input of E by a_s",
      .observable = "E - I",
      .source = "composed; van de Leemput et al. 2014, Scangos et al. 2021",
      .step = 0.25};

  enum State : std::size_t { kE, kI, kMean, kGamma, kMood };
  static constexpr StateFacts kStates[] = {{"E", 0.1, "1"},
                                           {"I", 0.1, "1"},
                                           {"Ebar", 0.1, "1"},
                                           {"Gamma", 1.0, "1"},
                                           {"m", -1.0, "1"}};

  enum Parameter : std::size_t {
    kE0,
    kKi,
    kAs,
    kTauGamma,
    kH,
    kKg,
    kGamma0,
    kTauMood,
    kSigma
  };
  static constexpr ParameterFacts kParameters[] = {
      {"e0", 1.0, "1", "input to E"},
      {"k_I", 0.25, "1", "mood's weight in it"},
      {"a_s", 0.6, "1", "stimulation's weight in it"},
      {"tau_G", 500.0, "ms", "time of Gamma"},
      {"h", 0.0, "1", "tilt of mood"},
      {"k_G", 1.0, "1", "Gamma's weight in mood"},
      {"Gamma0", 0.5, "1", "Gamma that leaves mood alone"},
      {"tau_m", 5000.0, "ms", "time of mood"},
      {"sigma_m", 0.1, "1", "noise of mood"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kE};

  template <class Real>
  struct Coefficients {
    Real e0, ki, as, rate_gamma, tilt, kg, rate_mood, noise;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    const Real rate = 1.0 / p[kTauMood];
    return {p[kE0],
            p[kKi],
            p[kAs],
            1.0 / p[kTauGamma],
            p[kH] + p[kKg] * p[kGamma0],
            p[kKg],
            rate,
            root_of(rate + rate)};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real e = x[kE];
    const Real i = x[kI];
    const Real m = x[kMood];
    const Real input = p.e0 - p.ki * m - p.as * in.stimulus + in.coupling[0];
    const Real to_e = 16.0 * e - 12.0 * i + input;
    const Real to_i = 15.0 * e - 3.0 * i;
    const Real swing = e - x[kMean];
    const Real potential[] = {1.5 * to_e - 4.5, 1.5 * to_i - 4.5};
    Real s[2];
    logistics(potential, s);
    out[kE] = 0.4 * ((1.0 - e) * s[0] - e);
    out[kI] = (1.0 / 3.75) * ((1.0 - i) * s[1] - i);
    out[kMean] = 0.02 * swing;
    out[kGamma] = p.rate_gamma * (100.0 * swing * swing - x[kGamma]);
    out[kMood] =
        p.rate_mood * (m - m * m * m + p.tilt - p.kg * x[kGamma]) + p.noise * in.noise[0];
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kE] - x[kI];
  }
};

}  // namespace homeostat::models
