// What each feature costs a sample and channel on this machine, its detector included: a
// short window of 1.024 s against a baseline of 60 s, at 250 Hz. The line "none" is the
// detector alone.
#include <benchmark/benchmark.h>

#include <string>

#include "tests/biomarkers/lone_detector.h"

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

DetectorSettings settings_of(const FeatureEntry& entry) {
  DetectorSettings settings{.feature = entry.feature,
                            .short_window = Microseconds(1'024'000),
                            .long_window = Microseconds(60'000'000),
                            .threshold = 1000.0F};
  if (wants(entry.feature, kNeedsBand)) {
    settings.band_low_hz = 4.0F;
    settings.band_high_hz = 30.0F;
  }
  if (wants(entry.feature, kNeedsHysteresis)) settings.hysteresis_uv = 5.0F;
  if (wants(entry.feature, kNeedsAmplitude)) settings.min_amplitude_uv = 20.0F;
  if (wants(entry.feature, kNeedsStretch)) settings.stretch_samples = 256;
  if (wants(entry.feature, kNeedsEdge)) settings.edge_percent = 90;
  if (wants(entry.feature, kNeedsLine)) settings.line_hz = 50.0F;
  if (wants(entry.feature, kNeedsLag)) settings.lag_samples = 5;
  if (wants(entry.feature, kNeedsAmplitudeBand)) {
    settings.amplitude_low_hz = 40.0F;
    settings.amplitude_high_hz = 110.0F;
  }
  return settings;
}

void a_sample(benchmark::State& state, const FeatureEntry& entry) {
  const std::vector<ChannelSamples> frames = a_minute();
  LoneDetector detector(settings_of(entry), kCadence);
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
