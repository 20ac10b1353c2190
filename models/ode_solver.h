// Adaptive solver of ordinary differential equations: ARKODE's explicit Runge-Kutta
// (ERKStep) with the Dormand-Prince 5(4) pair. The only door to SUNDIALS.
//
// Made for inputs with edges: advance() never steps over its end, and restart() forgets
// everything of the past, so that a pulse of 90 us is neither missed nor smeared
// (shared/reference/simulation.md 3; llnl/sundials issue 722). A one-step method pays
// little for a restart.
// Step control inside SUNDIALS uses pow() of the C library: equal runs are equal byte for
// byte on one machine, not across C libraries.
// Knows no model but its name, no units, no noise.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace homeostat::models {

// One line: which model, at what time, in what state, what happened.
class SolverError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Tolerances {
  double relative = 1e-6;
  double absolute = 1e-9;
};

// Not thread-safe. Allocates in its constructor. Throws SolverError where a state or a
// rate is not finite, or the tolerances cannot be met; never passes a NaN on.
class OdeSolver {
 public:
  // Writes the rates of change of `state` at `time`; all spans have the state's length.
  using Rates = std::function<void(double time, std::span<const double> state,
                                   std::span<double> out)>;

  OdeSolver(std::string model, Rates rates, std::span<const double> initial, double time,
            const Tolerances& tolerances = {});
  ~OdeSolver();
  OdeSolver(const OdeSolver&) = delete;
  OdeSolver& operator=(const OdeSolver&) = delete;

  // Integrates to exactly `time`, which must not lie in the past. The rates must be
  // smooth in between: where they are not, stop and restart.
  void advance(double time);

  // After an edge of the input or a jump of the state: continue from `state` at `time`,
  // with nothing remembered but the size of the next step, as a first guess.
  void restart(std::span<const double> state, double time);

  double time() const;
  std::span<const double> state() const;
  long rate_evaluations() const;

 private:
  class Integrator;
  std::unique_ptr<Integrator> integrator_;
};

}  // namespace homeostat::models
