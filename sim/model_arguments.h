// What a person wrote about a run of a model, as numbers that hold.
#pragma once

#include <string>
#include <string_view>

#include "models/simulation.h"
#include "sim/model_command.h"

namespace homeostat::sim {

// Throws UsageError, naming what is known.
const models::Model& known_model(const std::string& name);

// Shortest text that reads back as the same number.
std::string exact(double value);

struct ModelRun {
  models::SimulationSetup setup;
  std::uint64_t rows = 0;  // after the first, one for each output step
};

// Throws UsageError.
ModelRun model_run(const models::Model& model, const ModelRunOptions& options);

}  // namespace homeostat::sim
