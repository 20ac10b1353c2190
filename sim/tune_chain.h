// An adaptive program's chain, tuned and judged (tune_rcs.h says how it is chosen).
#pragma once

#include "sim/tune.h"

namespace homeostat::sim {

// Of a program without why_no_rcs(). What is judged is what the device's own bank does
// with the chain that was chosen. Throws UsageError where nothing keeps to the budget.
TuneResult tune_chain(const controller::TherapyProgram& program, const Timeline& line,
                      const TuneRequest& request, const TuneProgress& progress);

}  // namespace homeostat::sim
