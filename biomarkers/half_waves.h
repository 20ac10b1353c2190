// Half-waves per second: swings from one extreme to the next whose height is at least
// min_amplitude and whose length is half a period of a frequency in the band.
//
// An extreme is one when the signal has come back from it by more than the hysteresis; of
// equal ones the first. The swing that led to it counts in the frame that shows it.
// Source: Gotman 1982, and the bandpass tool of responsive neurostimulators (shared
// reference "devices" 2.2), which count half-waves in a window: multiply by its seconds.
// Theirs are amplitudes in percent of the converter's range. A sine inside the band,
// higher from peak to peak than min_amplitude, gives 2 f. Time runs on over samples that
// are no signal; a gap between frames starts anew. 48 bytes; 3 comparisons per sample.
#pragma once

#include <cstdint>

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

// All of one half-wave; the swing is peak to peak.
struct HalfWaveLimits {
  float hysteresis_uv = 0.0F;
  float min_amplitude_uv = 0.0F;
  float low_hz = 0.0F;
  float high_hz = 0.0F;
};

class HalfWaves {
 public:
  // 0 < low_hz < high_hz < sample_rate_hz / 2.
  HalfWaves(const HalfWaveLimits& limits, float sample_rate_hz) noexcept;

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  enum class Course : std::uint8_t { kUnknown, kRising, kFalling };

  // True where `uv` shows that a half-wave has ended.
  bool follow(float uv) noexcept;
  void find_course(float uv) noexcept;
  bool is_half_wave(float height_uv, int length) const noexcept;

  HalfWaveLimits limits_;
  float sample_rate_hz_;
  float shortest_;  // samples
  float longest_;
  bool started_ = false;
  Course course_ = Course::kUnknown;
  // The swing under way: where it began, and how far it has come. While the course is not
  // known, the lowest and the highest sample.
  float begin_uv_ = 0.0F;
  float end_uv_ = 0.0F;
  int begin_age_ = 0;  // samples since
  int end_age_ = 0;
};

}  // namespace homeostat::biomarkers
