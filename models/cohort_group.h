// Eight patients of a cohort, with all that belongs to them.
//
// A group knows no other group and no thread. models/cohort.h is its face.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/cohort.h"
#include "models/group_plan.h"

namespace homeostat::models {

class Cohort::Group {
 public:
  Group(const Model& model, std::size_t first, std::size_t lanes,
        const CohortOptions& options);

  double& parameter(std::size_t lane, std::size_t i) {
    return parameters_.at(i * kGroup + lane);
  }
  double& state(std::size_t lane, std::size_t i) { return state_.at(i * kGroup + lane); }
  double observable(std::size_t lane) const;
  double observable_after(std::size_t lane, std::uint64_t step, double offset) const;
  PulseSchedule& schedule(std::size_t lane) { return plan_.schedule(lane); }
  std::size_t lanes() const { return lanes_; }

  // Whether it may live beside another group: without stimulus, and where that gains.
  bool can_pair() const;

  // From macro step `first` on, beside `partner` where there is one; rows of kGroup
  // observables are appended to what `observed` points to, of itself and the partner.
  void advance(std::uint64_t first, std::uint64_t steps, std::size_t every,
               Group* partner, std::vector<double>* const (&observed)[2]);

 private:
  double observable_of(const std::vector<double>& states, std::size_t lane) const;
  GroupJob job(std::uint64_t first, std::size_t steps, std::size_t every,
               std::vector<double>* observed);
  void keep();
  bool finite() const;
  [[noreturn]] void report(GroupJob job);
  void run(const GroupJob& job) const;
  void forget_before_start();

  const Model& model_;
  const CohortOptions& options_;
  std::size_t first_patient_;
  std::size_t lanes_;
  std::vector<double> state_;
  std::vector<double> parameters_;
  GroupPlan plan_;
  GroupNoise noise_{};
  std::vector<double> ou_;
  std::vector<double> state_before_;
  std::vector<double> ou_before_;
  std::vector<double> history_;
  GroupHistory memory_;
};

}  // namespace homeostat::models
