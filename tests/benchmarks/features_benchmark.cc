// What each feature costs a sample and channel on this machine, its detector included: a
// short window of 1.024 s against a baseline of 60 s, at 250 Hz. The line "none" is the
// detector alone.
#include <benchmark/benchmark.h>

#include <string>

#include "tests/biomarkers/lone_detector.h"
#include "tests/support/feature_settings.h"

namespace homeostat::biomarkers {
namespace {

constexpr Cadence kCadence{.sample_rate_hz = 250.0F, .samples_per_frame = 8};

// A minute of noise with some rhythm, in frames.
std::vector<ChannelSamples> a_minute() {
  std::vector<ChannelSamples> frames(1875);
  std::uint32_t noise = 1;
  float rhythm_uv = 0.0F;
  for (ChannelSamples& frame : frames) {
    frame.count = kCadence.samples_per_frame;
    frame.used = first_samples(frame.count);
    for (std::size_t i = 0; i < 8; ++i) {
      noise = noise * 1664525U + 1013904223U;
      rhythm_uv += 0.1F * (static_cast<float>(noise >> 16) / 819.2F - 40.0F - rhythm_uv);
      frame.uv[i] = 4.0F * rhythm_uv;
    }
  }
  frames[0].after_gap = true;
  return frames;
}

void a_sample(benchmark::State& state, const FeatureEntry& entry) {
  const std::vector<ChannelSamples> frames = a_minute();
  LoneDetector detector(testing::usual_settings(entry), kCadence);
  for (auto _ : state) {
    for (const ChannelSamples& frame : frames) detector.update(frame, false);
    benchmark::DoNotOptimize(detector.reading());
  }
  const auto samples = static_cast<double>(frames.size()) * kCadence.samples_per_frame;
  state.counters["a_sample"] =
      benchmark::Counter(samples, benchmark::Counter::kIsIterationInvariantRate |
                                      benchmark::Counter::kInvert);
}

const bool kRegistered = [] {
  for (const FeatureEntry& entry : kFeatures) {
    benchmark::RegisterBenchmark(("feature/" + std::string(entry.name)).c_str(), a_sample,
                                 entry)
        ->Unit(benchmark::kMicrosecond);
  }
  return true;
}();

}  // namespace
}  // namespace homeostat::biomarkers
