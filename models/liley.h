// Liley mean field of cortical alpha and anaesthesia (Dafilis, Frascoli, Cadusch, Liley
// 2009, Chaos 19; equations and numbers of bdtoolkit's DFCL2009).
//
// Potentials in mV, time in ms, e = 2.718:
//   tau_e he' = h_r - he + pull(h_eeq, he) Iee + pull(h_ieq, he) Iie
//   tau_i hi' = h_r - hi + pull(h_eeq, hi) Iei + pull(h_ieq, hi) Iii
//   Iee'' = -2 a Iee' - a^2 Iee + A a e (N_ee S_e(he) + p_ee + u)    Iei: p_ei
//   Iie'' = -2 b Iie' - b^2 Iie + B b e (N_ie S_i(hi) + p_ie)        Iii: p_ii
//   S(h)  = 0.5 / (1 + e^(-sqrt(2) (h - theta) / s))
//   pull(h_eq, h) = (h_eq - h) / |h_eq - h_r|
// Jxy is the derivative of Ixy. Observable he. Regime: chaotic alpha, 9.8 Hz, 13.4 mV
// peak to peak.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct Liley {
  static constexpr ModelFacts kFacts{
      .title = "Liley mean field, DFCL2009",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "pulse density added to p_ee, 1/ms",
      .observable = "he (mV)",
      .source = "Dafilis et al. 2009, Chaos 19:023111; bdtoolkit DFCL2009",
      .step = 0.25};

  enum State : std::size_t { kHe, kHi, kIee, kIie, kIei, kIii, kJee, kJie, kJei, kJii };
  static constexpr StateFacts kStates[] = {{"he", -70.0, "mV"},   {"hi", -70.0, "mV"},
                                           {"Iee", 1.0, "mV"},    {"Iie", 1.0, "mV"},
                                           {"Iei", 1.0, "mV"},    {"Iii", 1.0, "mV"},
                                           {"Jee", 1.0, "mV/ms"}, {"Jie", 1.0, "mV/ms"},
                                           {"Jei", 1.0, "mV/ms"}, {"Jii", 1.0, "mV/ms"}};

  enum Parameter : std::size_t {
    kPee,
    kPei,
    kPie,
    kPii,
    kRateA,
    kRateB,
    kGainA,
    kGainB,
    kNee,
    kNie,
    kNei,
    kNii,
    kRest,
    kEeq,
    kIeq,
    kThetaE,
    kThetaI,
    kSe,
    kSi,
    kTauE,
    kTauI,
    kSigma
  };
  static constexpr ParameterFacts kParameters[] = {
      {"p_ee", 9.43, "1/ms", "excitatory input to e"},
      {"p_ei", 8.742, "1/ms", "excitatory input to i"},
      {"p_ie", 0.0, "1/ms", "inhibitory input to e"},
      {"p_ii", 0.0, "1/ms", "inhibitory input to i"},
      {"a", 1.0 / 0.99, "1/ms", "excitatory rate"},
      {"b", 1.0 / 7.06, "1/ms", "inhibitory rate"},
      {"A", 1.22, "mV", "excitatory gain"},
      {"B", 3.6, "mV", "inhibitory gain"},
      {"N_ee", 3034.0, "1", "synapses e to e"},
      {"N_ie", 536.0, "1", "synapses i to e"},
      {"N_ei", 3034.0, "1", "synapses e to i"},
      {"N_ii", 536.0, "1", "synapses i to i"},
      {"h_r", -70.0, "mV", "potential at rest"},
      {"h_eeq", 45.0, "mV", "excitatory reversal potential"},
      {"h_ieq", -90.0, "mV", "inhibitory reversal potential"},
      {"theta_e", -49.0, "mV", "threshold of e"},
      {"theta_i", -41.0, "mV", "threshold of i"},
      {"s_e", 4.75, "mV", "spread of e's thresholds"},
      {"s_i", 5.25, "mV", "spread of i's thresholds"},
      {"tau_e", 98.0, "ms", "membrane time of e"},
      {"tau_i", 34.0, "ms", "membrane time of i"},
      {"sigma", 0.0, "1/ms*sqrt(ms)", "white noise on p_ee"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kHe};

  template <class Real>
  struct Coefficients {
    Real pee, pei, pie, pii, a, b, gain_a, gain_b, nee, nie, nei, nii, rest, eeq, ieq;
    Real per_e, per_i, slope_e, shift_e, slope_i, shift_i, rate_e, rate_i;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    constexpr double kE = 2.718281828459045;
    constexpr double kRoot2 = 1.4142135623730951;
    const Real slope_e = kRoot2 / p[kSe];
    const Real slope_i = kRoot2 / p[kSi];
    return {p[kPee],
            p[kPei],
            p[kPie],
            p[kPii],
            p[kRateA],
            p[kRateB],
            p[kGainA] * p[kRateA] * kE,
            p[kGainB] * p[kRateB] * kE,
            0.5 * p[kNee],
            0.5 * p[kNie],
            0.5 * p[kNei],
            0.5 * p[kNii],
            p[kRest],
            p[kEeq],
            p[kIeq],
            1.0 / magnitude(p[kEeq] - p[kRest]),
            1.0 / magnitude(p[kIeq] - p[kRest]),
            slope_e,
            slope_e * p[kThetaE],
            slope_i,
            slope_i * p[kThetaI],
            1.0 / p[kTauE],
            1.0 / p[kTauI]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real he = x[kHe];
    const Real hi = x[kHi];
    const Real potential[] = {fused(p.slope_e, he, -p.shift_e),
                              fused(p.slope_i, hi, -p.shift_i)};
    Real f[2];
    logistics(potential, f);
    const Real& fe = f[0];
    const Real& fi = f[1];
    out[kHe] = p.rate_e * membrane(he, x[kIee], x[kIie], p);
    out[kHi] = p.rate_i * membrane(hi, x[kIei], x[kIii], p);
    for (std::size_t i = kIee; i <= kIii; ++i) out[i] = x[i + 4];
    const Real to_ee =
        fused(p.nee, fe, p.pee + in.stimulus) + in.coupling[0] + in.noise[0];
    out[kJee] = bend(p.gain_a * to_ee, p.a, x[kIee], x[kJee]);
    out[kJei] = bend(p.gain_a * fused(p.nei, fe, p.pei), p.a, x[kIei], x[kJei]);
    out[kJie] = bend(p.gain_b * fused(p.nie, fi, p.pie), p.b, x[kIie], x[kJie]);
    out[kJii] = bend(p.gain_b * fused(p.nii, fi, p.pii), p.b, x[kIii], x[kJii]);
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kHe];
  }

 private:
  template <class Real>
  static Real membrane(const Real& h, const Real& excitation, const Real& inhibition,
                       const Coefficients<Real>& p) {
    return p.rest - h + (p.eeq - h) * p.per_e * excitation +
           (p.ieq - h) * p.per_i * inhibition;
  }
  // drive - 2 a I' - a^2 I
  template <class Real>
  static Real bend(const Real& drive, const Real& a, const Real& i, const Real& rate) {
    return fused(-a, fused(a, i, rate + rate), drive);
  }
};

}  // namespace homeostat::models
