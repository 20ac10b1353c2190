// A comparison as a table for people. Knows no rule of scoring.
#pragma once

#include <iosfwd>

#include "sim/comparison.h"
#include "sim/score_inputs.h"

namespace homeostat::sim {

// What is not known is "not known", never a zero; a latency that is a miss is "missed".
// `one_to_one`: also the score of the matching.
void print_comparison(std::ostream& out, const ScoreInputs& inputs,
                      const Comparison& comparison, bool one_to_one);

}  // namespace homeostat::sim
