// What a sample of a channel costs before any feature: verdicts alone, with every watch
// for noise, and the template of a periodic artefact.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>

#include "biomarkers/phase_template.h"
#include "biomarkers/signal_quality.h"

namespace homeostat::biomarkers {
namespace {

constexpr Cadence kCadence{.sample_rate_hz = 250.0F, .samples_per_frame = 8};
constexpr int kFrames = 1024;
using Frames = std::array<std::array<float, kMaxSamples>, kFrames>;

const Frames& noise() {
  static const Frames frames = [] {
    Frames made{};
    std::uint32_t state = 1;
    for (auto& frame : made) {
      for (std::size_t i = 0; i < 8; ++i) {
        state = state * 1664525U + 1013904223U;
        frame[i] = static_cast<float>(state >> 16) / 819.2F - 40.0F;
      }
    }
    return made;
  }();
  return frames;
}

void quality(benchmark::State& state, bool watches) {
  QualitySettings settings{.rail_uv = 3000.0F,
                           .rail_time = Microseconds(500'000),
                           .flat_uv = 0.5F,
                           .flat_time = Microseconds(2'000'000),
                           .max_frame_age = Microseconds(200'000),
                           .recovery_time = Microseconds(1'000'000)};
  if (watches) {
    settings.line_hz = 50.0F;
    settings.line_percent = 80;
    settings.line_uv = 10.0F;
    settings.line_time = Microseconds(2'000'000);
    settings.step_medians = 12.0F;
    settings.muscle_hz = 30.0F;
    settings.muscle_percent = 50;
  }
  SignalQuality judge(settings, kCadence);
  for (auto _ : state) {
    for (const auto& frame : noise()) {
      benchmark::DoNotOptimize(judge.judge({.uv = frame, .count = 8}, {}, false));
    }
  }
  state.SetItemsProcessed(state.iterations() * kFrames * 8);
}
BENCHMARK_CAPTURE(quality, verdicts, false);
BENCHMARK_CAPTURE(quality, verdicts_and_noise, true);

void phase_template(benchmark::State& state) {
  PhaseTemplate artefact;
  float phase = 0.0F;
  for (auto _ : state) {
    for (const auto& frame : noise()) {
      for (std::size_t i = 0; i < 8; ++i) {
        phase += 0.58F;
        if (phase >= 1.0F) phase -= 1.0F;
        benchmark::DoNotOptimize(artefact.knows(phase));
        benchmark::DoNotOptimize(artefact.clean(frame[i], phase));
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * kFrames * 8);
}
BENCHMARK(phase_template);

}  // namespace
}  // namespace homeostat::biomarkers
