// What one pulse of a granted train does to a patient's model: the size of the jump.
//
// Acute abortion: the recruited fraction (models/electrode.h) scales the jump of full
// recruitment.
// After-discharge: above the patient's threshold of charge per phase, a pulse recruits
// more than the focus, and the jump grows by `after_discharge_jump` for each threshold's
// worth of charge above it. Moderate stimulation suppresses, strong stimulation provokes:
// Afshar et al. 2013 (Front Neural Circuits 6:117), Lesser et al. 1999 (Neurology
// 53:2073); mechanism in the spike-wave model: Baier, Taylor, Wang 2017 (Front Comput
// Neurosci 11:25). Tissue gets used to what comes slowly: the threshold rises by a share
// of the charge that it has followed, so that a ramp provokes less than a step
// (accommodation as of axons, Hill 1936, Proc R Soc B 119:305; its size here is ours).
// The third mechanism, slow plasticity, is in models/slow_state.h. Knows no model.
#pragma once

#include "models/electrode.h"
#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

struct ResponseSettings {
  double full_recruitment_jump = 0.0;  // of PY and IN, or of x1, when all is recruited
  double after_discharge_threshold_nc = 0.0;  // charge per phase of one pulse
  double after_discharge_jump = 0.0;          // added per threshold's worth above it
  double accommodation_share = 0.0;           // of the followed charge; 0: none
  double accommodation_time_s = 0.0;          // to follow to 1 - 1/e
};

// Charge per phase of each pulse.
double charge_nc(const safety::PulseTrain& train);

// The size of the jump that a pulse makes, in the model's own state, against a threshold.
double jump_of(double recruited, double charge_nc, double threshold_nc,
               const ResponseSettings& response);

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

// The size of the jump, in the model's own state, for each pulse of `train`.
double jump_of(const safety::PulseTrain& train,
               const safety::ElectrodeConfiguration& configuration,
               const ContactMap& contacts, const TissueSettings& tissue,
               const ResponseSettings& response);

// Both phases and the gap between them.
double pulse_duration_us(const safety::PulseTrain& train,
                         const safety::ElectrodeConfiguration& configuration);

}  // namespace homeostat::models
