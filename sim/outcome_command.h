// `homeostat outcome`: what raters' tables say of one person, by stated definitions.
#pragma once

#include <optional>

#include "sim/outcomes.h"
#include "sim/session.h"

namespace homeostat::sim {

struct OutcomeOptions {
  ScaleSource source;
  OutcomeWords definition;
  std::vector<std::string> flag_from;  // "MADRS=4"
  std::optional<double>
      from_day;  // treatment began; else the last rating of the first day
};

// Prints the outcome, the definition that it was told by, and every flag. Returns 0.
// Throws UsageError, RecordingError.
int outcome_command(const OutcomeOptions& options, const Console& console);

}  // namespace homeostat::sim
