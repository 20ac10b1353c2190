// Boosted trees (biomarkers/GBDT.md), tuned as `homeostat tune` does on streams of the
// training clips: with the evidence that it chooses for an alarm, and with that which the
// validation stream chooses.
#pragma once

#include <vector>

#include "tests/evaluation/contenders.h"

namespace homeostat::evaluation {

[[nodiscard]] std::vector<Contender> tuned_trees();

}  // namespace homeostat::evaluation
