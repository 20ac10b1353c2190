// What the closed loop costs on this machine: an hour of four channels at 250 Hz.
#include <benchmark/benchmark.h>

#include <memory>

#include "controller/closed_loop.h"
#include "tests/golden/scripted_patient.h"

namespace homeostat {
namespace {

// Six times the ten scripted minutes, each from the start. The script's own cost, a few
// integers a sample, is included.
void an_hour_of_steps(benchmark::State& state) {
  constexpr int kTenMinutes = 6;
  for (auto _ : state) {
    for (int i = 0; i < kTenMinutes; ++i) {
      const auto loop =
          std::make_unique<controller::ClosedLoop>(golden::golden_program(), Instant{});
      const auto patient = std::make_unique<golden::ScriptedPatient>();
      safety::StimCommand command = safety::StimCommand::off();
      for (int frame = 0; frame < golden::kFrames; ++frame) {
        command = loop->step(patient->live_through(command));
      }
      benchmark::DoNotOptimize(command);
    }
  }
  state.SetItemsProcessed(state.iterations() * kTenMinutes * golden::kFrames);
}
BENCHMARK(an_hour_of_steps)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat
