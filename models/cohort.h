// Many patients of one model on one fixed grid of macro steps: the fast engine.
//
// Eight patients go side by side in a group, groups go to threads. Every patient has
// parameters, pulses and noise of its own; none of its results depends on who else is in
// the cohort, on the threads or on the instruction set, to the last bit.
//
// Within a macro step the scheme restarts at each edge of a pulse, at its exact time.
// A run may be continued: two calls of advance() give what one gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include "models/model_list.h"
#include "models/noise.h"
#include "models/ode_solver.h"
#include "models/pulse_schedule.h"

namespace homeostat::models {

struct CohortOptions {
  Scheme scheme = Scheme::kRk4;
  double step = 0.0;              // macro step; 0: the model's own
  std::optional<NoiseKey> noise;  // of patient 0, the others count on from there
  double ou_time = 0.0;           // noise is Ornstein-Uhlenbeck with this time; 0: white
  std::size_t threads = 1;
  InstructionSet instruction_set = best_instruction_set();
};

// Not thread-safe itself. Throws std::invalid_argument where the options do not hold.
class Cohort {
 public:
  Cohort(const Model& model, std::size_t patients, const CohortOptions& options);
  ~Cohort();
  Cohort(const Cohort&) = delete;
  Cohort& operator=(const Cohort&) = delete;

  std::size_t patients() const;
  double step() const;
  std::uint64_t steps_done() const;
  double time() const { return static_cast<double>(steps_done()) * step(); }

  // Between two advances: parameters may shift and states may jump.
  double& parameter(std::size_t patient, std::size_t parameter);
  double& state(std::size_t patient, std::size_t state);
  // The train's start is counted from the begin of macro step `from`.
  void stimulate(std::size_t patient, const PulseTrain& train, std::uint64_t from = 0);
  double observable(std::size_t patient) const;

  // What a patient's observable will be `offset` after now, less than a step, under the
  // stimuli known by now: nothing is lived by it. What jumps at that very time has not
  // yet. Models with delays of their own are refused.
  double observable_after(std::size_t patient, double offset) const;

  // Lives `steps` macro steps. After each step whose number is a multiple of `every`, one
  // row of observables, a number for each patient, goes into `observed` (or nothing,
  // where it is empty). Throws SolverError, naming model, patient, time and state, where
  // a state is no longer finite.
  void advance(std::uint64_t steps, std::span<double> observed = {},
               std::size_t every = 1);

 private:
  class Group;
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace homeostat::models
