#include "models/cohort.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <thread>
#include <vector>

#include "models/cohort_group.h"

namespace homeostat::models {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("cohort: " + what);
}

CohortOptions checked(const Model& model, std::size_t patients, CohortOptions options) {
  if (options.step == 0.0) options.step = model.facts.step;
  if (!(options.step > 0.0 && std::isfinite(options.step)))
    refuse("step must be positive");
  if (patients == 0) refuse("at least one patient");
  if (options.threads == 0) refuse("at least one thread");
  if (!(options.ou_time >= 0.0)) refuse("ou_time must not be negative");
  if (!can_run(options.instruction_set))
    refuse("this processor lacks the instruction set");
  for (const DelayFacts& d : model.delays) {
    if (!(options.step <= d.delay / 2)) {
      refuse("step must be at most half of the shortest delay of " +
             std::string(model.name));
    }
  }
  return options;
}

}  // namespace

class Cohort::Body {
 public:
  Body(const Model& model, std::size_t patients, const CohortOptions& options)
      : model_(model), options_(checked(model, patients, options)), patients_(patients) {
    for (std::size_t first = 0; first < patients; first += kGroup) {
      groups_.emplace_back(model, first, std::min(kGroup, patients - first), options_);
    }
  }

  Group& of(std::size_t patient) { return groups_.at(patient / kGroup); }

  void advance(std::uint64_t steps, std::span<double> observed, std::size_t every) {
    if (every == 0) refuse("every must be at least 1");
    const std::uint64_t rows = (done_ + steps) / every - done_ / every;
    if (!observed.empty() && observed.size() != rows * patients_) {
      refuse("observed must hold " + std::to_string(rows * patients_) + " numbers");
    }
    const std::vector<Task> tasks = share_out();
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> failures(tasks.size());
    const auto work = [&] {
      for (std::size_t t = next++; t < tasks.size(); t = next++) {
        try {
          live(tasks[t], steps, observed, every);
        } catch (...) {
          failures[t] = std::current_exception();
        }
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min(options_.threads, tasks.size()); ++i) {
        threads.emplace_back(work);
      }
      work();
    }
    for (const auto& failure : failures) {  // the first patient's, whoever was faster
      if (failure) std::rethrow_exception(failure);
    }
    done_ += steps;
  }

  const Model& model_;
  const CohortOptions options_;
  const std::size_t patients_;
  std::uint64_t done_ = 0;

 private:
  // One group, or two that go side by side.
  struct Task {
    std::size_t first;
    std::size_t groups;
  };
  std::vector<Task> share_out() const {
    std::vector<Task> tasks;
    for (std::size_t g = 0; g < groups_.size();) {
      const bool pair =
          g + 1 < groups_.size() && groups_[g].can_pair() && groups_[g + 1].can_pair();
      tasks.push_back({g, pair ? 2U : 1U});
      g += tasks.back().groups;
    }
    return tasks;
  }

  void live(const Task& task, std::uint64_t steps, std::span<double> observed,
            std::size_t every) {
    std::vector<double> rows[2];
    std::vector<double>* const wanted[2] = {observed.empty() ? nullptr : rows,
                                            observed.empty() ? nullptr : rows + 1};
    Group* const partner = task.groups == 2 ? &groups_[task.first + 1] : nullptr;
    groups_[task.first].advance(done_, steps, every, partner, wanted);
    for (std::size_t i = 0; i < task.groups; ++i) {
      copy_rows(task.first + i, rows[i], observed);
    }
  }

  void copy_rows(std::size_t group, const std::vector<double>& from,
                 std::span<double> to) const {
    for (std::size_t row = 0; row < from.size() / kGroup; ++row) {
      for (std::size_t lane = 0; lane < groups_[group].lanes(); ++lane) {
        to[row * patients_ + group * kGroup + lane] = from[row * kGroup + lane];
      }
    }
  }

  std::vector<Group> groups_;
};

Cohort::Cohort(const Model& model, std::size_t patients, const CohortOptions& options)
    : body_(std::make_unique<Body>(model, patients, options)) {}
Cohort::~Cohort() = default;

std::size_t Cohort::patients() const { return body_->patients_; }
double Cohort::step() const { return body_->options_.step; }
std::uint64_t Cohort::steps_done() const { return body_->done_; }
double& Cohort::parameter(std::size_t patient, std::size_t i) {
  return body_->of(patient).parameter(patient % kGroup, i);
}
double& Cohort::state(std::size_t patient, std::size_t i) {
  return body_->of(patient).state(patient % kGroup, i);
}
void Cohort::stimulate(std::size_t patient, const PulseTrain& train, std::uint64_t from) {
  const double passed = from <= steps_done()
                            ? static_cast<double>(steps_done() - from) * step()
                            : -static_cast<double>(from - steps_done()) * step();
  if (!(train.start >= passed - 1e-6 * step()))
    refuse("a pulse train starts in the past");
  if (train.jumps && body_->model_.jumped.empty()) {
    refuse("no state of " + std::string(body_->model_.name) + " jumps at a pulse");
  }
  body_->of(patient).schedule(patient % kGroup).add(train, from);
}
double Cohort::observable(std::size_t patient) const {
  return body_->of(patient).observable(patient % kGroup);
}
double Cohort::observable_after(std::size_t patient, double offset) const {
  if (!(offset >= 0.0 && offset < step())) refuse("look ahead by less than a step");
  if (!body_->model_.delays.empty()) {
    refuse(std::string(body_->model_.name) + " has delays: no look ahead");
  }
  return body_->of(patient).observable_after(patient % kGroup, steps_done(), offset);
}
void Cohort::advance(std::uint64_t steps, std::span<double> observed, std::size_t every) {
  body_->advance(steps, observed, every);
}

}  // namespace homeostat::models
