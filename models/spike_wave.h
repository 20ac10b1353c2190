// Taylor-Wang thalamo-cortical model of spike-wave discharges, with a fatigue state of
// our own.
//
// Four populations, dimensionless activities, time in seconds (Taylor et al. 2014, PLoS
// One 9:e114316; equations of the authors' code, ModelDB 168856):
//   PY' = 26   (-0.35 - PY + 1.8 f(PY) - 1.5 f(IN) + f(TC))
//   IN' = 32.5 (-3.4  - IN + 4 f(PY))
//   TC' = 2.6  (h_t - fatigue - TC + 3 f(PY) - 0.6 L(RE)) + noise
//   RE' = 2.6  (-5    - RE + 3 f(PY) + 10.5 L(TC) - 0.2 L(RE))
//   f(u) = 1 / (1 + 250000^-u),  L(u) = 2.8 u + 0.5,  observable (PY + IN) / 2
// Rest and a 3 Hz discharge are both stable for h_t >= -2.02; rest is lost between -1.8
// and -1.7.
// Noise on TC starts discharges (the paper's noise-induced seizures).
// Our composition, not in the paper: a discharge tires the thalamus, so that it ends:
//   fatigue' = (depth * min((PY - IN)^2 / 0.0325, 4) - fatigue) / time
// where 0.0325 is the mean of (PY - IN)^2 in a discharge and 4 times that its peak. With
// depth 0 the model is the published one.
//
// Stimulation: a cortical pulse is a jump of PY and IN (the paper's -0.3). Repeated small
// negative jumps, 0.005 to 0.05 at 200 Hz, stop a discharge from most phases; jumps of
// 0.1 and more take the model out of the basin of rest and start one: the after-discharge
// of Baier, Taylor, Wang 2017 (Front Comput Neurosci 11:25).
// Knows no electrode and no units but its own.
#pragma once

#include <array>
#include <cstddef>

#include "models/elementary.h"

namespace homeostat::models {

struct SpikeWaveSettings {
  double thalamic_drive = 0.0;    // h_t
  double noise_per_sqrt_s = 0.0;  // intensity of white noise on TC'
  double fatigue_depth = 0.0;     // by which h_t would fall in an endless discharge
  double fatigue_time_s = 0.0;
};

class SpikeWave {
 public:
  static constexpr const char* kName = "spike_wave";
  enum Index : std::size_t { kPy, kIn, kTc, kRe, kFatigue };
  static constexpr std::size_t kStates = 5;
  static constexpr std::size_t kNoiseSources = 1;
  static constexpr double kPeak = 4.0;
  static constexpr double kSmoothing = 0.5;  // s, one and a half cycles

  template <class Real>
  using State = std::array<Real, kStates>;
  template <class Real>
  using Noise = std::array<Real, kNoiseSources>;

  explicit SpikeWave(const SpikeWaveSettings& settings) : settings_(settings) {}

  template <class Real>
  void rates(const State<Real>& x, const Noise<Real>& noise, State<Real>& out) const {
    const Real py = firing(x[kPy]);
    const Real tc = 2.8 * x[kTc] + 0.5;
    const Real re = 2.8 * x[kRe] + 0.5;
    const Real drive = settings_.thalamic_drive - x[kFatigue];
    out[kPy] = 26.0 * (-0.35 - x[kPy] + 1.8 * py - 1.5 * firing(x[kIn]) + firing(x[kTc]));
    out[kIn] = 32.5 * (-3.4 - x[kIn] + 4.0 * py);
    out[kTc] = 2.6 * (drive - x[kTc] + 3.0 * py - 0.6 * re) + noise[0];
    out[kRe] = 2.6 * (-5.0 - x[kRe] + 3.0 * py + 10.5 * tc - 0.2 * re);
    out[kFatigue] = (settings_.fatigue_depth * discharge(x) - x[kFatigue]) *
                    (1.0 / settings_.fatigue_time_s);
  }

  template <class Real>
  Real observable(const State<Real>& x) const {
    return 0.5 * (x[kPy] + x[kIn]);
  }

  // Held at the peak of a free discharge: that a pulse throws the state far out makes no
  // stronger discharge of it.
  template <class Real>
  Real discharge(const State<Real>& x) const {
    const Real swing = x[kPy] - x[kIn];
    const Real power = swing * swing * (1.0 / 0.0325);
    return select(power > kPeak, Real(kPeak), power);
  }

  // The fixed point at h_t = -2; others lie within 0.02 of it.
  State<double> rest() const { return {0.1723, 0.1794, -0.0817, 0.2775, 0.0}; }
  double noise_intensity(std::size_t) const { return settings_.noise_per_sqrt_s; }
  void jump(State<double>& x, double size) const {
    x[kPy] += size;
    x[kIn] += size;
  }

 private:
  template <class Real>
  static Real firing(const Real& activity) {
    return logistic(12.429216196844383 * activity);  // slope ln(250000)
  }

  SpikeWaveSettings settings_;
};

}  // namespace homeostat::models
