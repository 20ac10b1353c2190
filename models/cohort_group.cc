#include "models/cohort_group.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models/ou_noise.h"

namespace homeostat::models {
namespace {

// Macro steps for which cuts are planned, and after which states are looked at, at once.
constexpr std::size_t kChunk = 128;
// Of a step, that rounding leaves between two times that are one.
constexpr double kNoTime = 1e-12;

std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

}  // namespace

Cohort::Group::Group(const Model& model, std::size_t first, std::size_t lanes,
                     const CohortOptions& options)
    : model_(model),
      options_(options),
      first_patient_(first),
      lanes_(lanes),
      state_(model.states.size() * kGroup),
      parameters_(model.parameters.size() * kGroup),
      plan_(options.step, lanes),
      ou_(model.noise.size() * kGroup) {
  for (std::size_t lane = 0; lane < kGroup; ++lane) {
    for (std::size_t i = 0; i < model.states.size(); ++i) {
      state(lane, i) = model.states[i].initial;
    }
    for (std::size_t i = 0; i < model.parameters.size(); ++i) {
      parameter(lane, i) = model.parameters[i].value;
    }
  }
  if (options.noise) {
    const NoiseKey& key = *options.noise;
    noise_.key[0] = static_cast<std::uint32_t>(key.seed);
    noise_.key[1] = static_cast<std::uint32_t>(key.seed >> 32);
    for (std::size_t lane = 0; lane < kGroup; ++lane) {
      noise_.stream[lane] = std::uint32_t{key.replicate} << 16;
      noise_.patient[lane] = key.patient + static_cast<std::uint32_t>(first + lane);
    }
    set_ou(noise_, options.ou_time, options.step, ou_.data());
  }
  double longest = 0.0;
  for (const DelayFacts& d : model.delays) longest = std::max(longest, d.delay);
  if (longest > 0.0) {
    memory_.slots = static_cast<std::size_t>(longest / options.step) + 4;
    history_.resize(memory_.slots * 2 * state_.size());
    memory_.values = history_.data();
  }
}

double Cohort::Group::observable(std::size_t lane) const {
  return observable_of(state_, lane);
}

double Cohort::Group::observable_of(const std::vector<double>& states,
                                    std::size_t lane) const {
  std::vector<double> one;
  for (std::size_t i = lane; i < states.size(); i += kGroup) one.push_back(states[i]);
  return model_.kernel(options_.instruction_set).observable(one.data());
}

// The begin of the step, lived by a copy of the patient in the first lane.
double Cohort::Group::observable_after(std::size_t lane, std::uint64_t step,
                                       double offset) const {
  const auto alone = [lane](std::vector<double> all) {
    for (std::size_t i = 0; i < all.size(); i += kGroup) std::swap(all[i], all[i + lane]);
    return all;
  };
  std::vector<double> states = alone(state_);
  const std::vector<double> parameters = alone(parameters_);
  std::vector<double> ou = alone(ou_);
  GroupNoise noise = noise_;
  std::swap(noise.stream[0], noise.stream[lane]);
  std::swap(noise.patient[0], noise.patient[lane]);
  noise.ou_state = ou.data();

  PulseSchedule schedule = plan_.schedule(lane);
  std::vector<SubStep> cuts;
  double since = 0.0;
  for (const PulseSchedule::Stretch& s : schedule.stretches(step)) {
    const double left = offset - since;
    if (!(left > kNoTime * options_.step)) break;
    SubStep& cut = cuts.emplace_back(SubStep{});
    cut.length[0] = std::min(s.length, left);
    cut.stimulus[0] = s.stimulus;
    cut.jump[0] = s.jump;
    since += s.length;
  }
  const auto count = static_cast<std::uint16_t>(cuts.size());
  const GroupJob job{.state = states.data(),
                     .parameters = parameters.data(),
                     .step = options_.step,
                     .first_step = step,
                     .steps = 1,
                     .scheme = options_.scheme,
                     .cuts = cuts.data(),
                     .cuts_of_step = &count,
                     .noise = options_.noise ? &noise : nullptr};
  if (count > 0) model_.kernel_of_one(options_.instruction_set).advance_one(job);
  return observable_of(states, 0);
}

bool Cohort::Group::finite() const {
  for (std::size_t i = 0; i < state_.size(); ++i) {
    if (i % kGroup < lanes_ && !std::isfinite(state_[i])) return false;
  }
  return true;
}

void Cohort::Group::run(const GroupJob& job) const {
  const InstructionSet set = options_.instruction_set;
  if (lanes_ == 1) {
    model_.kernel_of_one(set).advance_one(job);
  } else {
    model_.kernel(set).advance(job);
  }
}

// A model with delays stood, before it began, where it begins.
void Cohort::Group::forget_before_start() {
  for (std::size_t slot = 0; slot < memory_.slots; ++slot) {
    std::copy(state_.begin(), state_.end(),
              history_.begin() + static_cast<std::ptrdiff_t>(2 * slot * state_.size()));
  }
}

bool Cohort::Group::can_pair() const {
  return lanes_ > 1 && plan_.silent() &&
         model_.kernel(options_.instruction_set).advance_pair != nullptr;
}

// The next steps of this group. Valid until the next call.
GroupJob Cohort::Group::job(std::uint64_t first, std::size_t steps, std::size_t every,
                            std::vector<double>* observed) {
  GroupJob job{.state = state_.data(),
               .parameters = parameters_.data(),
               .step = options_.step,
               .first_step = first,
               .steps = steps,
               .scheme = options_.scheme,
               .noise = options_.noise ? &noise_ : nullptr,
               .history = memory_,
               .every = every};
  const std::size_t had = observed == nullptr ? 0 : observed->size();
  if (observed != nullptr) {
    observed->resize(had + ((first + steps) / every - first / every) * kGroup);
    job.observed = observed->data() + had;
  }
  plan_.make(job, !options_.noise && model_.delays.empty());
  if (plan_.parted() && observed != nullptr) observed->resize(had);  // collected later
  return job;
}

void Cohort::Group::keep() {
  state_before_ = state_;
  ou_before_ = ou_;
}

void Cohort::Group::advance(std::uint64_t first, std::uint64_t steps, std::size_t every,
                            Group* partner, std::vector<double>* const (&observed)[2]) {
  if (first == 0) forget_before_start();
  for (std::uint64_t done = 0; done < steps;) {
    const auto now =
        static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, steps - done));
    keep();
    GroupJob mine = job(first + done, now, every, observed[0]);
    if (partner == nullptr) {
      run(mine);
      if (plan_.parted() && observed[0] != nullptr) plan_.collect(*observed[0]);
    } else {
      partner->keep();
      const GroupJob other = partner->job(first + done, now, every, observed[1]);
      model_.kernel(options_.instruction_set).advance_pair(mine, other);
      if (finite() && !partner->finite()) partner->report(other);
    }
    if (!finite()) {
      if (plan_.parted()) plan_.align(mine);
      report(mine);
    }
    done += now;
  }
}

// Lives the chunk again, step by step, to say when and where it went wrong.
void Cohort::Group::report(GroupJob job) {
  std::copy(state_before_.begin(), state_before_.end(), state_.begin());
  std::copy(ou_before_.begin(), ou_before_.end(), ou_.begin());
  const std::size_t steps = job.steps;
  job.observed = nullptr;
  job.steps = 1;
  std::vector<double> before;
  for (std::size_t s = 0; s < steps; ++s, ++job.first_step) {
    before = state_;
    run(job);
    if (!finite()) break;
    if (job.cuts != nullptr) job.cuts += *job.cuts_of_step++;
  }
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const auto bad = [&](std::size_t i) {
      return !std::isfinite(state_[i * kGroup + lane]);
    };
    std::string line = std::string(model_.name) + ", patient " +
                       std::to_string(first_patient_ + lane) + ", at time " +
                       text_of(static_cast<double>(job.first_step) * options_.step) +
                       ": the next step of " + text_of(options_.step) +
                       " leads to a state that is not finite; state";
    bool any = false;
    for (std::size_t i = 0; i < model_.states.size(); ++i) {
      any = any || bad(i);
      line += " " + std::string(model_.states[i].name) + " " +
              text_of(before[i * kGroup + lane]);
    }
    if (any) throw SolverError(line);
  }
  throw SolverError(std::string(model_.name) + ": a state was not finite");
}

}  // namespace homeostat::models
