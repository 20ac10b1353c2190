// Prints what trees make of a signal, half second by half second, in bits: features as
// they are and normalised, their levels, log-odds, sums and votes, for tree_vectors.csv.
// The same program runs from g++, from clang and on Cortex-M4F, and must print the same.
#include <bit>
#include <optional>

#include "biomarkers/tree_detector.h"
#include "tests/golden/line.h"
#include "tests/golden/trace.h"
#include "tests/support/tree_models.h"

namespace {

using namespace homeostat;
using namespace homeostat::biomarkers;
using golden::Line;

constexpr float kRateHz = 250.0F;
constexpr float kRailUv = 3000.0F;
constexpr int kPerFrame = 8;
constexpr int kFrames = 150 * 250 / kPerFrame;  // two and a half minutes

// Larger than a device's stack.
TreeSettings settings;
std::optional<TreeDetector> trees;
SeizureFeatures features(kRateHz, kRailUv);
AdaptiveScale scale;

class Random {
 public:
  std::uint32_t next() {
    state_ = state_ * 1664525U + 1013904223U;
    return state_ >> 8;
  }
  int below(int end) { return static_cast<int>(next() % static_cast<unsigned>(end)); }

 private:
  std::uint32_t state_ = 1;
};

// Sixty trees and twelve of a veto, each node its own question.
TreeModel random_model(Random& random) {
  using homeostat::testing::put;
  constexpr int kVetoTrees = 12;
  TreeModel model;
  model.size = static_cast<std::uint16_t>(tree_model_bytes(kMostTrees, kVetoTrees));
  model.bytes = {'T', kTreeModelVersion, 8, kMostTrees, kVetoTrees};
  put(model, 8, static_cast<std::uint32_t>(-300), 2);  // the veto's base
  put(model, 12, std::bit_cast<std::uint32_t>(0.02F), 4);
  put(model, 16, std::bit_cast<std::uint32_t>(0.02F), 4);
  for (std::size_t f = 0; f < kTreeFeatures; ++f) {
    put(model, kTreeQuantiserAt + 8 * f, std::bit_cast<std::uint32_t>(-8.0F), 4);
    put(model, kTreeQuantiserAt + 8 * f + 4, std::bit_cast<std::uint32_t>(10.0F), 4);
  }
  for (std::size_t at = kTreesAt; at + kTreeBytes < model.size; at += kTreeBytes) {
    for (std::size_t node = 0; node < kTreeNodes; ++node) {
      model.bytes[at + 2 * node] = static_cast<std::uint8_t>(random.below(kTreeFeatures));
      model.bytes[at + 2 * node + 1] = static_cast<std::uint8_t>(random.below(256));
    }
    for (std::size_t leaf = 0; leaf < kTreeLeaves; ++leaf) {
      model.bytes[at + 2 * kTreeNodes + leaf] =
          static_cast<std::uint8_t>(random.below(256));
    }
  }
  homeostat::testing::seal(model);
  return model;
}

// Coloured noise, a tenth of it lost now and then, four times as loud for a while.
class Signal {
 public:
  ChannelSamples frame(int index, Random& random) {
    ChannelSamples samples;
    samples.count = kPerFrame;
    samples.used = first_samples(kPerFrame);
    samples.after_gap = index == 0;
    const float gain = index % 1250 > 1000 ? 4.0F : 1.0F;
    for (std::size_t i = 0; i < kPerFrame; ++i) {
      const float white = static_cast<float>(random.below(65536) - 32768) / 1024.0F;
      slow_uv_ = 0.9F * slow_uv_ + white;
      samples.uv[i] = gain * slow_uv_;
    }
    if (index % 100 < 5) samples.used &= ~SampleMask{3};
    return samples;
  }

 private:
  float slow_uv_ = 0.0F;
};

std::uint64_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }

template <class Values>
std::uint64_t digest(const Values& values) {
  std::uint64_t sum = 14695981039346656037ULL;
  for (const auto value : values) {
    sum = (sum ^ bits(static_cast<float>(value))) * 1099511628211ULL;
  }
  return sum;
}

void print_half_second(int frame) {
  const SeizureFeatureValues normalised = scale.normalised(features.values());
  const TreeLevels levels = levels_of(settings.model, features.values(), normalised);
  const TreeOdds odds = odds_of(settings.model, levels);
  const TreeReading reading = trees->reading();
  Line()
      .number(frame)
      .text(",")
      .hex(digest(features.values()))
      .text(",")
      .hex(digest(normalised))
      .text(",")
      .hex(digest(levels))
      .text(",")
      .hex(bits(odds.seizure) << 32 | bits(odds.artefact))
      .text(",")
      .number(reading.valid)
      .text(",")
      .number(reading.alarms)
      .end();
}

}  // namespace

int homeostat::golden::print_trace() noexcept {
  Random random;
  settings = {.channel_count = 1,
              .votes = 1,
              .drift = 0.5F,
              .alarm_at = 4.0F,
              .model = random_model(random)};
  trees.emplace(settings, kRateHz, kRailUv);
  if (fault_of(settings.model) != nullptr) return 1;
  Signal signal;
  for (int frame = 0; frame < kFrames; ++frame) {
    const ChannelSamples samples = signal.frame(frame, random);
    trees->update(0, &samples, false, false, settings.model);
    if (!features.update(samples) || !features.known()) continue;
    print_half_second(frame);
    scale.learn(features.values(), false);
  }
  return 0;
}
