// A switch between vACC and dlPFC as a circuit of depression. Our composition: equations
// and numbers of Wong, Wang 2006 (J Neurosci 26:1314); the two areas and glutamate
// dysfunction as a scale of severity after Ramirez-Mahaluf et al. 2017 (Cereb Cortex
// 27:3285, a spiking model). A hypothesis to test controllers with, not a finding.
//
// Synaptic gates S_v, S_d and noise currents n_v, n_d; time in seconds, currents in nA:
//   S'  = -S / 0.1 + (1 - S) 0.641 phi(x)
//   phi = (270 x - 108) / (1 - e^(-0.154 (270 x - 108)))
//   x_v = kappa J S_v - J12 S_d + I0 + I_emo + u + n_v
//   x_d = J S_d - J12 S_v + I0 + I_cog + n_d
//   n'  = -n / 0.002 + sigma xi / sqrt(0.002)
// kappa = 1 is health; 1.025, 1.05, 1.075 stand for mild to severe dysfunction. u is the
// current of stimulation at vACC, negative to inhibit. Observable S_v.
// Regimes: sadness (u = 0.05 for half a second) turns vACC on, thought (I_cog) turns it
// off up to kappa = 1.075 and no longer at 1.1; with noise vACC is on 0, 21, 91, 96 % of
// the time at kappa = 1, 1.025, 1.05, 1.075, and never with u = -0.02 at 1.075.
#pragma once

#include "models/elementary.h"
#include "models/population.h"

namespace homeostat::models {

struct VaccDlpfc {
  static constexpr ModelFacts kFacts{
      .title = "vACC-dlPFC switch (our composition)",
      .time_unit = "s",
      .seconds_per_unit = 1.0,
      .stimulus = "current added at vACC, nA",
      .observable = "S_v",
      .source = "composed from Wong, Wang 2006 and Ramirez-Mahaluf et al. 2017",
      .step = 5e-4};

  enum State : std::size_t { kSv, kSd, kNv, kNd };
  static constexpr StateFacts kStates[] = {
      {"S_v", 0.1, "1"}, {"S_d", 0.1, "1"}, {"n_v", 0.0, "nA"}, {"n_d", 0.0, "nA"}};

  enum Parameter : std::size_t { kKappa, kEmo, kCog, kI0, kJ, kJ12, kSigma };
  static constexpr ParameterFacts kParameters[] = {
      {"kappa", 1.0, "1", "1 + glutamate dysfunction of vACC"},
      {"I_emo", 0.0, "nA", "emotional input to vACC"},
      {"I_cog", 0.0, "nA", "cognitive input to dlPFC"},
      {"I0", 0.3255, "nA", "background input"},
      {"J", 0.2609, "nA", "weight within an area"},
      {"J12", 0.0497, "nA", "weight between the areas, inhibitory"},
      {"sigma", 0.02, "nA", "standard deviation of the noise currents, times sqrt(2)"}};
  static constexpr NoiseFacts kNoise[] = {{kSigma}, {kSigma}};
  static constexpr std::size_t kCoupled[] = {kSv};

  template <class Real>
  struct Coefficients {
    Real into_v, into_d, jv, jd, j12;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {p[kI0] + p[kEmo], p[kI0] + p[kCog], p[kKappa] * p[kJ], p[kJ], p[kJ12]};
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    constexpr double kPerRoot = 22.360679774997898;  // 1 / sqrt(0.002 s)
    const Real sv = x[kSv];
    const Real sd = x[kSd];
    const Real xv = p.jv * sv - p.j12 * sd + p.into_v + in.stimulus + x[kNv];
    const Real xd = p.jd * sd - p.j12 * sv + p.into_d + x[kNd];
    out[kSv] = (1.0 - sv) * (0.641 * firing(xv)) - 10.0 * sv + in.coupling[0];
    out[kSd] = (1.0 - sd) * (0.641 * firing(xd)) - 10.0 * sd;
    out[kNv] = -500.0 * x[kNv] + kPerRoot * in.noise[0];
    out[kNd] = -500.0 * x[kNd] + kPerRoot * in.noise[1];
  }

  template <class Real, class Values>
  static Real observable(const Real* x, const Values&) {
    return x[kSv];
  }

 private:
  // y / (1 - e^(-d y)), which is 1 / d + y / 2 about zero.
  template <class Real>
  static Real firing(const Real& current) {
    constexpr double kD = 0.154;
    const Real y = fused(Real(270.0), current, Real(-108.0));
    return select(magnitude(y) < 1e-6, 0.5 * y + 1.0 / kD, y / (1.0 - exp_of(-kD * y)));
  }
};

}  // namespace homeostat::models
