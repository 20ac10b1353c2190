// biomarkers/DETECTION.md, section by section.
#pragma once

#include <vector>

#include "tests/evaluation/contenders.h"
#include "tests/evaluation/results.h"

namespace homeostat::evaluation {

void print_head();
void print_choices(const std::vector<Contender>& contenders);
// A table for each condition, a row for each result.
void print_results(const std::vector<Result>& results);
// How far one result differs from quarter to quarter.
void print_quarters(const Result& result);
// The whole recordings: one scalp seizure, and healthy background.
void print_recordings();

}  // namespace homeostat::evaluation
