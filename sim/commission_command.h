// `homeostat commission`: may therapy rest on this biomarker?
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/commission_record.h"
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
  RecordRequest record;
};

// Writes commission.html and commission.json into the folder and prints the clauses.
// Where a record is asked for and all clauses hold, also the program with its score and
// its record; the program as given stays as it is. What an earlier run left in the folder
// goes first, its program too, whose evidence goes with it. Returns 0 where all hold, 3
// where one does not. Throws UsageError, RecordingError, and ConfigError for the program.
int commission_command(const CommissionOptions& options, const Console& console);

}  // namespace homeostat::sim
