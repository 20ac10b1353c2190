// What a person wrote about a run of a model, as numbers that hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/simulation.h"
#include "sim/model_command.h"

namespace homeostat::sim {

// Throws UsageError, naming what is known.
const models::Model& known_model(const std::string& name);

// Shortest text that reads back as the same number.
std::string exact(double value);

// A value for each parameter, those of "NAME=NUMBER" as given. Throws UsageError.
std::vector<double> parameters_of(const models::Model& model,
                                  const std::vector<std::string>& set);

// Noise that is asked for has an intensity, and an intensity that is asked for is of a
// run with noise. Throws UsageError.
void check_noise(const models::Model& model, const std::vector<double>& parameters,
                 const std::vector<std::string>& set, bool with_noise);

// Steps are counted one by one, and exactly. Throws UsageError.
void check_steps(double t_end, double step);

struct ModelRun {
  models::SimulationSetup setup;
  std::uint64_t rows = 0;  // after the first, one for each output step
};

// Throws UsageError.
ModelRun model_run(const models::Model& model, const ModelRunOptions& options);

}  // namespace homeostat::sim
