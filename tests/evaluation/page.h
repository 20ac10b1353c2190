// biomarkers/DETECTION.md, section by section.
#pragma once

#include <vector>

#include "tests/evaluation/contenders.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {

// What happens to the signal while the detectors keep what was chosen without it. More
// than one gain: a stream each, scored together.
struct Condition {
  const char* title;
  std::vector<Gain> gains;
};
[[nodiscard]] const std::vector<Condition>& conditions();

void print_head();
void print_choices(const std::vector<Contender>& contenders);
// A row for each contender, and for what knows nothing of seizures.
void print_condition(const Condition& condition, const std::vector<Contender>& contenders,
                     const Stream& test);
// The whole recordings: one scalp seizure, and healthy background.
void print_recordings();

}  // namespace homeostat::evaluation
