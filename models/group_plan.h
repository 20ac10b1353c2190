// Where the stimuli of eight lanes cut their macro steps, planned some steps ahead.
//
// Lanes whose stimuli are equal are planned once. Where they differ, and nothing ties a
// lane to the others' time (no noise, no delays), each goes through its own stretches at
// its own pace: else every lane would wait wherever another one is cut, and eight pulse
// trains out of phase would cost three times one. The stretches of a lane are the same
// either way, and so are its bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/kernel.h"
#include "models/pulse_schedule.h"

namespace homeostat::models {

// Not thread-safe.
class GroupPlan {
 public:
  GroupPlan(double step, std::size_t lanes);

  PulseSchedule& schedule(std::size_t lane) { return schedules_[lane]; }
  const PulseSchedule& schedule(std::size_t lane) const { return schedules_[lane]; }
  bool silent() const;

  // Plans the steps that `job` is for, and gives it what the kernel needs; `may_part`:
  // nothing ties the lanes together. A parted job counts stretches in place of steps.
  // Valid until the next call.
  void make(GroupJob& job, bool may_part);

  // Of the plan last made: whether lanes go at their own pace. If so, appends the rows of
  // observables that were asked for to `observed`.
  bool parted() const { return parted_; }
  void collect(std::vector<double>& observed) const;
  // Turns a parted job back into one in which all lanes live the same step.
  void align(GroupJob& job);

 private:
  std::size_t find_leaders();
  void plan_together();
  void plan_apart();
  void put(std::size_t leader, std::size_t cut, const PulseSchedule::Stretch& stretch);
  void follow();

  double step_;
  std::size_t lanes_;
  std::vector<PulseSchedule> schedules_;
  std::array<std::size_t, kGroup> leader_{};  // the first lane with the same stimulus
  std::array<std::array<std::size_t, kGroup>, kGroup> led_{};  // whom a leader leads,
  std::array<std::size_t, kGroup> led_count_{};                // itself first
  std::vector<SubStep> cuts_;
  std::vector<std::uint16_t> cuts_of_step_;
  bool parted_ = false;
  std::uint64_t first_ = 0;
  std::size_t steps_ = 0;
  std::size_t every_ = 1;
  std::vector<std::size_t> ends_;  // [steps][kGroup]: the last cut of a lane's step
  std::vector<double> observed_;   // after each cut
};

}  // namespace homeostat::models
