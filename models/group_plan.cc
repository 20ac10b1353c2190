#include "models/group_plan.h"

#include <algorithm>
#include <utility>

namespace homeostat::models {

GroupPlan::GroupPlan(double step, std::size_t lanes)
    : step_(step), lanes_(lanes), schedules_(kGroup, PulseSchedule(step)) {}

bool GroupPlan::silent() const {
  return std::all_of(schedules_.begin(), schedules_.end(),
                     [](const auto& schedule) { return schedule.silent(); });
}

void GroupPlan::make(GroupJob& job, bool may_part) {
  parted_ = false;
  if (silent()) return;
  first_ = job.first_step;
  steps_ = job.steps;
  every_ = job.every;
  cuts_.clear();
  cuts_of_step_.clear();
  parted_ = find_leaders() > 1 && may_part;
  if (parted_) {
    plan_apart();
    observed_.resize(cuts_.size() * kGroup);
    job.first_step = 0;
    job.steps = cuts_.size();
    job.every = 1;
    if (job.observed != nullptr) job.observed = observed_.data();
  } else {
    plan_together();
  }
  follow();
  job.cuts = cuts_.data();
  job.cuts_of_step = cuts_of_step_.data();
}

std::size_t GroupPlan::find_leaders() {
  std::size_t leaders = 0;
  led_count_.fill(0);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    leader_[lane] = lane;
    for (std::size_t other = 0; other < lane; ++other) {
      if (leader_[other] != other || !(schedules_[other] == schedules_[lane])) continue;
      leader_[lane] = other;
      break;
    }
    if (leader_[lane] == lane) ++leaders;
    led_[leader_[lane]][led_count_[leader_[lane]]++] = lane;
  }
  return leaders;
}

// Those who follow a leader stand after the plan where it stands.
void GroupPlan::follow() {
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    if (leader_[lane] != lane) schedules_[lane] = schedules_[leader_[lane]];
  }
}

void GroupPlan::put(std::size_t leader, std::size_t cut,
                    const PulseSchedule::Stretch& stretch) {
  if (cut == cuts_.size()) cuts_.emplace_back();
  SubStep& to = cuts_[cut];
  for (std::size_t i = 0; i < led_count_[leader]; ++i) {
    const std::size_t lane = led_[leader][i];
    to.length[lane] = stretch.length;
    if (stretch.stimulus != 0.0) to.stimulus[lane] = stretch.stimulus;  // else they are 0
    if (stretch.jump != 0.0) to.jump[lane] = stretch.jump;
  }
}

// Lanes with fewer stretches than the fullest one are filled up with empty ones.
void GroupPlan::plan_together() {
  SubStep whole{};
  std::fill_n(whole.length, kGroup, step_);
  for (std::size_t s = 0; s < steps_; ++s) {
    const std::size_t begin = cuts_.size();
    cuts_.push_back(whole);
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      if (leader_[lane] != lane || schedules_[lane].idle(first_ + s)) continue;
      std::size_t cut = begin;
      for (const auto& stretch : schedules_[lane].stretches(first_ + s)) {
        put(lane, cut++, stretch);
      }
    }
    cuts_of_step_.push_back(static_cast<std::uint16_t>(cuts_.size() - begin));
  }
}

// To the kernel every stretch is a step: it sees nothing that would tell. Lanes that come
// to their end sooner are filled up with empty stretches.
void GroupPlan::plan_apart() {
  ends_.assign(steps_ * kGroup, 0);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    if (leader_[lane] != lane) continue;
    std::size_t cut = 0;
    for (std::size_t s = 0; s < steps_; ++s) {
      if (schedules_[lane].idle(first_ + s)) {
        put(lane, cut++, {step_, 0.0, 0.0});
      } else {
        for (const auto& stretch : schedules_[lane].stretches(first_ + s)) {
          put(lane, cut++, stretch);
        }
      }
      for (std::size_t i = 0; i < led_count_[lane]; ++i) {
        ends_[s * kGroup + led_[lane][i]] = cut - 1;
      }
    }
  }
  cuts_of_step_.assign(cuts_.size(), 1);
}

void GroupPlan::collect(std::vector<double>& observed) const {
  for (std::size_t s = 0; s < steps_; ++s) {
    if ((first_ + s + 1) % every_ != 0) continue;
    for (std::size_t lane = 0; lane < kGroup; ++lane) {
      observed.push_back(observed_[ends_[s * kGroup + lane] * kGroup + lane]);
    }
  }
}

void GroupPlan::align(GroupJob& job) {
  const std::vector<SubStep> apart = std::move(cuts_);
  cuts_.clear();
  cuts_of_step_.clear();
  for (std::size_t s = 0; s < steps_; ++s) {
    const std::size_t begin = cuts_.size();
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      const std::size_t from = s == 0 ? 0 : ends_[(s - 1) * kGroup + lane] + 1;
      for (std::size_t cut = from; cut <= ends_[s * kGroup + lane]; ++cut) {
        const std::size_t to = begin + cut - from;
        if (to == cuts_.size()) cuts_.emplace_back();
        cuts_[to].length[lane] = apart[cut].length[lane];
        cuts_[to].stimulus[lane] = apart[cut].stimulus[lane];
        cuts_[to].jump[lane] = apart[cut].jump[lane];
      }
    }
    cuts_of_step_.push_back(static_cast<std::uint16_t>(cuts_.size() - begin));
  }
  job.cuts = cuts_.data();
  job.cuts_of_step = cuts_of_step_.data();
  job.first_step = first_;
  job.steps = steps_;
}

}  // namespace homeostat::models
