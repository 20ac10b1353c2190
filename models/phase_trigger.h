// When a rhythm passes a phase, judged by what has been seen of it so far: what pulses
// are locked to that are to meet a model's oscillation always at the same point.
//
// A damped oscillator tuned to the rhythm is driven by the signal, less its slow mean
// (Rosenblum et al. 2021, Sci Rep 11:18037):
//   x'' + (w / Q) x' + w^2 x = (w / Q) (signal - mean),  w = 2 pi frequency, Q = 2
// At resonance x' is the rhythm and w x a quarter cycle behind: phase = atan2(w x, x'), 0
// at the rhythm's peak, 90 degrees where it falls through its middle. From the phase
// now the time of the next passing is foretold within the coming step. Strictly causal.
// A rhythm that is off by a share e of the frequency is met about 2 Q e radians late
// (faster) or early (slower). Knows no model and no pulse.
#pragma once

#include <array>
#include <optional>

namespace homeostat::models {

struct PhaseTriggerSettings {
  double frequency = 0.0;  // of the rhythm, per unit of time
  double phase_degrees = 0.0;
  double least_amplitude = 0.0;  // of the rhythm, half of its swing; weaker ones are none
};

// Not thread-safe.
class PhaseTrigger {
 public:
  // `step` is the time between two looks. Throws std::invalid_argument where a setting
  // does not hold, or the step is longer than a twentieth of a cycle.
  PhaseTrigger(const PhaseTriggerSettings& settings, double step);

  // The signal now. How long from now, less than a step, the phase is passed, if it is.
  // At most once in half a cycle.
  std::optional<double> look(double signal);

 private:
  using State = std::array<double, 3>;  // slow mean, x', w x
  State rates(const State& s, double signal) const;
  void live(double signal);

  double omega_;
  double step_;
  double cosine_;  // of the phase, less what subtracting the mean leads by
  double sine_;
  double step_cosine_;  // of the angle of a step
  double step_sine_;
  double least_square_;
  double wait_ = 0.0;  // before the next
  bool began_ = false;
  double last_ = 0.0;
  State state_{};
};

}  // namespace homeostat::models
