// What the clock may say to the chart, as a table that people can read and a model can
// take for its environment: under which policy, in which mode, in what world, each event
// is said in every frame or in some.
//
// Events that come at any time stand in no row: a clinician's orders, a latched guard.
#pragma once

#include <string>

#include "tests/model/clock_walk.h"

namespace homeostat::controller::model {

// Rows of `policy,mode,event,magnet,signal,seizure,spent,locked,says`, in the order of
// modes and events; "-" where it makes no difference. Worlds that a mode never met may be
// on either side of a row.
std::string rows_of(const char* policy, const Sayings& sayings);

}  // namespace homeostat::controller::model
