// What the adaptive engines cost, by model and method: ten seconds of Wendling's rhythm,
// a thousand units of the Epileptor's seizures, ten seconds of Liley's alpha. Which
// SUNDIALS they run on shows in the figures (models/ADDING_A_MODEL.md, "Which engine").
#include <benchmark/benchmark.h>

#include <span>
#include <vector>

#include "models/cvode_solver.h"
#include "models/ode_solver.h"
#include "models/simulation.h"

namespace homeostat::models {
namespace {

enum Method { kDormandPrince, kAdams, kBdfEstimating, kBdfGiven };

struct Life {
  const Model& model;
  double until;
  std::vector<double> parameters;
  std::vector<double> initial;

  Life(const char* name, double time) : model(*find_model(name)), until(time) {
    for (const auto& p : model.parameters) parameters.push_back(p.value);
    for (const auto& x : model.states) initial.push_back(x.initial);
  }
  void rates(std::span<const double> x, std::span<double> out) const {
    model.kernel().rates(x.data(), parameters.data(), 0.0, out.data());
  }
};

template <class Solver>
long lived(Solver&& solver, double until) {
  solver.advance(until);
  benchmark::DoNotOptimize(solver.state().data());
  return solver.rate_evaluations();
}

long lived(const Life& life, Method method, const Tolerances& tolerances) {
  const auto rates = [&](double, auto x, auto out) { life.rates(x, out); };
  if (method == kDormandPrince) {
    return lived(OdeSolver("bench", rates, life.initial, 0.0, tolerances), life.until);
  }
  CvodeSolver::Jacobian jacobian;
  if (method == kBdfGiven) {
    jacobian = [&](double, auto x, auto out) {
      life.model.jacobian(x.data(), life.parameters.data(), 0.0, out.data());
    };
  }
  return lived(CvodeSolver("bench", rates, life.initial, 0.0,
                           method == kAdams ? CvodeMethod::kAdams : CvodeMethod::kBdf,
                           tolerances, jacobian),
               life.until);
}

void live(benchmark::State& state, const char* model, double until, double per) {
  const Life life(model, until);
  long evaluations = 0;
  for (auto _ : state) {
    evaluations = lived(life, static_cast<Method>(state.range(0)), {1e-6, 1e-8});
  }
  state.counters["evaluations_per_unit"] = static_cast<double>(evaluations) / until * per;
}

void solver_wendling(benchmark::State& state) { live(state, "wendling", 10.0, 1.0); }
void solver_epileptor(benchmark::State& state) {
  live(state, "epileptor", 1000.0, 1000.0);
}
void solver_liley(benchmark::State& state) { live(state, "liley", 10'000.0, 1000.0); }

void methods(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("method")->DenseRange(kDormandPrince, kBdfGiven);
  benchmark->Unit(benchmark::kMillisecond);
}
BENCHMARK(solver_wendling)->Apply(methods);
BENCHMARK(solver_epileptor)->Apply(methods);
BENCHMARK(solver_liley)->Apply(methods);

}  // namespace
}  // namespace homeostat::models
