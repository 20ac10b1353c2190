// What an adaptive program's chain would do with recordings: when it leaves level 0, and
// what its currents then cost.
//
// Run through the device's own bank, frame by frame. Open loop: what its stimulation
// would have changed is not in the recordings, and nothing is blanked. The guard's ramps
// are no faster than the chain's, so charge is what is asked for, at most.
#pragma once

#include <vector>

#include "controller/therapy_program.h"
#include "sim/tune_cost.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

struct AdaptiveRun {
  std::vector<Interval> detections;  // out of level 0, on the line of time
  std::vector<TherapyCost> cost;     // of each second of the line

  TherapyCost cost_between(double from_s, double to_s) const;
};

// The program's policy is ADAPTIVE; its own detectors and trees are not run.
AdaptiveRun run_adaptive(const controller::TherapyProgram& program, const Timeline& line);

}  // namespace homeostat::sim
