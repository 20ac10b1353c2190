// How strongly pulses act on a patient's model, and by which way they come in: two of the
// three separate mechanisms of stimulation.
//
// Acute: `acute_effect`, what a pulse does that recruits all. For a model's reasons, see
// its header; no published measurement ties its size to a current.
// After-discharge: above the patient's threshold of charge per phase, a pulse recruits
// more than the focus, and `after_discharge_effect` is added for each threshold's worth
// of charge above it. Moderate stimulation suppresses, strong stimulation provokes:
// Afshar et al. 2013 (Front Neural Circuits 6:117), Lesser et al. 1999 (Neurology
// 53:2073); mechanism in the spike-wave model: Baier, Taylor, Wang 2017 (Front Comput
// Neurosci 11:25). Tissue gets used to what comes slowly: the threshold rises by a share
// of the charge that it has followed, so that a ramp provokes less than a step
// (accommodation as of axons, Hill 1936, Proc R Soc B 119:305; its size here is ours).
// The third mechanism, slow plasticity, is in models/slow_state.h. Knows no model.
#pragma once

#include <cstdint>

#include "models/electrode.h"
#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

// models/way_in.h says what each does, and the unit of its effects.
enum class WayIn : std::uint8_t { kAfferent = 0, kCurrent, kJump, kParameter, kField };

// The afferents and their synapses, models/afferent.h.
struct AfferentPath {
  double use = 0.0;
  double facilitation_ms = 0.0;
  double depression_ms = 0.0;
  double dispersion_ms = 0.0;
  double latency_ms = 0.0;
};

struct ResponseSettings {
  WayIn way_in = WayIn::kAfferent;
  double acute_effect = 0.0;
  double after_discharge_threshold_nc = 0.0;  // charge per phase of one pulse
  double after_discharge_effect = 0.0;        // added per threshold's worth above it
  double accommodation_share = 0.0;           // of the followed charge; 0: none
  double accommodation_time_s = 0.0;          // to follow to 1 - 1/e
  AfferentPath afferent;                      // read where kAfferent
  double parameter_time_s = 0.0;              // for a shift to fade to 1/e; kParameter
};

// Charge per phase of each pulse.
double charge_nc(const safety::PulseTrain& train);

// What a pulse of this charge does, were all recruited, against a threshold.
double effect_of(double charge_nc, double threshold_nc, const ResponseSettings& response);

// What the after-discharge threshold has risen to. Not thread-safe.
class Accommodation {
 public:
  explicit Accommodation(const ResponseSettings& response) : response_(response) {}

  // The threshold, nC, that a pulse of this charge meets at `onset_s`. Onsets come in
  // order.
  double meet(double charge_nc, double onset_s);

 private:
  ResponseSettings response_;
  double followed_nc_ = 0.0;
  double last_charge_nc_ = 0.0;
  double last_onset_s_ = -1e9;
};

// Both phases and the gap between them.
double pulse_duration_us(const safety::PulseTrain& train,
                         const safety::ElectrodeConfiguration& configuration);

}  // namespace homeostat::models
