// How a person stimulates a model from the command line: through an electrode and the
// afferents that it recruits (models/afferent.h), by an additive input as peers do it, or
// by jumps of the state.
#pragma once

#include "models/model_list.h"
#include "models/simulation.h"
#include "sim/model_command.h"

namespace homeostat::sim {

// Throws UsageError.
void add_stimulation(const models::Model& model, const ModelRunOptions& options,
                     models::SimulationSetup& setup);

}  // namespace homeostat::sim
