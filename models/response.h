// What one pulse of a granted train does to a patient's model: the size of the jump.
//
// The recruited fraction (models/electrode.h) scales the jump of full recruitment. Above
// the patient's after-discharge threshold of charge per phase, a pulse recruits more than
// the focus, and the jump grows by `after_discharge_jump` for each threshold's worth of
// charge above it. Moderate stimulation suppresses, strong stimulation provokes: Afshar
// et al. 2013 (Front Neural Circuits 6:117), Lesser et al. 1999 (Neurology 53:2073);
// mechanism in the spike-wave model: Baier, Taylor, Wang 2017 (Front Comput Neurosci
// 11:25). Knows no model and no time.
#pragma once

#include <vector>

#include "models/electrode.h"
#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

struct ResponseSettings {
  double full_recruitment_jump = 0.0;  // of PY and IN, or of x1, when all is recruited
  double after_discharge_threshold_nc = 0.0;  // charge per phase of one pulse
  double after_discharge_jump = 0.0;          // added per threshold's worth above it
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
