// A small language for tests of mood: settings that are easy to read against, frames of
// noise with pulses between them, and a listener on its own.
#pragma once

#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

#include "biomarkers/freshness.h"
#include "biomarkers/mood_biomarker.h"
#include "tests/biomarkers/sensor.h"
#include "tests/support/mood_features.h"

namespace homeostat::biomarkers {

inline constexpr int kFramesPerSecond = 25;  // of 10 samples at 250 Hz
inline constexpr int kFramesPerBin = 600 * kFramesPerSecond;

// One feature, no smoothing beyond a bin, on above 1 and off below 0; two bins and three.
inline MoodSettings plain_mood() {
  MoodSettings mood;
  mood.feature_count = 1;
  mood.features[0] = power_of(0, 30.0F, 50.0F);
  mood.smoothing = Microseconds(600'000'000);
  mood.on = 1.0F;
  mood.off = 0.0F;
  mood.on_bins = 2;
  mood.off_bins = 3;
  mood.sick_from = 0.5F;
  mood.sensed_while = SensedWhile::kOff;
  mood.exclusion = 60_s;
  mood.daily_memory = 86'400_s + Microseconds(9 * 86'400'000'000);
  mood.scale_memory = Microseconds(14 * 86'400'000'000);
  mood.circumstances.lead = {'l'};
  mood.circumstances.gain = {'g'};
  mood.circumstances.medication = {'m'};
  return mood;
}

inline BiomarkerSettings mood_sensing(const MoodSettings& mood) {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 2;
  settings.samples_per_frame = 10;
  settings.blanking = 4_ms;
  settings.mood = mood;
  return settings;
}

// One frame after the other, 40 ms each, two channels, all good.
class MoodBench {
 public:
  explicit MoodBench(const MoodSettings& mood, float high_pass_hz = 0.0F)
      : settings_(filtered(mood_sensing(mood), high_pass_hz)),
        listener_(std::make_unique<MoodListener>(settings_, mood)),
        blanking_(settings_.blanking, {250.0F, 10}),
        freshness_(settings_) {
    frame_.channel_count = 2;
    frame_.sample_count = 10;
    for (ChannelQuality& quality : qualities) quality.verdict = ChannelVerdict::kGood;
  }

  // Samples of `uv(channel, sample)`; a pulse at the frame's beginning, where asked.
  template <class Signal>
  const MoodListener& frame(const Signal& uv, bool pulse = false) {
    frame_.time = frame_.time + 40_ms;
    ++frame_.sequence;
    for (std::size_t c = 0; c < 2; ++c) {
      for (std::size_t i = 0; i < 10; ++i) {
        frame_.samples_uv[c][i] =
            static_cast<float>(uv(static_cast<int>(c), sample_ + static_cast<int>(i)));
      }
    }
    sample_ += 10;
    frame_.echo[0] = {};
    if (pulse) {
      frame_.echo[0].count = 1;
      frame_.echo[0].segments[0].first_pulse = frame_.time - 40_ms;
      frame_.echo[0].segments[0].pulses = 1;
    }
    return hear();
  }

  // The frame as it stands.
  const MoodListener& hear() {
    const Arrival arrival = freshness_.judge(frame_);
    const SampleMask spoilt = blanking_.update(frame_);
    HeardFrame heard{frame_, arrival, qualities, {}};
    for (std::size_t c = 0; c < 2; ++c) {
      banks_[c].count = 10;
      banks_[c].used = first_samples(10) & ~spoilt;
      banks_[c].after_gap = arrival.after_gap;
      banks_[c].uv = frame_.samples_uv[c];
      heard.samples[c] = &banks_[c];
    }
    listener_->update(heard);
    if (listener_->bin_ended()) bins.push_back(listener_->bin());
    missing += listener_->missing_bins();
    return *listener_;
  }

  SampleFrame& raw() { return frame_; }
  MoodListener& listener() { return *listener_; }
  const BiomarkerSettings& settings() const { return settings_; }

  std::array<ChannelQuality, kMaxChannels> qualities{};
  std::vector<MoodBin> bins;
  int missing = 0;

 private:
  static BiomarkerSettings filtered(BiomarkerSettings settings, float high_pass_hz) {
    settings.channels[0].high_pass_hz = high_pass_hz;
    return settings;
  }

  BiomarkerSettings settings_;
  std::unique_ptr<MoodListener> listener_;
  Blanking blanking_;
  Freshness freshness_;
  SampleFrame frame_;
  std::array<ChannelSamples, 2> banks_{};
  int sample_ = 0;
};

// White, of one uV rms, the same bits everywhere.
class WhiteNoise {
 public:
  explicit WhiteNoise(std::uint64_t seed) : random_(seed) {}
  double operator()() { return normal_(random_); }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
};

inline double sine(double hz, int sample, double phase = 0.0) {
  return std::sin(2.0 * std::numbers::pi * hz * sample / 250.0 + phase);
}

inline bool same_bits(const MoodBin& a, const MoodBin& b) {
  for (std::size_t f = 0; f < kMaxMoodFeatures; ++f) {
    if (std::bit_cast<std::uint32_t>(a.values[f]) !=
        std::bit_cast<std::uint32_t>(b.values[f])) {
      return false;
    }
  }
  return std::bit_cast<std::uint32_t>(a.sleep_ratio_log10) ==
             std::bit_cast<std::uint32_t>(b.sleep_ratio_log10) &&
         a.clean_permille == b.clean_permille &&
         a.stimulated_permille == b.stimulated_permille;
}

// Feature 0 lies at 1.0 and strays by 0.5; score is its deviations.
inline MoodSettings settings_of(int hold_off_h = 0) {
  MoodSettings mood = plain_mood();
  mood.hold_off = Microseconds(hold_off_h * 3'600'000'000LL);
  return mood;
}

inline MoodBin bin_of(double value, int clean = 900, int stimulated = 0) {
  MoodBin bin;
  bin.values.fill(kNotKnown);
  bin.values[0] = static_cast<float>(value);
  bin.clean_permille = static_cast<std::uint16_t>(clean);
  bin.stimulated_permille = static_cast<std::uint16_t>(stimulated);
  return bin;
}

}  // namespace homeostat::biomarkers
