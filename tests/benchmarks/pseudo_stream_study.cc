// How detectors fare on streams made of Bonn's clips: six hours of intracranial
// background (sets N and F) with an ictal clip (set S) each quarter of an hour, as they
// are, at twice and half the gain, and with a gain that drifts by e^+-1 over two hours.
//
// Tuned as `homeostat tune` does on such a stream of one half of each set's clips,
// tested, by the device's own bank, on streams of the other half; then the halves change
// places. It ranks designs and is no figure for patients: one channel, no true onsets,
// background that jumps each 23.6 s. Shared reference "detection", section 3.6.
// pseudo_stream_study FOLDER_OF_BONN.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "biomarkers/biomarker_bank.h"
#include "sim/replay_plant.h"
#include "sim/tune.h"
#include "sim/tune_trees.h"

namespace homeostat::sim {
namespace {

constexpr double kRate_hz = 173.61;
constexpr std::size_t kClip = 4097;
constexpr int kClipsAnEvent = 38;  // a quarter of an hour
constexpr int kEvents = 24;
constexpr std::size_t kHalf = 50;  // clips of a set

using Clips = std::vector<std::vector<float>>;

Clips clips_of(const std::filesystem::path& folder, char set) {
  std::ifstream file(folder / (std::string("bonn_") + set + "_100x4097_i16.bin"),
                     std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  Clips clips;
  for (std::size_t at = 0; at + 2 * kClip <= bytes.size(); at += 2 * kClip) {
    std::vector<float>& clip = clips.emplace_back();
    for (std::size_t i = 0; i < kClip; ++i) {
      const auto low = static_cast<std::uint8_t>(bytes[at + 2 * i]);
      const auto high = static_cast<std::uint8_t>(bytes[at + 2 * i + 1]);
      clip.push_back(static_cast<float>(static_cast<std::int16_t>(low | high << 8)));
    }
  }
  return clips;
}

struct Bonn {
  Clips quiet[2];
  Clips ictal;
};

// Clips one after the other, as loud as `gain` says.
class Stream {
 public:
  explicit Stream(double (*gain)(double t_s)) : gain_(gain) {
    line_.recordings.emplace_back().signals_uv.emplace_back();
  }

  void append(const std::vector<float>& clip, bool ictal) {
    std::vector<float>& signal = line_.recordings[0].signals_uv[0];
    const double onset_s = static_cast<double>(signal.size()) / kRate_hz;
    for (const float uv : clip) {
      const double t_s = static_cast<double>(signal.size()) / kRate_hz;
      signal.push_back(static_cast<float>(gain_(t_s) * static_cast<double>(uv)));
    }
    const double now_s = static_cast<double>(signal.size()) / kRate_hz;
    if (ictal) line_.events.push_back({onset_s, now_s});
    line_.duration_s = line_.recordings[0].duration_s = now_s;
    line_.recordings[0].events = line_.events;
  }
  const Timeline& line() const { return line_; }

 private:
  double (*gain_)(double);
  Timeline line_;
};

double as_it_is(double) { return 1.0; }
double twice(double) { return 2.0; }
double half(double) { return 0.5; }
double drifting(double t_s) { return std::exp(std::sin(2 * M_PI * t_s / 7200.0)); }

// Six hours. Which clips may come changes between events, at four times: clips `first` to
// `first` + `pool`, then the next as many, and so on.
Timeline six_hours(const Bonn& bonn, std::size_t first, std::size_t pool, int pools,
                   std::uint32_t seed, double (*gain)(double)) {
  std::mt19937 random(seed);
  Stream stream(gain);
  const auto draw = [&](const Clips& from, int event) -> const std::vector<float>& {
    const auto now = static_cast<std::size_t>(std::max(event, 0) * pools / kEvents);
    return from[first + pool * now + random() % pool];
  };
  for (int event = 0; event < kEvents; ++event) {
    for (int i = 0; i + 1 < kClipsAnEvent; ++i) {
      const Clips& set = bonn.quiet[random() % 2];
      stream.append(draw(set, 2 * i < kClipsAnEvent ? event - 1 : event), false);
    }
    stream.append(draw(bonn.ictal, event), true);
  }
  return stream.line();
}

// What is learnt from: quarters that share no clip, so that what was left out of a
// training was not heard in it under another time.
Timeline learnt_from(const Bonn& bonn, std::size_t first) {
  return six_hours(bonn, first, kHalf / 4, 4, 1, as_it_is);
}

controller::TherapyProgram program() {
  controller::TherapyProgram program;
  biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  sensing.channel_count = 1;
  sensing.channels[0] = {.label = {"N"}, .high_pass_hz = 0.5F};
  sensing.sample_rate_hz = 173.61F;
  sensing.samples_per_frame = 8;
  sensing.persistence = {
      .votes = 1, .onset = Microseconds(0), .termination = Microseconds(2'000'000)};
  sensing.quality = {.rail_uv = 6000.0F,
                     .rail_time = Microseconds(500'000),
                     .flat_uv = 0.2F,
                     .flat_time = Microseconds(5'000'000),
                     .max_frame_age = Microseconds(200'000),
                     .recovery_time = Microseconds(1'000'000),
                     .episode_hold = Microseconds(60'000'000),
                     .min_good_channels = 1};
  return program;
}

std::vector<Interval> detections(const biomarkers::BiomarkerSettings& settings,
                                 const Timeline& line) {
  controller::TherapyProgram tuned = program();
  tuned.biomarkers = settings;
  ReplayPlant plant(line.recordings[0].signals_uv, tuned);
  biomarkers::BiomarkerBank bank(settings);
  biomarkers::SampleFrame frame;
  const safety::StimCommand off = safety::StimCommand::off();
  std::vector<Interval> all;
  bool seizure = false;
  for (std::int64_t i = 0; i < plant.frames(); ++i) {
    plant.advance({&off, 1}, {&frame, 1});
    const double now_s = static_cast<double>(frame.time.count()) * 1e-6;
    const bool now = bank.update(frame, false, settings.trees.model).seizure;
    if (now && !seizure) all.push_back({now_s, now_s});
    if (now) all.back().offset_s = now_s;
    seizure = now;
  }
  return all;
}

void tell(const char* name, const TuneScore& score) {
  const double f1 =
      2.0 * score.detected / (score.detected + score.events + score.false_alarms);
  const auto latency_s = score.median_latency_s();
  std::printf("  %-14s U %.2f  FA/h %.2f  F1 %.2f  median latency %.1f s\n", name,
              static_cast<double>(score.useful) / score.events,
              score.false_alarms_per_h(), f1, latency_s ? *latency_s : std::nan(""));
}

struct Condition {
  const char* name;
  std::vector<double (*)(double)> gains;
};

void study(const std::filesystem::path& folder) {
  const Bonn bonn{{clips_of(folder, 'N'), clips_of(folder, 'F')}, clips_of(folder, 'S')};
  const Condition conditions[] = {{"as it is", {as_it_is}},
                                  {"gain 2 and 1/2", {twice, half}},
                                  {"drift e^+-1", {drifting}}};
  for (const char* detector : {"line_length", "half_wave", "gbdt"}) {
    TuneScore sums[std::size(conditions)];
    for (const std::size_t learnt : {std::size_t{0}, kHalf}) {
      const auto results = tune(program(), learnt_from(bonn, learnt),
                                {.detector = detector}, [](double) {});
      const TuneResult& best = results.front();
      std::printf("%s, learnt from clips %zu to %zu: %s\n", detector, learnt, learnt + 49,
                  best.words.c_str());
      std::uint32_t seed = 2;
      for (std::size_t i = 0; i < std::size(conditions); ++i) {
        TuneScore here;
        for (double (*gain)(double) : conditions[i].gains) {
          const Timeline line = six_hours(bonn, kHalf - learnt, kHalf, 1, seed++, gain);
          here += score_between(line, detections(best.settings, line), 0.0,
                                line.duration_s + 1.0);
        }
        tell(conditions[i].name, here);
        sums[i] += here;
      }
    }
    std::printf("%s, both halves\n", detector);
    for (std::size_t i = 0; i < std::size(conditions); ++i) {
      tell(conditions[i].name, sums[i]);
    }
  }
}

}  // namespace
}  // namespace homeostat::sim

int main(int count, char** words) {
  if (count != 2) return 2;
  homeostat::sim::study(words[1]);
  return 0;
}
