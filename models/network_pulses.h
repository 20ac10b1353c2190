// The pulses of a network's nodes, and how they cut the steps of a block.
//
// Knows no model. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "models/kernel.h"
#include "models/pulse_schedule.h"

namespace homeostat::models {

class NetworkPulses {
 public:
  // Throws std::invalid_argument as PulseSchedule::add() does. `pairs` of groups hold the
  // network's nodes.
  void add(std::size_t node, const PulseTrain& train, double step, std::size_t pairs);

  // The cuts of the block that begins with step `first`, for each pair of groups, or null
  // where no pulse acts. Blocks are asked for in order. Valid until the next call, and as
  // long as this object stays where it is.
  const NetworkCuts* plan(std::uint64_t first, std::size_t steps);

 private:
  struct Plan {
    std::vector<NetworkCut> cuts;
    std::vector<std::uint32_t> first;
  };
  bool plan_pair(std::size_t pair, std::uint64_t first, std::size_t steps);

  double step_ = 0.0;
  std::map<std::size_t, PulseSchedule> schedules_;  // by node
  std::vector<Plan> plans_;                         // by pair of groups
  std::vector<NetworkCuts> views_;
};

}  // namespace homeostat::models
