// `homeostat commission`: may therapy rest on this biomarker?
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/labelled_bins.h"
#include "sim/session.h"

namespace homeostat::sim {

struct CommissionOptions {
  BinSources sources;
  ClassBounds bounds;
  std::optional<double> embargo_days;
  std::uint64_t seed = 1;
  std::filesystem::path out;
  bool json = false;
};

// Writes commission.html and commission.json into the folder and prints the clauses.
// Returns 0 where all hold, 3 where one does not. Throws UsageError, RecordingError.
int commission_command(const CommissionOptions& options, const Console& console);

}  // namespace homeostat::sim
