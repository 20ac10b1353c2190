// What the patients cost, beside what the peers' publications and our measurements of
// them say (shared/reference/simulation.md 1 and 2; ratios are to be measured side by
// side on one machine where a peer can run). One thread unless the name says more.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <vector>

#include "models/cohort.h"
#include "models/simulation.h"
#include "tests/models/peer_networks.h"

namespace homeostat::models {
namespace {

// What all iterations took: the library's own rates would be printed as seconds with a
// prefix, whatever unit the counter's name says.
class Stopwatch {
 public:
  double cpu_s() const {
    return static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC;
  }
  double wall_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_)
        .count();
  }

 private:
  std::clock_t cpu_ = std::clock();
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
};

// Seconds for each of `units` that every iteration did.
double each(double seconds, const benchmark::State& state, double units) {
  return seconds / (static_cast<double>(state.iterations()) * units);
}

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// 1000 time units, 20 000 steps; observables streamed every 20th step.
void network76_epileptor_heun(benchmark::State& state) {
  const TvbNetwork peer;
  Network network(*find_model("epileptor"), peer.connectome, peer.options());
  peer.set_up(network);
  std::vector<double> observed(20'000 / 20 * 76);
  const Stopwatch watch;
  for (auto _ : state) network.advance(20'000, observed, 20);
  const double step_s = each(watch.cpu_s(), state, 20'000);
  state.counters["us_per_step"] = step_s * 1e6;
  state.counters["ns_per_node_step"] = step_s / 76 * 1e9;
  state.counters["ms_per_simulated_second"] = step_s * 20'000 * 1e3;  // TVB's unit: ms
  state.counters["peer_us_per_step"] = 106;  // TVB at its best; 11 announced
}
BENCHMARK(network76_epileptor_heun)->Unit(benchmark::kMillisecond);

// A minute of neurolib's default network, with noise: 600 000 steps.
void network80_wilson_cowan_60s(benchmark::State& state) {
  const NeurolibNetwork peer;
  NetworkOptions options = peer.options();
  options.noise = NoiseKey{.seed = 1};
  options.ou_time = 5.0;
  const Model& model = *find_model("wilson_cowan");
  Network network(model, peer.connectome, options);
  peer.set_up(network);
  for (std::size_t node = 0; node < 80; ++node) {
    network.parameter(node, model.parameter("sigma")) = 0.01;
  }
  std::vector<double> observed(60'000 / 10 * 80);
  const Stopwatch watch;
  for (auto _ : state) {
    for (int part = 0; part < 10; ++part) network.advance(60'000, observed, 10);
  }
  const double step_s = each(watch.cpu_s(), state, 600'000);
  state.counters["us_per_step"] = step_s * 1e6;
  state.counters["ns_per_node_step"] = step_s / 80 * 1e9;
  state.counters["ms_per_simulated_second"] = step_s * 1e4 * 1e3;
  state.counters["peer_ms_per_simulated_second"] = 187;  // neurolib: 11.2 s for 60 s
  state.counters["peak_rss_mb"] = peak_rss_mb();         // of all so far: run it alone
}
BENCHMARK(network80_wilson_cowan_60s)->Unit(benchmark::kMillisecond);

void live(benchmark::State& state, const char* model, Scheme scheme, std::size_t patients,
          std::size_t steps, std::size_t threads) {
  Cohort cohort(*find_model(model), patients, {.scheme = scheme, .threads = threads});
  std::vector<double> observed(steps / 4 * patients);
  const Stopwatch watch;
  for (auto _ : state) cohort.advance(steps, observed, 4);
  const double node_step_s = each(threads == 1 ? watch.cpu_s() : watch.wall_s(), state,
                                  static_cast<double>(steps * patients));
  state.counters["ns_per_node_step"] = node_step_s * 1e9;
  const double seconds = find_model(model)->facts.seconds_per_unit * cohort.step();
  if (seconds > 0.0) {
    state.counters["ms_per_simulated_second"] = node_step_s / seconds * 1e3;
  }
}

void cohort_wendling_rk4(benchmark::State& state) {
  live(state, "wendling", Scheme::kRk4, 64, 10'000, 1);
  state.counters["peer_ms_per_simulated_second"] = 51;  // scipy, LSODA
}
BENCHMARK(cohort_wendling_rk4)->Unit(benchmark::kMillisecond);

void cohort_epileptor_heun(benchmark::State& state) {
  live(state, "epileptor", Scheme::kHeun, 64, 20'000, 1);
  state.counters["peer_ns_per_node_step"] = 211;  // vbi; TVB 66 000
}
BENCHMARK(cohort_epileptor_heun)->Unit(benchmark::kMillisecond);

// Groups go to threads: 1 and 2, by the wall's clock; the second says how much faster it
// was than the first.
void threads_cohort_wendling(benchmark::State& state) {
  static double alone_ns = 0.0;
  live(state, "wendling", Scheme::kRk4, 256, 10'000,
       static_cast<std::size_t>(state.range(0)));
  const double ns = state.counters["ns_per_node_step"];
  if (state.range(0) == 1) alone_ns = ns;
  if (state.range(0) == 2) state.counters["speedup"] = alone_ns / ns;
}
BENCHMARK(threads_cohort_wendling)
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

PulseTrain pulses(double start_s) {
  return {.start = start_s,
          .period = 1.0 / 130,
          .pulses = 650,
          .width = 90e-6,
          .amplitude = 20'000};
}

// Largest error of the LFP against the adaptive engine at its tightest, uV.
double error_under_pulses_uv() {
  const Model& model = *find_model("wendling");
  SimulationSetup setup{.pulses = {pulses(0.0)}};
  setup.parameters = {5.0, 40.0};
  for (std::size_t i = 2; i < model.parameters.size(); ++i) {
    setup.parameters.push_back(model.parameters[i].value);
  }
  const auto fixed = simulate(model, setup);
  setup.engine = Engine::kErk5;
  setup.tolerances = {1e-10, 1e-12};
  const auto exact = simulate(model, setup);
  double worst = 0.0;
  for (int ms = 1; ms <= 5000; ++ms) {
    fixed->advance(ms * 1e-3);
    exact->advance(ms * 1e-3);
    worst = std::max(worst, std::abs(fixed->observable() - exact->observable()));
  }
  return worst * 1e3;
}

// Argument 0: one patient alone; 1: eight with pulses in phase; 2: eight of their own.
void pulses_wendling_rk4(benchmark::State& state) {
  const std::size_t patients = state.range(0) == 0 ? 1 : 8;
  const Model& model = *find_model("wendling");
  std::vector<double> observed(5000 * patients);
  const Stopwatch watch;
  for (auto _ : state) {
    Cohort cohort(model, patients, {});
    for (std::size_t i = 0; i < patients; ++i) {
      cohort.parameter(i, 1) = 40.0;
      cohort.stimulate(
          i, pulses(state.range(0) == 2 ? 0.00091 * static_cast<double>(i) : 0.0));
    }
    cohort.advance(5000, observed);
    benchmark::DoNotOptimize(observed.data());
  }
  state.counters["ms_per_simulated_second"] =
      each(watch.cpu_s(), state, 5.0 * static_cast<double>(patients)) * 1e3;
  state.counters["peer_ms_per_simulated_second"] = 0.94;  // ERKStep at 1e-4, built -O3
  static const double error = error_under_pulses_uv();
  state.counters["error_uv"] = error;
}
BENCHMARK(pulses_wendling_rk4)->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat::models
