#include "models/network_pulses.h"

#include <algorithm>

namespace homeostat::models {
namespace {

constexpr std::size_t kPair = 2 * kGroup;

}  // namespace

void NetworkPulses::add(std::size_t node, const PulseTrain& train, double step,
                        std::size_t pairs) {
  step_ = step;
  plans_.resize(pairs);
  schedules_.try_emplace(node, step).first->second.add(train);
}

const NetworkCuts* NetworkPulses::plan(std::uint64_t first, std::size_t steps) {
  if (schedules_.empty()) return nullptr;
  views_.assign(plans_.size(), {});
  for (std::size_t pair = 0; pair < plans_.size(); ++pair) {
    if (!plan_pair(pair, first, steps)) continue;
    views_[pair] = {plans_[pair].cuts.data(), plans_[pair].first.data()};
  }
  return views_.data();
}

// Nodes with fewer stretches than the one with most are filled up with empty ones.
bool NetworkPulses::plan_pair(std::size_t pair, std::uint64_t first, std::size_t steps) {
  const auto begin = schedules_.lower_bound(pair * kPair);
  const auto end = schedules_.lower_bound((pair + 1) * kPair);
  if (begin == end) return false;
  NetworkCut whole{};
  std::fill_n(whole.length, kPair, step_);
  Plan& plan = plans_[pair];
  plan.cuts.clear();
  plan.first.assign(1, 0);
  for (std::size_t s = 0; s < steps; ++s) {
    const std::size_t at = plan.cuts.size();
    plan.cuts.push_back(whole);
    for (auto node = begin; node != end; ++node) {
      if (node->second.idle(first + s)) continue;
      const auto stretches = node->second.stretches(first + s);
      const std::size_t lane = node->first % kPair;
      if (plan.cuts.size() < at + stretches.size())
        plan.cuts.resize(at + stretches.size());
      for (std::size_t i = 0; i < stretches.size(); ++i) {
        plan.cuts[at + i].length[lane] = stretches[i].length;
        plan.cuts[at + i].stimulus[lane] = stretches[i].stimulus;
      }
    }
    plan.first.push_back(static_cast<std::uint32_t>(plan.cuts.size()));
  }
  return true;
}

}  // namespace homeostat::models
