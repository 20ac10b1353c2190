// The chart as a table: controller/transitions.csv, the reviewed file, at build time.
//
// The chart has no history, so the mode and the event say all. tests/model holds the file
// to the chart, tests/controller this to both.
#pragma once

#include "controller/therapy_mode.h"

namespace homeostat::controller {

// What follows `mode` on `event`; of what is no mode or no event, a fault.
Mode mode_after(Mode mode, Event event) noexcept;

}  // namespace homeostat::controller
