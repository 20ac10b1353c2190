// What a half second costs by which trees judge: the whole chain of one channel, from
// samples to log-odds and their sum, told in nanoseconds a sample. Goal: 60.
#include <benchmark/benchmark.h>

#include <vector>

#include "biomarkers/tree_detector.h"
#include "tests/support/tree_models.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kRateHz = 250.0F;
constexpr int kPerFrame = 8;
constexpr int kMinutes = 10;

std::vector<ChannelSamples> frames() {
  std::vector<ChannelSamples> all(
      static_cast<std::size_t>(kMinutes * 60 * 250 / kPerFrame));
  std::uint32_t seed = 1;
  float slow = 0.0F;
  for (ChannelSamples& frame : all) {
    frame.count = kPerFrame;
    frame.used = first_samples(kPerFrame);
    for (std::size_t i = 0; i < kPerFrame; ++i) {
      seed = seed * 1664525U + 1013904223U;
      slow = 0.9F * slow + static_cast<float>(seed >> 8) / 524288.0F - 16.0F;
      frame.uv[i] = slow;
    }
  }
  all.front().after_gap = true;
  return all;
}

void per_sample(benchmark::State& state, const std::vector<ChannelSamples>& all) {
  state.counters["a_sample"] = benchmark::Counter(
      static_cast<double>(all.size() * kPerFrame),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void trees_13_features(benchmark::State& state) {
  const auto all = frames();
  for (auto _ : state) {
    SeizureFeatures features(kRateHz, 3000.0F);
    for (const ChannelSamples& frame : all) {
      if (features.update(frame)) benchmark::DoNotOptimize(features.values());
    }
  }
  per_sample(state, all);
}
BENCHMARK(trees_13_features)->Unit(benchmark::kMillisecond);

void trees_whole_chain(benchmark::State& state) {
  const auto all = frames();
  homeostat::testing::TreeModelParts parts{.levels_per_unit = 16.0F};
  parts.trees.clear();
  for (int i = 0; i < kMostTrees; ++i) {
    parts.trees.push_back(
        {.feature = i % kTreeFeatures, .threshold = 40 + i, .left = -1, .right = 1});
  }
  TreeSettings settings{.channel_count = 1,
                        .votes = 1,
                        .drift = 1.0F,
                        .alarm_at = 6.0F,
                        .model = made_of(parts)};
  for (auto _ : state) {
    TreeDetector trees(settings, kRateHz, 3000.0F);
    for (const ChannelSamples& frame : all) {
      trees.update(0, &frame, false, false, settings.model);
      benchmark::DoNotOptimize(trees.evidence());
    }
  }
  per_sample(state, all);
}
BENCHMARK(trees_whole_chain)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat::biomarkers
