// How the pulses of a patient's electrodes come into the patient's model: the way in that
// the patient's file chooses.
//
//   way         what a pulse does                                  unit of its effect
//   kAfferent   recruited afferents fire a volley, their synapses  of the model's
//               release what they have left (models/afferent.h):   stimulus
//               effect * recruited * release for the dispersion
//   kJump       effect * recruited, added to the states that the   of those states
//               model names (kJumped)
//   kParameter  effect * recruited, added to the excitability at   of that parameter
//               the next macro step; fades exponentially
//   kCurrent    both phases as they are, added to the equations:   stimulus per mA
//               positive where the contact nearest to the focus
//               is a cathode. What peers do; a balanced pulse
//               nearly cancels.
//   kField      the same, polarising the populations (lambda)      stimulus per mA
//
// Exact in time, but for the parameter. Knows no model but by its unit of time.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "models/afferent.h"
#include "models/pulse_schedule.h"
#include "models/response.h"

namespace homeostat::models {

// One pulse as the tissue meets it.
struct TissuePulse {
  double onset_s = 0.0;
  double recruited = 0.0;
  double effect = 0.0;      // models/response.h
  double current_ma = 0.0;  // of the nearest contact's first phase; cathodic: positive
  double width_us = 0.0;
  double gap_us = 0.0;              // between the phases
  double second_phase_ratio = 1.0;  // times as long, and as much weaker
};

// Not thread-safe. Throws std::invalid_argument where the settings do not hold.
class PulseEntry {
 public:
  PulseEntry(const ResponseSettings& response, double seconds_per_unit);

  // What the model gets of a pulse, in its unit of time counted from the onset. Onsets
  // come in order. Valid until the next call.
  std::span<const PulseTrain> deliver(const TissuePulse& pulse);

  // The excitability's present shift; and that it fades.
  double shift() const { return shift_; }
  void fade(double seconds);

 private:
  ResponseSettings response_;
  double units_per_us_;
  std::optional<Volleys> volleys_;
  double shift_ = 0.0;
  std::array<PulseTrain, 2> trains_;
};

}  // namespace homeostat::models
