// Anything that can be sensed and stimulated: simulated patients, a recording, a bench
// phantom. Several of one kind advance together, one lane each; one patient is a group
// of one.
//
// Knows no controller: it does not matter to a plant who stimulates it.
#pragma once

#include <cstddef>
#include <span>

#include "biomarkers/sample_frame.h"
#include "safety/stimulus.h"

namespace homeostat::models {

class PlantGroup {
 public:
  virtual ~PlantGroup() = default;

  // Lanes in the group, fixed for its life.
  virtual std::size_t size() const = 0;

  // Lives one control period: lane i delivers commands[i] and then fills frames[i] with
  // what was sensed. Both spans hold size() elements.
  virtual void advance(std::span<const safety::StimCommand> commands,
                       std::span<biomarkers::SampleFrame> frames) = 0;
};

}  // namespace homeostat::models
