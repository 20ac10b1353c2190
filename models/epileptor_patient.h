// The Epileptor (models/epileptor.h) as a virtual patient's tissue.
//
// Just below the threshold x0 = -2.06 noise starts seizures and the model's slow z ends
// them: gaps are random.
// Stimulation: a jump of x1. Between the seizing and the resting branch the fast system
// is bistable (Jirsa 2014), so a jump can carry it across; no published measurement ties
// the size of that jump to a current, so it is a parameter of the patient without a
// source. Knows no electrode and no units but its own.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>

#include "models/epileptor.h"

namespace homeostat::models {

struct EpileptorSettings {
  double excitability = 0.0;              // x0
  double slow_noise_per_sqrt_unit = 0.0;  // white noise on x1' and y1'
  double fast_noise_per_sqrt_unit = 0.0;  // white noise on x2' and y2'
};

class EpileptorPatient {
 public:
  static constexpr const char* kName = "epileptor";
  static constexpr std::size_t kStates = std::size(Epileptor::kStates);
  static constexpr std::size_t kNoiseSources = std::size(Epileptor::kNoise);
  static constexpr double kSmoothing = 15.0;  // units, several fast discharges

  template <class Real>
  using State = std::array<Real, kStates>;
  template <class Real>
  using Noise = std::array<Real, kNoiseSources>;

  explicit EpileptorPatient(const EpileptorSettings& settings)
      : settings_(settings), coefficients_(prepare(settings)) {}

  void rates(const State<double>& x, const Noise<double>& noise,
             State<double>& out) const {
    const Inputs<Nothing, Nothing, Noise<double>, Nothing> in{{}, {}, noise, {}};
    Epileptor::rates(x.data(), coefficients_, in, out.data());
  }

  double observable(const State<double>& x) const {
    return Epileptor::observable(x.data(), coefficients_);
  }

  // On the seizing branch x1 stays above -0.7, on the resting one below -1.2.
  double discharge(const State<double>& x) const {
    return x[Epileptor::kX1] > -0.9 ? 1.0 : 0.0;
  }

  // The fixed point of x1, y1, z, g where it is stable, with x2 near its own.
  State<double> rest() const;

  double noise_intensity(std::size_t source) const {
    return source < 2 ? settings_.slow_noise_per_sqrt_unit
                      : settings_.fast_noise_per_sqrt_unit;
  }
  void jump(State<double>& x, double size) const { x[Epileptor::kX1] += size; }
  void shift(double susceptibility) {
    EpileptorSettings shifted = settings_;
    shifted.excitability += susceptibility;
    coefficients_ = prepare(shifted);
  }

 private:
  static Epileptor::Coefficients<double> prepare(const EpileptorSettings& settings) {
    std::array<double, std::size(Epileptor::kParameters)> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = Epileptor::kParameters[i].value;
    }
    values[Epileptor::kX0] = settings.excitability;
    return Epileptor::prepare(values.data());
  }

  EpileptorSettings settings_;
  Epileptor::Coefficients<double> coefficients_;
};

inline EpileptorPatient::State<double> EpileptorPatient::rest() const {
  // 4.1 - x^3 - 2 x^2 - 4 (x - x0) = 0 falls everywhere: halve until it is found.
  double low = -10.0;
  double high = 10.0;
  for (int i = 0; i < 60; ++i) {
    const double x = 0.5 * (low + high);
    const double height =
        4.1 - x * x * x - 2.0 * x * x - 4.0 * (x - settings_.excitability);
    (height > 0.0 ? low : high) = x;
  }
  return {
      low,      1.0 - 5.0 * low * low, 4.0 * (low - settings_.excitability), -1.0, 0.0,
      0.1 * low};
}

}  // namespace homeostat::models
