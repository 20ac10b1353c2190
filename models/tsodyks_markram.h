// Short-term plasticity of a synapse under pulses (Tsodyks, Pawelzik, Markram 1998,
// Neural Comput 10:821), exact from pulse to pulse: what high-frequency stimulation is
// filtered by on its way into a population.
//
// At a pulse: u+ = u + U (1 - u), release = u+ x, x+ = x - release, current += release.
// Between pulses, dt later:
//   x -> 1 - (1 - x) e^(-dt / depression),  current -> current e^(-dt / current_time)
//   u -> u e^(-dt / facilitation)              form of 1998 and ModelDB 266941
//   u -> U + (u - U) e^(-dt / facilitation)    baseline form (Mongillo et al. 2008)
// No step, no error but rounding: it costs nothing and adds no stiffness. Knows no model.
#pragma once

#include <cstdint>

#include "models/elementary.h"

namespace homeostat::models {

enum class FacilitationForm : std::uint8_t { kDecaysToZero, kDecaysToBaseline };

// Times in any one unit. Sets of Farokhniaee, Lowery 2021 are below, in ms.
struct SynapseSettings {
  double use = 0.0;  // U
  double facilitation = 0.0;
  double depression = 0.0;
  double current = 0.0;
};

inline constexpr SynapseSettings kExcitatoryFacilitating{0.09, 670.0, 138.0, 3.0};
inline constexpr SynapseSettings kExcitatoryDepressing{0.5, 17.0, 671.0, 3.0};
inline constexpr SynapseSettings kExcitatoryPseudolinear{0.29, 326.0, 329.0, 3.0};
inline constexpr SynapseSettings kInhibitoryFacilitating{0.016, 376.0, 45.0, 3.0};
inline constexpr SynapseSettings kInhibitoryDepressing{0.25, 21.0, 706.0, 3.0};
inline constexpr SynapseSettings kInhibitoryPseudolinear{0.32, 62.0, 144.0, 3.0};

class TsodyksMarkram {
 public:
  explicit TsodyksMarkram(const SynapseSettings& settings,
                          FacilitationForm form = FacilitationForm::kDecaysToZero)
      : settings_(settings),
        floor_(form == FacilitationForm::kDecaysToZero ? 0.0 : settings.use) {
    u_ = floor_;
  }

  // Lives through a time without pulses.
  void rest(double time) {
    u_ = floor_ + (u_ - floor_) * exp_of(-time / settings_.facilitation);
    x_ = 1.0 - (1.0 - x_) * exp_of(-time / settings_.depression);
    current_ *= exp_of(-time / settings_.current);
  }

  // A pulse of strength 0 to 1, the recruited fraction: what is released.
  double pulse(double strength = 1.0) {
    u_ += settings_.use * (1.0 - u_);
    const double release = u_ * x_;
    x_ -= release;
    current_ += strength * release;
    return strength * release;
  }

  double utilisation() const { return u_; }
  double resources() const { return x_; }
  double current() const { return current_; }

 private:
  SynapseSettings settings_;
  double floor_;
  double u_;
  double x_ = 1.0;
  double current_ = 0.0;
};

}  // namespace homeostat::models
