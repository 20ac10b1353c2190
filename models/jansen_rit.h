// Jansen-Rit cortical column (Jansen, Rit 1995, Biol Cybern 73:357).
//
// Potentials in mV, time in seconds, with S(v) = 2 e0 / (1 + e^(r (v0 - v))):
//   y0'' = A a S(y1 - y2) - 2 a y0' - a^2 y0
//   y1'' = A a (p + u + C2 S(C1 y0)) - 2 a y1' - a^2 y1        C1 = C, C2 = 0.8 C
//   y2'' = B b C4 S(C3 y0) - 2 b y2' - b^2 y2                  C3 = C4 = 0.25 C
// y3, y4, y5 are the derivatives of y0, y1, y2; observable y1 - y2 (EEG, mV). A field
// polarises every population: it adds to each sigmoid's potential.
// Regimes (p in 1/s): rest below 114; spikes of 1 to 3 Hz to 135; alpha of 10.5 Hz at
// 150, 11.0 Hz at 220, 11.25 Hz at 300.
// Another set of units and numbers, TVB's, is models/jansen_rit_tvb.h.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct JansenRit {
  static constexpr ModelFacts kFacts{.title = "Jansen-Rit cortical column",
                                     .time_unit = "s",
                                     .seconds_per_unit = 1.0,
                                     .stimulus = "pulse density added to p, 1/s",
                                     .observable = "y1 - y2 (EEG, mV)",
                                     .source = "Jansen, Rit 1995, Biol Cybern 73:357",
                                     .step = 1e-3};

  enum State : std::size_t { kY0, kY1, kY2, kY3, kY4, kY5 };
  static constexpr StateFacts kStates[] = {{"y0", 0.0, "mV"},   {"y1", 0.0, "mV"},
                                           {"y2", 0.0, "mV"},   {"y3", 0.0, "mV/s"},
                                           {"y4", 0.0, "mV/s"}, {"y5", 0.0, "mV/s"}};

  enum Parameter : std::size_t {
    kP,
    kA,
    kB,
    kRateA,
    kRateB,
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
      {"p", 220.0, "1/s", "pulse density from elsewhere"},
      {"A", 3.25, "mV", "excitatory gain"},
      {"B", 22.0, "mV", "inhibitory gain"},
      {"a", 100.0, "1/s", "excitatory rate"},
      {"b", 50.0, "1/s", "inhibitory rate"},
      {"e0", 2.5, "1/s", "half of the largest firing rate"},
      {"v0", 6.0, "mV", "potential of half firing"},
      {"r", 0.56, "1/mV", "slope of the sigmoid"},
      {"C", 135.0, "1", "connectivity"},
      {"field", 0.0, "mV", "polarisation by a field"},
      {"sigma", 1.326, "1/s*sqrt(s)", "white noise on p"},
      {"direct", 1.0, "1", "of the stimulus, added to p"},
      {"lambda", 0.0, "mV", "of the stimulus, polarises every population"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}};
  static constexpr std::size_t kCoupled[] = {kY1, kY2};

  template <class Real>
  struct Coefficients {
    Real p, gain_a, gain_b, a, b, r, rv0, rc1, rc3, firing, into_y1, direct, polarised;
  };
  // Each connection's weight and the firing rate's 2 e0 are part of its synapse's gain;
  // the sigmoid's slope is part of what it multiplies.
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    const Real firing = 2.0 * p[kE0];
    return {p[kP],
            p[kA] * p[kRateA],
            p[kB] * p[kRateB] * firing * (0.25 * p[kC]),
            p[kRateA],
            p[kRateB],
            p[kSlope],
            p[kSlope] * (p[kV0] - p[kField]),
            p[kSlope] * p[kC],
            p[kSlope] * (0.25 * p[kC]),
            firing,
            firing * (0.8 * p[kC]),
            p[kDirect],
            p[kSlope] * p[kLambda]};
  }

  template <class Real, class In>
  static void rates(const Real* y, const Coefficients<Real>& p, const In& in, Real* out) {
    const Real offset = fused(p.polarised, in.stimulus, -p.rv0);
    const Real potential[] = {fused(p.r, y[kY1] - y[kY2], offset),
                              fused(p.rc1, y[kY0], offset), fused(p.rc3, y[kY0], offset)};
    Real s[3];
    logistics(potential, s);
    const Real input = fused(p.into_y1, s[1], fused(p.direct, in.stimulus, p.p)) +
                       in.noise[0] + in.coupling[0] - in.coupling[1];
    out[kY0] = y[kY3];
    out[kY1] = y[kY4];
    out[kY2] = y[kY5];
    out[kY3] = bend(p.gain_a * (p.firing * s[0]), p.a, y[kY0], y[kY3]);
    out[kY4] = bend(p.gain_a * input, p.a, y[kY1], y[kY4]);
    out[kY5] = bend(p.gain_b * s[2], p.b, y[kY2], y[kY5]);
  }

  template <class Real, class Values>
  static Real observable(const Real* y, const Values&) {
    return y[kY1] - y[kY2];
  }

 private:
  // drive - 2 a y' - a^2 y
  template <class Real>
  static Real bend(const Real& drive, const Real& a, const Real& y, const Real& rate) {
    return fused(-a, fused(a, y, rate + rate), drive);
  }
};

}  // namespace homeostat::models
