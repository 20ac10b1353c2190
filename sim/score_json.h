// A score as JSON: the one set of names under which people and their scripts find it, in
// `homeostat score --json` and in summary.json. Knows no rule of scoring.
#pragma once

#include <nlohmann/json.hpp>

#include "sim/comparison.h"
#include "sim/matching.h"
#include "sim/scoring.h"

namespace homeostat::sim {

// An undefined ratio is null.
nlohmann::ordered_json score_json(const Score& score);

// What the public scorer joined, cut, widened and asked.
nlohmann::ordered_json parameters_json(const ScoringParameters& parameters);

// A miss, and a median that is a miss, are null. Times to a microsecond.
nlohmann::ordered_json matching_json(const Matching& matching);

// The alarms' figures with the rule that made them and what they rest on. What is not
// known, and a latency that is a miss, are null.
nlohmann::ordered_json alarm_figures_json(const Comparison& comparison);

// The compared figures of always-on, random and loudest detectors, and intervals. An end
// of a latency that is a miss is "missed".
nlohmann::ordered_json beside_json(const Comparison& comparison);

}  // namespace homeostat::sim
