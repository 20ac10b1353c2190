// Taylor-Wang thalamo-cortical model of spike-wave discharges, with a fatigue state of
// our own.
//
// The published equations are models/taylor_wang.h, with h_t - fatigue for h_t.
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
#include <iterator>

#include "models/taylor_wang.h"

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

  explicit SpikeWave(const SpikeWaveSettings& settings)
      : settings_(settings), drive_(settings.thalamic_drive) {}

  void rates(const State<double>& x, const Noise<double>& noise,
             State<double>& out) const {
    auto published = coefficients_;
    published.ht = drive_ - x[kFatigue];
    const Inputs<Nothing, Nothing, Noise<double>, Nothing> in{{}, {}, noise, {}};
    TaylorWang::rates(x.data(), published, in, out.data());
    out[kFatigue] = (settings_.fatigue_depth * discharge(x) - x[kFatigue]) *
                    (1.0 / settings_.fatigue_time_s);
  }

  double observable(const State<double>& x) const {
    return TaylorWang::observable(x.data(), coefficients_);
  }

  // Held at the peak of a free discharge: that a pulse throws the state far out makes no
  // stronger discharge of it.
  double discharge(const State<double>& x) const {
    const double swing = x[kPy] - x[kIn];
    const double power = swing * swing * (1.0 / 0.0325);
    return power > kPeak ? kPeak : power;
  }

  // The fixed point at h_t = -2; others lie within 0.02 of it.
  State<double> rest() const { return {0.1723, 0.1794, -0.0817, 0.2775, 0.0}; }
  double noise_intensity(std::size_t) const { return settings_.noise_per_sqrt_s; }
  void jump(State<double>& x, double size) const {
    x[kPy] += size;
    x[kIn] += size;
  }
  void shift(double susceptibility) {
    drive_ = settings_.thalamic_drive + susceptibility;
  }

 private:
  static TaylorWang::Coefficients<double> published() {
    std::array<double, std::size(TaylorWang::kParameters)> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = TaylorWang::kParameters[i].value;
    }
    return TaylorWang::prepare(values.data());
  }

  SpikeWaveSettings settings_;
  double drive_;
  TaylorWang::Coefficients<double> coefficients_ = published();
};

}  // namespace homeostat::models
