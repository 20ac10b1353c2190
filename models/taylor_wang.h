// Taylor-Wang thalamo-cortical model of spike-wave discharges (Taylor et al. 2014, PLoS
// One 9:e114316; equations of the authors' code, ModelDB 168856).
//
// Dimensionless activities, time in seconds:
//   PY' = tau1 (h_p - PY + 1.8 f(PY) - 1.5 f(IN) + f(TC) + u)
//   IN' = tau2 (h_i - IN + 4 f(PY) + u)
//   TC' = tau3 (h_t - TC + 3 f(PY) - 0.6 L(RE)) + noise
//   RE' = tau4 (h_r - RE + 3 f(PY) + 10.5 L(TC) - 0.2 L(RE))
//   f(u) = 1 / (1 + 250000^-u),  L(u) = 2.8 u + 0.5,  observable (PY + IN) / 2
// Stimulus: the paper's pulse is a jump of PY and IN by -0.3; u is the drive that makes
// such a jump in a short time. `direct` and `lambda` say how much of it is a drive and
// how much a field that polarises: f(PY + lambda u), f(IN + lambda u). Noise 0.022 on TC
// starts discharges.
// What PY hears of other nodes' PY in a network, c, adds to its potential: f(PY + c).
// That is our composition, and bounded whatever the weights; the paper has one node.
// Regimes: rest (0.1723, 0.1794, -0.0817, 0.2775) and a 3 Hz discharge are both stable
// from h_t = -2.02 up; a jump starts one and, at most phases, ends it.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct TaylorWang {
  static constexpr ModelFacts kFacts{
      .title = "Taylor-Wang spike-wave discharges",
      .time_unit = "s",
      .seconds_per_unit = 1.0,
      .stimulus = "drive of PY and IN (direct), polarises both (lambda)",
      .observable = "(PY + IN) / 2",
      .source = "Taylor et al. 2014, PLoS One 9:e114316; ModelDB 168856",
      .step = 1e-3};

  enum State : std::size_t { kPy, kIn, kTc, kRe };
  static constexpr StateFacts kStates[] = {{"PY", 0.1724, "1"},
                                           {"IN", 0.1787, "1"},
                                           {"TC", -0.0818, "1"},
                                           {"RE", 0.2775, "1"}};

  enum Parameter : std::size_t {
    kHt,
    kHp,
    kHi,
    kHr,
    kTau1,
    kTau2,
    kTau3,
    kTau4,
    kSigma,
    kDirect,
    kLambda
  };
  static constexpr ParameterFacts kParameters[] = {
      {"ht", -2.0, "1", "drive of TC: bistable from -2.02, excitable below"},
      {"hp", -0.35, "1", "drive of PY"},
      {"hi", -3.4, "1", "drive of IN"},
      {"hr", -5.0, "1", "drive of RE"},
      {"tau1", 26.0, "1/s", "rate of PY"},
      {"tau2", 32.5, "1/s", "rate of IN"},
      {"tau3", 2.6, "1/s", "rate of TC"},
      {"tau4", 2.6, "1/s", "rate of RE"},
      {"sigma", 0.022, "1/sqrt(s)", "white noise on TC'"},
      {"direct", 1.0, "1", "of the stimulus, drives PY and IN"},
      {"lambda", 0.0, "1", "of the stimulus, polarises PY and IN"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kPy};
  static constexpr std::size_t kJumped[] = {kPy, kIn};

  template <class Real>
  struct Coefficients {
    Real ht, hp, hi, hr, tau1, tau2, tau3, tau4, direct, polarised;
  };
  static constexpr double kSlope = 12.429216196844383;  // of f: ln(250000)

  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kHt],   p[kHp],   p[kHi],   p[kHr],     p[kTau1],
            p[kTau2], p[kTau3], p[kTau4], p[kDirect], kSlope * p[kLambda]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real activity[] = {
        fused(p.polarised, in.stimulus, kSlope * (x[kPy] + in.coupling[0])),
        fused(p.polarised, in.stimulus, kSlope * x[kIn]), kSlope * x[kTc]};
    Real f[3];
    logistics(activity, f);
    const Real py = f[0];
    const Real tc = 2.8 * x[kTc] + 0.5;
    const Real re = 2.8 * x[kRe] + 0.5;
    out[kPy] = p.tau1 *
               fused(p.direct, in.stimulus, p.hp - x[kPy] + 1.8 * py - 1.5 * f[1] + f[2]);
    out[kIn] = p.tau2 * fused(p.direct, in.stimulus, p.hi - x[kIn] + 4.0 * py);
    out[kTc] = p.tau3 * (p.ht - x[kTc] + 3.0 * py - 0.6 * re) + in.noise[0];
    out[kRe] = p.tau4 * (p.hr - x[kRe] + 3.0 * py + 10.5 * tc - 0.2 * re);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return 0.5 * (x[kPy] + x[kIn]);
  }
};

}  // namespace homeostat::models
