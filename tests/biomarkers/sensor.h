// A small language for tests of sensing: settings that are easy to read against, and
// frames made of samples, in order and on time unless told otherwise.
#pragma once

#include <cmath>
#include <functional>
#include <span>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

using namespace homeostat::literals;

inline constexpr float kRateHz = 250.0F;
inline constexpr int kSamples = 8;
inline constexpr Microseconds kFrame = 32_ms;

// One channel without filters, no detector. Rail 0.5 s at 4000 uV, flat 1.024 s at 1 uV,
// stale after 100 ms, good again after 1 s, hold 9.984 s (312 frames).
inline BiomarkerSettings bare_settings() {
  BiomarkerSettings settings;
  settings.channel_count = 1;
  settings.sample_rate_hz = kRateHz;
  settings.samples_per_frame = kSamples;
  settings.persistence = {.votes = 1, .onset = 320_ms, .termination = 640_ms};
  settings.quality = {.rail_uv = 4000.0F,
                      .rail_time = 500_ms,
                      .flat_uv = 1.0F,
                      .flat_time = 1024_ms,
                      .max_frame_age = 100_ms,
                      .recovery_time = 1_s,
                      .episode_hold = 9984_ms,
                      .min_good_channels = 1};
  return settings;
}

inline DetectorSettings line_length_ratio(float threshold) {
  return {.channel = 0,
          .feature = Feature::kLineLength,
          .short_window = 512_ms,
          .long_window = 8_s,
          .threshold = threshold};
}

// Frames of one shape, each 32 ms after the last.
class FrameSource {
 public:
  explicit FrameSource(const BiomarkerSettings& settings, Instant start = Instant{}) {
    frame_.channel_count = settings.channel_count;
    frame_.sample_count = settings.samples_per_frame;
    frame_.time = start;
  }

  // Samples by channel and index since the start.
  template <class Signal>
  const SampleFrame& next(const Signal& uv) {
    frame_.time = frame_.time + kFrame;
    ++frame_.sequence;
    for (std::size_t c = 0; c < frame_.channel_count; ++c) {
      for (std::size_t i = 0; i < frame_.sample_count; ++i) {
        frame_.samples_uv[c][i] =
            static_cast<float>(uv(static_cast<int>(c), sample_ + static_cast<int>(i)));
      }
    }
    sample_ += frame_.sample_count;
    return frame_;
  }

  SampleFrame& frame() { return frame_; }

 private:
  SampleFrame frame_;
  int sample_ = 0;
};

// What a feature reads, cut into frames of `per_frame` samples.
inline std::vector<ChannelSamples> cut(std::span<const float> uv, int per_frame) {
  std::vector<ChannelSamples> frames;
  for (std::size_t at = 0; at < uv.size(); at += static_cast<std::size_t>(per_frame)) {
    ChannelSamples frame;
    frame.count = std::min(per_frame, static_cast<int>(uv.size() - at));
    frame.used = first_samples(frame.count);
    frame.after_gap = at == 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(frame.count); ++i) {
      frame.uv[i] = uv[at + i];
    }
    frames.push_back(frame);
  }
  return frames;
}

// A rough background of about 20 uV that repeats nowhere within a test.
inline float background_uv(int channel, int sample) {
  std::uint32_t x = static_cast<std::uint32_t>(sample) * 2654435761U +
                    static_cast<std::uint32_t>(channel) * 40503U;
  x ^= x >> 15;
  x *= 2246822519U;
  x ^= x >> 13;
  return static_cast<float>(x >> 16) * (80.0F / 65536.0F) - 40.0F;
}

}  // namespace homeostat::biomarkers
