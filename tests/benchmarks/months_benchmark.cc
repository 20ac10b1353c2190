// Half a year of a dosed therapy in the loop: the patient, the device, its rests. Target:
// under 60 s on one core.
#include <benchmark/benchmark.h>

#include <atomic>

#include "clinical_configs/load.h"
#include "sim/slow_run.h"

namespace homeostat::sim {
namespace {

void half_a_year_of_a_dosed_therapy(benchmark::State& state) {
  const SlowRunPlan plan{
      .program = clinical_configs::load_program(
          clinical_configs::find_program("depression/amygdala_gamma_dosed")),
      .patient = clinical_configs::load_patient(
          clinical_configs::find_patient("treatment_resistant")),
      .key = {.seed = 1},
      .days = 180.0};
  const std::atomic<bool> stop{false};
  std::int64_t bursts = 0;
  for (auto _ : state) bursts = live_slowly(plan, stop).totals.bursts;
  state.counters["bursts"] = static_cast<double>(bursts);
}
BENCHMARK(half_a_year_of_a_dosed_therapy)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat::sim
