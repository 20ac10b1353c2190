// Epileptor (Jirsa et al. 2014, Brain 137:2210; equations of the TVB code).
//
// Six dimensionless states in the model's own unit of time; a patient says how many
// seconds one unit lasts, there is no default:
//   x1' = y1 - f1 - z + 3.1 + noise           f1 = x1^3 - 3 x1^2               (x1 < 0)
//   y1' = 1 - 5 x1^2 - y1                        = (x2 - 0.6 (z - 4)^2) x1     (else)
//   z'  = r (4 (x1 - x0) - z - [0.1 z^7 if z < 0]),  r = 0.00035
//   x2' = -y2 + x2 - x2^3 + 0.45 + 2 g - 0.3 (z - 3.5) + noise
//   y2' = (-y2 + f2) / 10 + noise             f2 = 0 (x2 < -0.25), 6 (x2 + 0.25) (else)
//   g'  = -0.01 (g - 0.1 x1)                  observable x2 - x1
// Seizes by itself for x0 > -2.06; below -2.08 it rests. Just below the threshold noise
// starts seizures, the model's slow z ends them: gaps are random.
//
// Stimulation: a jump of x1. Between the seizing and the resting branch the fast system
// is bistable (Jirsa 2014), so a jump can carry it across; no published measurement ties
// the size of that jump to a current, so it is a parameter of the patient without a
// source. Knows no electrode and no units but its own.
#pragma once

#include <array>
#include <cstddef>

#include "models/elementary.h"

namespace homeostat::models {

struct EpileptorSettings {
  double excitability = 0.0;              // x0
  double slow_noise_per_sqrt_unit = 0.0;  // white noise on x1' and y1'
  double fast_noise_per_sqrt_unit = 0.0;  // white noise on x2' and y2'
};

class Epileptor {
 public:
  static constexpr const char* kName = "epileptor";
  enum Index : std::size_t { kX1, kY1, kZ, kX2, kY2, kG };
  static constexpr std::size_t kStates = 6;
  static constexpr std::size_t kNoiseSources = 4;
  static constexpr double kSmoothing = 15.0;  // units, several fast discharges

  template <class Real>
  using State = std::array<Real, kStates>;
  template <class Real>
  using Noise = std::array<Real, kNoiseSources>;

  explicit Epileptor(const EpileptorSettings& settings) : settings_(settings) {}

  template <class Real>
  void rates(const State<Real>& x, const Noise<Real>& noise, State<Real>& out) const {
    const Real x1 = x[kX1];
    const Real z = x[kZ];
    const Real x2 = x[kX2];
    const Real z3 = z * z * z;
    const Real far = z - 4.0;
    const Real f1 = select(x1 < 0.0, (x1 - 3.0) * x1 * x1, (x2 - 0.6 * far * far) * x1);
    const Real f2 = select(x2 < -0.25, Real(0.0), 6.0 * (x2 + 0.25));
    const Real back = select(z < 0.0, -0.1 * z3 * z3 * z, Real(0.0));
    out[kX1] = x[kY1] - f1 - z + 3.1 + noise[0];
    out[kY1] = 1.0 - 5.0 * x1 * x1 - x[kY1] + noise[1];
    out[kZ] = 0.00035 * (4.0 * (x1 - settings_.excitability) - z + back);
    out[kX2] =
        -x[kY2] + x2 - x2 * x2 * x2 + 0.45 + 2.0 * x[kG] - 0.3 * (z - 3.5) + noise[2];
    out[kY2] = (-x[kY2] + f2) * 0.1 + noise[3];
    out[kG] = -0.01 * (x[kG] - 0.1 * x1);
  }

  template <class Real>
  Real observable(const State<Real>& x) const {
    return x[kX2] - x[kX1];
  }

  // On the seizing branch x1 stays above -0.7, on the resting one below -1.2.
  template <class Real>
  Real discharge(const State<Real>& x) const {
    return select(x[kX1] > -0.9, Real(1.0), Real(0.0));
  }

  // The fixed point of x1, y1, z, g where it is stable, with x2 near its own.
  State<double> rest() const;

  double noise_intensity(std::size_t source) const {
    return source < 2 ? settings_.slow_noise_per_sqrt_unit
                      : settings_.fast_noise_per_sqrt_unit;
  }
  void jump(State<double>& x, double size) const { x[kX1] += size; }

 private:
  EpileptorSettings settings_;
};

inline Epileptor::State<double> Epileptor::rest() const {
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
