// How well detections answered events over a stretch of time: what a choice is made by.
// Definitions: sim/alarm_figures.h.
#pragma once

#include <vector>

#include "sim/alarm_figures.h"
#include "sim/interval.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

// Of events and detections that begin from `from_s` until before `to_s`.
AlarmFigures score_between(const Timeline& line, const std::vector<Interval>& detections,
                           double from_s, double to_s);

}  // namespace homeostat::sim
