// `homeostat model fit RECORDING`: which patient of a model looks like a recording, and
// how much it does not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/session.h"

namespace homeostat::sim {

struct FitOptions {
  std::filesystem::path recording;
  std::string channel;  // empty: the first
  std::string model = "wendling";
  std::string susceptibility;  // NAME,LOWEST,HIGHEST; empty: the model's usual
  std::string noise;           // LOWEST,HIGHEST; empty: an eighth to eight times its own
  std::optional<double> seconds_per_unit;
  double seconds = 120.0;  // that each candidate lives
  std::uint64_t seed = 1;
  std::size_t threads = 1;
};

// Throws UsageError, RecordingError, SolverError. Returns the exit code.
int fit_model(const FitOptions& options, const Console& console);

}  // namespace homeostat::sim
