#include "sim/tune_candidate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "biomarkers/biomarker_bank.h"
#include "sim/observer.h"
#include "sim/replay_plant.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

constexpr std::array kRatios{1.3, 1.5, 1.75, 2.0, 2.35, 2.7, 3.1,
                             3.6, 4.2, 5.0,  6.0, 7.0,  8.5, 10.0};
constexpr std::array kHalfWavesPerSecond{3.0, 4.0, 5.5, 7.5, 10.0, 14.0};
constexpr std::array kHeights{1.5, 2.5, 4.0, 6.0};  // times the background's rms
constexpr float kHalfWaveLow_hz = 2.0F;
constexpr float kHalfWaveHigh_hz = 25.0F;
constexpr Microseconds kShort{1'024'000};
constexpr Microseconds kLong{60'000'000};

std::string text(const char* format, double a, double b = 0.0) {
  char buffer[96];
  std::snprintf(buffer, sizeof buffer, format, a, b);
  return buffer;
}

std::string label_of(const BiomarkerSettings& settings, std::size_t channel) {
  return settings.channels[channel].label.data();
}

// The windows that the program already has for this feature, else the usual ones.
DetectorSettings pattern(const BiomarkerSettings& settings, Feature feature,
                         bool relative) {
  for (std::size_t i = 0; i < settings.detector_count; ++i) {
    const DetectorSettings& detector = settings.detectors[i];
    if (detector.feature == feature &&
        (detector.long_window > Microseconds{}) == relative) {
      return detector;
    }
  }
  return {.feature = feature,
          .short_window = kShort,
          .long_window = relative ? kLong : Microseconds{}};
}

void listen(BiomarkerSettings& settings, const DetectorSettings& detector,
            const std::vector<std::size_t>& channels, int votes) {
  settings.detectors = {};
  settings.detector_count = 0;
  for (const std::size_t channel : channels) {
    DetectorSettings& each = settings.detectors[settings.detector_count++];
    each = detector;
    each.channel = static_cast<std::uint8_t>(channel);
  }
  settings.persistence.votes = static_cast<std::uint8_t>(votes);
  settings.trees = {};
}

std::vector<std::size_t> all_channels(const BiomarkerSettings& settings) {
  std::vector<std::size_t> channels;
  for (std::size_t c = 0; c < settings.channel_count; ++c) channels.push_back(c);
  return channels;
}

// Only the channels that it listens to: the others would cost as much to sense.
struct Heard {
  BiomarkerSettings settings;
  std::vector<std::size_t> channels;
};

Heard heard_by(const BiomarkerSettings& settings) {
  Heard heard{.settings = settings};
  for (std::size_t d = 0; d < settings.detector_count; ++d) {
    const std::size_t channel = settings.detectors[d].channel;
    const auto place = std::ranges::find(heard.channels, channel);
    heard.settings.detectors[d].channel =
        static_cast<std::uint8_t>(place - heard.channels.begin());
    if (place == heard.channels.end()) heard.channels.push_back(channel);
  }
  heard.settings.channel_count = static_cast<std::uint8_t>(heard.channels.size());
  for (std::size_t i = 0; i < heard.channels.size(); ++i) {
    heard.settings.channels[i] = settings.channels[heard.channels[i]];
  }
  heard.settings.quality.min_good_channels =
      std::min(settings.quality.min_good_channels, heard.settings.channel_count);
  return heard;
}

void detect(const Heard& heard, const TuneRecording& recording,
            std::vector<Interval>& detections) {
  controller::TherapyProgram program;
  program.biomarkers = heard.settings;
  std::vector<std::vector<float>> signals;
  for (const std::size_t channel : heard.channels) {
    signals.push_back(recording.signals_uv[channel]);
  }
  ReplayPlant plant(std::move(signals), program);
  BiomarkerBank bank(heard.settings);
  SampleFrame frame;
  const safety::StimCommand off = safety::StimCommand::off();
  bool seizure = false;
  double now_s = recording.begin_s;
  for (std::int64_t i = 0; i < plant.frames(); ++i) {
    plant.advance({&off, 1}, {&frame, 1});
    now_s = recording.begin_s + seconds(frame.time);
    const bool now = bank.update(frame, false).seizure;
    if (now && !seizure) detections.push_back({now_s, now_s});
    if (now || seizure) detections.back().offset_s = now_s;
    seizure = now;
  }
}

// Of all that was recorded of a channel, as its filters leave it.
double background_rms_uv(const Timeline& line, const ChannelSettings& channel,
                         std::size_t index, float rate_hz) {
  std::vector<double> seconds_rms;
  for (const TuneRecording& recording : line.recordings) {
    Biquad high(high_pass(std::max(channel.high_pass_hz, 1.0F), rate_hz));
    double sum = 0.0;
    std::size_t count = 0;
    for (const float uv : recording.signals_uv[index]) {
      if (!std::isfinite(uv)) continue;
      const double y = static_cast<double>(high.filter(uv));
      sum += y * y;
      if (++count < static_cast<std::size_t>(rate_hz)) continue;
      seconds_rms.push_back(std::sqrt(sum / static_cast<double>(count)));
      sum = 0.0;
      count = 0;
    }
  }
  if (seconds_rms.empty()) return 0.0;
  const auto middle =
      seconds_rms.begin() + static_cast<std::ptrdiff_t>(seconds_rms.size() / 2);
  std::ranges::nth_element(seconds_rms, middle);
  return *middle;
}

}  // namespace

std::vector<TuneCandidate> line_length_candidates(const BiomarkerSettings& settings) {
  const DetectorSettings usual = pattern(settings, Feature::kLineLength, true);
  std::vector<TuneCandidate> candidates;
  const auto add = [&](int family, const std::string& who,
                       const std::vector<std::size_t>& channels, int votes) {
    for (const double ratio : kRatios) {
      TuneCandidate candidate{
          .words = "line length of " + who + text(" above %.4g times its mean", ratio),
          .settings = settings,
          .family = family,
          .strict = ratio};
      DetectorSettings detector = usual;
      detector.threshold = static_cast<float>(ratio);
      listen(candidate.settings, detector, channels, votes);
      candidates.push_back(std::move(candidate));
    }
  };
  for (std::size_t c = 0; c < settings.channel_count; ++c) {
    add(static_cast<int>(c), label_of(settings, c), {c}, 1);
  }
  if (settings.channel_count >= 2) {
    add(settings.channel_count, "two channels at once", all_channels(settings), 2);
  }
  return candidates;
}

std::vector<TuneCandidate> half_wave_candidates(const BiomarkerSettings& settings,
                                                const Timeline& line) {
  DetectorSettings usual = pattern(settings, Feature::kHalfWaves, false);
  std::vector<TuneCandidate> candidates;
  for (std::size_t c = 0; c < settings.channel_count; ++c) {
    const double rms_uv =
        background_rms_uv(line, settings.channels[c], c, settings.sample_rate_hz);
    const ChannelSettings& channel = settings.channels[c];
    usual.band_low_hz = std::max(kHalfWaveLow_hz, channel.high_pass_hz);
    usual.band_high_hz = channel.low_pass_hz > 0.0F
                             ? std::min(kHalfWaveHigh_hz, channel.low_pass_hz)
                             : kHalfWaveHigh_hz;
    for (std::size_t height = 0; height < kHeights.size(); ++height) {
      const double uv = std::max(1.0, std::round(rms_uv * kHeights[height]));
      for (const double rate : kHalfWavesPerSecond) {
        TuneCandidate candidate{
            .words =
                text("more than %.4g half-waves per second above %.4g uV of ", rate, uv) +
                label_of(settings, c),
            .settings = settings,
            .family = static_cast<int>(c * kHeights.size() + height),
            .strict = rate};
        DetectorSettings detector = usual;
        detector.min_amplitude_uv = static_cast<float>(uv);
        detector.hysteresis_uv = static_cast<float>(0.25 * uv);
        detector.threshold = static_cast<float>(rate);
        listen(candidate.settings, detector, {c}, 1);
        candidates.push_back(std::move(candidate));
      }
    }
  }
  return candidates;
}

void run_candidates(std::vector<TuneCandidate>& candidates, const Timeline& line,
                    const TuneStep& step) {
  for (TuneCandidate& candidate : candidates) {
    const Heard heard = heard_by(candidate.settings);
    for (const TuneRecording& recording : line.recordings) {
      detect(heard, recording, candidate.detections);
    }
    step();
  }
}

}  // namespace homeostat::sim
