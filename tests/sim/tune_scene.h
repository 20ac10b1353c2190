// Recordings to tune on, made up: twelve minutes a file, noise of about 25 uV, seizures
// of 40 s from 6 Hz down to 3 at 200 uV on the first channel, each minute a second of
// muscle as loud on all.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "sim/edf_writer.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/tune_command.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {

inline constexpr double kSceneRate_hz = 250.0;
inline constexpr int kSceneMinutes = 12;

inline std::vector<float> scene_signal(std::uint32_t seed,
                                       const std::vector<double>& seizures_s) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<float> uv(static_cast<std::size_t>(kSceneMinutes * 60 * kSceneRate_hz));
  double slow = 0.0;
  for (std::size_t i = 0; i < uv.size(); ++i) {
    const double t_s = static_cast<double>(i) / kSceneRate_hz;
    slow = 0.95 * slow + 8.0 * normal(random);
    double x = slow;
    for (const double onset_s : seizures_s) {
      if (t_s < onset_s || t_s >= onset_s + 40.0) continue;
      const double since_s = t_s - onset_s;  // from 6 Hz down to 3
      const double turns = 6.0 * since_s - 1.5 * since_s * since_s / 40.0;
      x += 200.0 * std::sin(2 * M_PI * turns) + 60.0 * std::sin(6 * M_PI * turns);
    }
    if (std::fmod(t_s, 60.0) > 30.0 && std::fmod(t_s, 60.0) < 31.0) {
      x += 40.0 * normal(random);
    }
    uv[i] = static_cast<float>(x);
  }
  return uv;
}

struct SceneOptions {
  std::vector<std::string> channels{"F8"};
  std::vector<Event> also;              // in the events file, beside seizures
  std::vector<Annotation> annotations;  // in the recording itself
};

struct Scene {
  std::filesystem::path folder;

  Scene() : folder(homeostat::testing::scratch_path("")) {
    std::filesystem::create_directories(folder);
  }
  ~Scene() { std::filesystem::remove_all(folder); }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  std::filesystem::path record(const std::string& name, std::uint32_t seed,
                               const std::vector<double>& seizures_s,
                               const SceneOptions& more = {}) const {
    const std::filesystem::path file = folder / (name + ".edf");
    std::vector<EdfChannel> channels;
    std::vector<std::vector<float>> signals;
    for (const std::string& label : more.channels) {
      channels.push_back({.label = label, .rate_hz = kSceneRate_hz});
      signals.push_back(
          scene_signal(seed + 1000 * static_cast<std::uint32_t>(signals.size()),
                       signals.empty() ? seizures_s : std::vector<double>{}));
    }
    EdfWriter writer(file, channels);
    writer.append(std::vector<std::span<const float>>(signals.begin(), signals.end()));
    for (const Annotation& each : more.annotations) {
      writer.annotate(each.onset_s, each.duration_s, each.text);
    }
    writer.close();
    EventFile events{.events = more.also, .recording_duration_s = kSceneMinutes * 60.0};
    for (const double onset_s : seizures_s) {
      events.events.push_back(
          {.onset_s = onset_s, .duration_s = 40.0, .event_type = "sz"});
    }
    write_events(folder / (name + "_events.tsv"), events);
    return file;
  }

  std::filesystem::path out() const { return folder / "out.textproto"; }

  TuneOptions options(const std::string& detector,
                      const std::string& program = "replay/scalp") const {
    TuneOptions options{.recordings = {folder}, .program = program, .out = out()};
    options.request.detector = detector;
    return options;
  }
};

struct Told {
  std::string out;
  std::string err;
};

inline Told tuned(const TuneOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const std::atomic<bool> stop{false};
  EXPECT_EQ(tune_command(options, {out, err, false, stop}), 0);
  return {out.str(), err.str()};
}

inline std::string refusal(const TuneOptions& options) {
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  try {
    (void)tune_command(options, {out, out, false, stop});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace homeostat::sim
