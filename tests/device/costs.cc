// What the core's parts cost, for count_plugin.c: each feature that this build carries, a
// channel, the trees, the chain of adaptive programs, a mood biomarker, and the loop as a
// whole through the ten minutes of the golden trace. Prints a line a section;
// tests/device/costs_test.py lays the counts beside them.
#include <bit>
#include <optional>

#include "biomarkers/carried.h"
#include "biomarkers/detector.h"
#include "biomarkers/rcs_chain.h"
#include "controller/closed_loop.h"
#include "tests/biomarkers/rcs_bench.h"
#include "tests/device/counted.h"
#include "tests/device/mood_costs.h"
#include "tests/device/noise.h"
#include "tests/golden/scripted_patient.h"
#include "tests/golden/trace.h"
#include "tests/support/feature_settings.h"
#include "tests/support/tree_models.h"

namespace homeostat::golden {
namespace {

using namespace biomarkers;

constexpr int kStretchFrames = 1024;  // half a minute

void next(Noise& noise, ChannelSamples& samples) noexcept {
  samples.count = kCadence.samples_per_frame;
  samples.used = first_samples(samples.count);
  noise.next(samples.uv);
}

// Larger than a device's stack.
DetectorMemory memory;
ChannelSamples samples;
ChannelSamples other;
controller::TherapyProgram program;

template <class Work>
void count_frames(const Work& work) noexcept {
  Noise noise;
  for (int frame = 0; frame < kStretchFrames; ++frame) {
    next(noise, samples);
    next(noise, other);
    samples.after_gap = other.after_gap = frame == 0;
    count(work);
  }
}

void count_nothing() noexcept {
  begin_section("nothing", 0, 1);
  for (int i = 0; i < 64; ++i) count([] {});
}

void count_feature(const FeatureEntry& entry) noexcept {
  memory = {};
  const KeptFeature feature(testing::usual_settings(entry), kCadence.sample_rate_hz,
                            memory);
  begin_section(entry.name, KeptFeature::bytes_of(entry.feature), 8);
  count_frames([&] { (void)feature.update(memory, samples, other); });
}

// A detector's two windows and its threshold, of a feature that sees nothing.
void count_detector() noexcept {
  memory = {};
  const DetectorSettings settings = testing::usual_settings(kFeatures[0]);
  static Detector detector;
  detector = Detector(settings, kCadence, memory);
  begin_section("detector's windows", Detector::bytes_of(settings), 8);
  count_frames([&] {
    detector.update(memory, samples, other, false);
    (void)detector.reading(memory);
  });
}

// As many trees as there can be, each node with its own question.
void plant_trees(TreeSettings& trees) noexcept {
  constexpr int kVetoTrees = 12;
  TreeModel& model = trees.model;
  model.size = static_cast<std::uint16_t>(tree_model_bytes(kMostTrees, kVetoTrees));
  model.bytes = {'T', kTreeModelVersion, 8, kMostTrees, kVetoTrees};
  for (const std::size_t at : {12U, 16U}) {
    testing::put(model, at, std::bit_cast<std::uint32_t>(0.02F), 4);
  }
  for (std::size_t f = 0; f < kTreeFeatures; ++f) {
    const std::size_t at = kTreeQuantiserAt + 8 * f;
    testing::put(model, at, std::bit_cast<std::uint32_t>(-8.0F), 4);
    testing::put(model, at + 4, std::bit_cast<std::uint32_t>(10.0F), 4);
  }
  std::uint32_t random = 1;
  for (std::size_t at = kTreesAt; at + 4 < model.size; ++at) {
    random = random * 1664525U + 1013904223U;
    const bool asks = (at - kTreesAt) % kTreeBytes < 2 * kTreeNodes;
    const bool feature = asks && (at - kTreesAt) % kTreeBytes % 2 == 0;
    model.bytes[at] =
        static_cast<std::uint8_t>(feature ? (random >> 8) % kTreeFeatures : random >> 24);
  }
  testing::seal(model);
  trees.channel_count = kMostTreeChannels;
  trees.channels = {0, 1, 2, 3};
  trees.votes = 2;
  trees.drift = 1.0F;
  trees.alarm_at = 8.0F;
}

void count_trees() noexcept {
  static SeizureFeatures features(kCadence.sample_rate_hz, 4500.0F);
  begin_section("13 features of the trees", sizeof features, 8);
  count_frames([] { (void)features.update(samples); });
  static TreeSettings settings;
  plant_trees(settings);
  static TreeDetector trees(settings, kCadence.sample_rate_hz, 4500.0F);
  Noise background;  // a minute of it, before they are believed
  for (int frame = 0; frame < 3 * kStretchFrames; ++frame) {
    next(background, samples);
    samples.after_gap = frame == 0;
    trees.update(0, &samples, false, false, settings.model);
  }
  begin_section("72 trees on 26 features", sizeof trees / kMostTreeChannels, 8);
  count_frames([] { trees.update(0, &samples, false, false, settings.model); });
}

// The chain of an adaptive program: one band of a transform of 256, every 50 ms.
void count_chain() noexcept {
  using Chain = RcsChainOf<kRcsAdaptiveChannels>;
  RcsSettings settings = one_bin(256, 16);
  settings.fft_interval_ms = 50;
  static Chain chain(settings);
  begin_section("chain of RC+S", sizeof chain, 1);
  Noise noise;
  for (int frame = 0; frame < kStretchFrames; ++frame) {
    next(noise, samples);
    for (std::size_t i = 0; i < 8; ++i) {
      const RcsCounts counts{static_cast<std::int32_t>(samples.uv[i])};
      count([&] { (void)chain.update(counts); });
    }
  }
}

std::optional<controller::ClosedLoop> loop;

// step(loop, frame, command): one frame, of which it counts what it wants.
template <class Step>
void live(const char* name, int frames, const Step& step) noexcept {
  static ScriptedPatient patient;
  patient = {};
  loop.emplace(program, Instant{});
  begin_section(name, sizeof(controller::ClosedLoop), 1);
  safety::StimCommand command = safety::StimCommand::off();
  for (int frame = 0; frame < frames; ++frame) {
    step(patient.live_through(command), command);
  }
}

void count_loop(const char* name) noexcept {
  live(name, kFrames, [](const SampleFrame& frame, safety::StimCommand& command) {
    count([&] { command = loop->step(frame); });
  });
}

// Its two halves, through the first seizure.
void count_halves() noexcept {
  constexpr int kFirstSeizure = 2400;
  static Biomarkers seen;
  live("sensing", kFirstSeizure,
       [](const SampleFrame& frame, safety::StimCommand& command) {
         count([&] { seen = loop->sense(frame); });
         command = loop->act(seen, frame);
       });
  live("deciding", kFirstSeizure,
       [](const SampleFrame& frame, safety::StimCommand& command) {
         seen = loop->sense(frame);
         count([&] { command = loop->act(seen, frame); });
       });
}

// Of a stack that is small the copy takes much, and is gone when this returns.
[[gnu::noinline]] void take_program() noexcept { program = golden_program(); }

}  // namespace

int print_trace() noexcept {
  count_nothing();
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature != Feature::kNone && carries(entry.feature)) count_feature(entry);
  }
  count_detector();
  count_trees();
  if constexpr (kCarriesRcsChain) count_chain();
  if constexpr (kCarriesMood) count_mood();
  take_program();
  count_halves();
  count_loop("loop");
  plant_trees(program.biomarkers.trees);
  if (!controller::validate(program, nullptr, nullptr)) return 1;
  count_loop("loop with trees");
  return 0;
}

}  // namespace homeostat::golden
