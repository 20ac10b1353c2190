// How a person stimulates a model from the command line: through an electrode and the
// afferents that it recruits (models/afferent.h), by an additive input as peers do it, or
// by jumps of the state.
#pragma once

#include <vector>

#include "models/model_list.h"
#include "models/pulse_schedule.h"
#include "sim/model_command.h"

namespace homeostat::sim {

// Throws UsageError.
std::vector<models::PulseTrain> stimulation_of(const models::Model& model,
                                               const ModelRunOptions& options);

}  // namespace homeostat::sim
