// A run is a loop times a plant, until the plan is done or someone stops it.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "models/plant.h"
#include "sim/loop.h"
#include "sim/observer.h"

namespace homeostat::sim {

struct RunPlan {
  std::int64_t frames = 0;
  std::int64_t fewest = 0;   // done even if stopped before, so that files can say so
  bool arm_at_start = true;  // a clinician's start event in the first frame
};

// Steps plant and loop in turn and shows each step to every observer. Returns the number
// of frames done, from plan.fewest to plan.frames if `stop` became true (Ctrl-C): what
// was seen until then is complete. `plant` must be a group of one.
std::int64_t run(Loop& loop, models::PlantGroup& plant, const RunPlan& plan,
                 std::span<Observer* const> observers, const std::atomic<bool>& stop);

}  // namespace homeostat::sim
