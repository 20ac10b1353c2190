// What `homeostat tune` says to a person of its results.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/tune.h"

namespace homeostat::sim {

// "2 of 2 detected, 1 useful, median latency 3.1 s, 0.20 false alarms/h (1 in 5.00 h)".
std::string figures_text(const AlarmFigures& score);

// What there was, and what counts as what.
void print_given(std::ostream& out, const Timeline& line, double budget_per_h);

// One detector: fold by fold, the fit, the cost and the notes. `of_one`: of a detection's
// first therapy.
void print_result(std::ostream& out, const TuneResult& result, const TherapyCost& of_one);

}  // namespace homeostat::sim
