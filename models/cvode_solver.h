// CVODE: Adams for smooth models, BDF for stiff ones, and the oracle that tests hold the
// other engines to. With models/ode_solver.cc the only door to SUNDIALS.
//
// A multistep method remembers: after every edge of an input it must be restarted, or it
// looks for the edge with its error test and finds it late
// (shared/reference/simulation.md 3). Not for pulses at high rates: models/ode_solver.h
// pays less for a restart.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "models/ode_solver.h"

namespace homeostat::models {

enum class CvodeMethod : unsigned char { kAdams, kBdf };

// Not thread-safe. Throws SolverError as OdeSolver does.
class CvodeSolver {
 public:
  // Writes d rate[i] / d state[j] to out[j * states + i].
  using Jacobian = std::function<void(double time, std::span<const double> state,
                                      std::span<double> out)>;

  // Where no Jacobian is given, BDF estimates it by as many evaluations as there are
  // states; Adams needs none.
  CvodeSolver(std::string model, OdeSolver::Rates rates, std::span<const double> initial,
              double time, CvodeMethod method, const Tolerances& tolerances = {},
              Jacobian jacobian = nullptr);
  ~CvodeSolver();
  CvodeSolver(const CvodeSolver&) = delete;
  CvodeSolver& operator=(const CvodeSolver&) = delete;

  // As OdeSolver's: exactly to `time`, with smooth rates in between.
  void advance(double time);
  // The rates change here, or the state jumps: continue from `state`, forget the past.
  void restart(std::span<const double> state);

  double time() const;
  std::span<const double> state() const;
  long rate_evaluations() const;

 private:
  class Integrator;
  std::unique_ptr<Integrator> integrator_;
};

}  // namespace homeostat::models
