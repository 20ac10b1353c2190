// A score as JSON: the one set of names under which people and their scripts find it, in
// `homeostat score --json` and in summary.json. Knows no rule of scoring.
#pragma once

#include <nlohmann/json.hpp>

#include "sim/scoring.h"

namespace homeostat::sim {

// An undefined ratio is null.
nlohmann::ordered_json score_json(const Score& score);

}  // namespace homeostat::sim
