// Wendling hippocampal model, eight states (Wendling et al. 2002, Eur J Neurosci 15:1499;
// reduced form: Fietkiewicz, Loparo 2016).
//
// Potentials in mV, time in seconds, with S(v) = 2 e0 / (1 + e^(r (v0 - v))):
//   y0'' = A a S(y1 - y2 - y3) - 2 a y0' - a^2 y0
//   y1'' = A a (p + u + C2 S(C1 y0)) - 2 a y1' - a^2 y1
//   y2'' = B b C4 S(C3 y0) - 2 b y2' - b^2 y2
//   y3'' = G g C7 S(C5 y0 - (C6 / C4) y2) - 2 g y3' - g^2 y3
// C1 = C, C2 = 0.8 C, C3 = C4 = 0.25 C, C5 = 0.3 C, C6 = 0.1 C, C7 = 0.8 C. The
// tenth-order form's y4 is y2 / C4 exactly where it begins so. y5 to y8 are the
// derivatives of y0 to y3, named as in that form; observable y1 - y2 - y3 (LFP, mV). A
// field polarises every population. Noise: sigma = 30 / sqrt(512) on p, which is the
// original's fresh deviate every 1/512 s made independent of the step. Types by (A, B,
// G): 1 background 5,50,15; 2 sporadic spikes 5,40,15; 3 sustained spikes 5,25,15 (4.5
// Hz); 4 slow rhythm 5,10,15; 5 low-voltage rapid 5,5,25; 6 quasi-sinusoidal 5,15,0 (11
// Hz). Set (A, B, G) to choose one; the numbers below are type 3.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct Wendling {
  static constexpr ModelFacts kFacts{
      .title = "Wendling hippocampal model, eight states",
      .time_unit = "s",
      .seconds_per_unit = 1.0,
      .stimulus = "pulse density added to p, 1/s (direct), polarises (lambda)",
      .observable = "y1 - y2 - y3 (LFP, mV)",
      .source = "Wendling et al. 2002, Eur J Neurosci 15:1499; ModelDB 97983",
      .step = 1e-3};

  enum State : std::size_t { kY0, kY1, kY2, kY3, kY5, kY6, kY7, kY8 };
  static constexpr StateFacts kStates[] = {
      {"y0", 0.0, "mV"},   {"y1", 0.0, "mV"},   {"y2", 0.0, "mV"},   {"y3", 0.0, "mV"},
      {"y5", 0.0, "mV/s"}, {"y6", 0.0, "mV/s"}, {"y7", 0.0, "mV/s"}, {"y8", 0.0, "mV/s"}};

  enum Parameter : std::size_t {
    kA,
    kB,
    kG,
    kP,
    kRateA,
    kRateB,
    kRateG,
    kE0,
    kV0,
    kSlope,
    kC,
    kField,
    kSigma,
    kDirect,
    kLambda
  };
  static constexpr ParameterFacts kParameters[] = {
      {"A", 5.0, "mV", "excitatory gain"},
      {"B", 25.0, "mV", "slow inhibitory gain"},
      {"G", 15.0, "mV", "fast inhibitory gain"},
      {"p", 90.0, "1/s", "pulse density from elsewhere"},
      {"a", 100.0, "1/s", "excitatory rate"},
      {"b", 50.0, "1/s", "slow inhibitory rate"},
      {"g", 500.0, "1/s", "fast inhibitory rate"},
      {"e0", 2.5, "1/s", "half of the largest firing rate"},
      {"v0", 6.0, "mV", "potential of half firing"},
      {"r", 0.56, "1/mV", "slope of the sigmoid"},
      {"C", 135.0, "1", "connectivity"},
      {"field", 0.0, "mV", "polarisation by a field"},
      {"sigma", 1.3258252147247767, "1/s*sqrt(s)", "white noise on p"},
      {"direct", 1.0, "1", "of the stimulus, added to p"},
      {"lambda", 0.0, "mV", "of the stimulus, polarises every population"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kY1};

  template <class Real>
  struct Coefficients {
    Real p, gain_a, gain_b, gain_g, a, b, g, r, rv0, firing, into_y1, rc1, rc3, rc5,
        inhibited, direct, polarised;
  };
  // The firing rate's 2 e0 and each connection's weight are part of its synapse's gain;
  // the sigmoid's slope is part of what it multiplies.
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    const Real firing = 2.0 * p[kE0];
    const Real c = p[kC];
    return {p[kP],
            p[kA] * p[kRateA],
            p[kB] * p[kRateB] * firing * (0.25 * c),
            p[kG] * p[kRateG] * firing * (0.8 * c),
            p[kRateA],
            p[kRateB],
            p[kRateG],
            p[kSlope],
            p[kSlope] * (p[kV0] - p[kField]),
            firing,
            firing * (0.8 * c),
            p[kSlope] * c,
            p[kSlope] * (0.25 * c),
            p[kSlope] * (0.3 * c),
            -0.4 * p[kSlope],
            p[kDirect],
            p[kSlope] * p[kLambda]};
  }

  template <class Real, class In>
  static void rates(const Real* y, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real offset = fused(p.polarised, in.stimulus, -p.rv0);
    const Real potential[] = {fused(p.r, y[kY1] - y[kY2] - y[kY3], offset),
                              fused(p.rc1, y[kY0], offset), fused(p.rc3, y[kY0], offset),
                              fused(p.inhibited, y[kY2], fused(p.rc5, y[kY0], offset))};
    Real s[4];
    logistics(potential, s);
    const Real input = fused(p.into_y1, s[1], fused(p.direct, in.stimulus, p.p)) +
                       in.noise[0] + in.coupling[0];
    out[kY0] = y[kY5];
    out[kY1] = y[kY6];
    out[kY2] = y[kY7];
    out[kY3] = y[kY8];
    out[kY5] = bend(p.gain_a * (p.firing * s[0]), p.a, y[kY0], y[kY5]);
    out[kY6] = bend(p.gain_a * input, p.a, y[kY1], y[kY6]);
    out[kY7] = bend(p.gain_b * s[2], p.b, y[kY2], y[kY7]);
    out[kY8] = bend(p.gain_g * s[3], p.g, y[kY3], y[kY8]);
  }

  template <class Real, class Values>
  static Real observable(const Real* y, const Values&) {
    return y[kY1] - y[kY2] - y[kY3];
  }

 private:
  // drive - 2 a y' - a^2 y
  template <class Real>
  static Real bend(const Real& drive, const Real& a, const Real& y, const Real& rate) {
    return fused(-a, fused(a, y, rate + rate), drive);
  }
};

}  // namespace homeostat::models
