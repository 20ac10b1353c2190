// Taylor-Wang thalamo-cortical model of spike-wave discharges (models/taylor_wang.h),
// with a fatigue state of our own.
//
// The published equations with h_t - fatigue for h_t. Rest and a 3 Hz discharge are both
// stable for h_t >= -2.02; let alone at -1.7 the model leaves its rest for a discharge,
// while a rest that is carried there slowly survives to -1.6.
// Noise on TC starts discharges (the paper's noise-induced seizures).
// Our composition, not in the paper: a discharge tires the thalamus, so that it ends:
//   fatigue' = (depth * min((PY - IN)^2 / 0.0325, 4) - fatigue) / time
// where 0.0325 is the mean of (PY - IN)^2 in a discharge and 4 times that its peak. With
// depth 0 the model is the published one.
//
// Stimulation: repeated small negative pushes of PY and IN, 0.005 to 0.05 at 200 Hz, stop
// a discharge from most phases; pushes of 0.1 and more take the model out of the basin of
// rest and start one: the after-discharge of Baier, Taylor, Wang 2017 (Front Comput
// Neurosci 11:25).
#pragma once

#include <cstddef>
#include <iterator>

#include "models/taylor_wang.h"

namespace homeostat::models {

struct SpikeWave : TaylorWang {
  static constexpr ModelFacts kFacts{
      .title = "Taylor-Wang spike-wave discharges that tire (our composition)",
      .time_unit = "s",
      .seconds_per_unit = 1.0,
      .stimulus = "drive of PY and IN (direct), polarises both (lambda)",
      .observable = "(PY + IN) / 2",
      .source = "Taylor et al. 2014, PLoS One 9:e114316, with a fatigue of ours",
      .step = 1e-3};

  static constexpr std::size_t kFatigue = std::size(TaylorWang::kStates);
  static constexpr StateFacts kStates[] = {TaylorWang::kStates[kPy],
                                           TaylorWang::kStates[kIn],
                                           TaylorWang::kStates[kTc],
                                           TaylorWang::kStates[kRe],
                                           {"fatigue", 0.0, "1"}};

  static constexpr std::size_t kDepth = std::size(TaylorWang::kParameters);
  static constexpr std::size_t kTime = kDepth + 1;
  static constexpr ParameterFacts kParameters[] = {
      TaylorWang::kParameters[kHt],
      TaylorWang::kParameters[kHp],
      TaylorWang::kParameters[kHi],
      TaylorWang::kParameters[kHr],
      TaylorWang::kParameters[kTau1],
      TaylorWang::kParameters[kTau2],
      TaylorWang::kParameters[kTau3],
      TaylorWang::kParameters[kTau4],
      TaylorWang::kParameters[kSigma],
      TaylorWang::kParameters[kDirect],
      TaylorWang::kParameters[kLambda],
      {"depth", 0.12, "1", "by which ht would fall in an endless discharge"},
      {"time", 60.0, "s", "to tire to 1 - 1/e, and to recover"}};

  template <class Real>
  struct Coefficients {
    TaylorWang::Coefficients<Real> published;
    Real depth, rate;
  };
  template <class Real>
  static Coefficients<Real> prepare(const Real* p) {
    return {TaylorWang::prepare(p), p[kDepth], Real(1.0) / p[kTime]};
  }

  // How strongly the model discharges: about 1 on average in a discharge, near 0 at rest.
  // Held at the peak of a free discharge: that a pulse throws the state far out makes no
  // stronger discharge of it.
  template <class Real>
  static Real discharge(const Real* x) {
    const Real swing = x[kPy] - x[kIn];
    const Real power = swing * swing * (1.0 / 0.0325);
    return select(power < 4.0, power, Real(4.0));
  }

  template <class Real, class In>
  static void rates(const Real* x, const Coefficients<Real>& p, const In& in, Real* out) {
    auto tired = p.published;
    tired.ht = tired.ht - x[kFatigue];
    TaylorWang::rates(x, tired, in, out);
    out[kFatigue] = (p.depth * discharge(x) - x[kFatigue]) * p.rate;
  }
};

}  // namespace homeostat::models
