// Boosted trees (biomarkers/GBDT.md), for each quarter tuned as `homeostat tune` does on
// streams of the other clips: model, drift and alarm by its rules, from its candidates.
#pragma once

#include "tests/evaluation/contenders.h"

namespace homeostat::evaluation {

inline constexpr const char* kTunedTrees = "trees, as tuned";
[[nodiscard]] Contender tuned_trees();

}  // namespace homeostat::evaluation
