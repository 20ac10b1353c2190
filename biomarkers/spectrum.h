// The spectrum of the last stretch of one channel, taken anew every half stretch.
//
// Knows no feature: each brings its own reading of the spectrum, and its value holds for
// the samples until the next one. Hann's window, periodic, and a real transform in
// float32. power(k) is the mean square in uV^2 that bin k stands for, both of its sides:
// a sine of amplitude A gives A^2 / 2 in all, spread over three bins. The mean is not
// subtracted (scipy.signal.welch does so by default): a channel with a high-pass filter
// has none. Peers give power per hertz: divide by 1.5 * rate / length.
//
// Nothing is told before a stretch is full, nor while more than a fifth of it was no
// signal. 1.1 kB for 256 samples, 1.6 kB of stack while the transform runs; about
// 20 multiplications per sample, spent in one frame of each half stretch.
#pragma once

#include <array>

#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_mask_ring.h"
#include "biomarkers/spectrum_bins.h"

namespace homeostat::biomarkers {

struct PowerSpectrum {
  std::array<float, kLongestTransform / 2 + 1> power_uv2{};
  float bin_hz = 0.0F;

  float power(int bin) const noexcept { return power_uv2[static_cast<std::size_t>(bin)]; }
};

class SpectrumStretch {
 public:
  // `length` is a transform's (spectrum_bins.h).
  SpectrumStretch(int length, float sample_rate_hz) noexcept
      : length_(is_transform_length(length) ? length : kShortestTransform),
        sample_rate_hz_(sample_rate_hz),
        missing_(length_) {}

  // The sum over the frame's signal of what `read(const PowerSpectrum&)` made of the
  // latest spectrum.
  template <class Read>
  FrameSum update(const ChannelSamples& samples, const Read& read) noexcept {
    if (samples.after_gap) begin();
    FrameSum seen;
    for (int i = 0; i < samples.count; ++i) {
      const bool signal = contains(samples.used, i);
      if (push(samples.uv[static_cast<std::size_t>(i)], signal)) {
        known_ = mask_.usable(length_);
        if (known_) value_ = read(transform());
      }
      if (!known_ || !signal) continue;
      seen.sum += value_;
      ++seen.count;
    }
    return seen;
  }

 private:
  void begin() noexcept;
  // True where a spectrum is due.
  bool push(float uv, bool signal) noexcept;
  PowerSpectrum transform() const noexcept;

  int length_;
  float sample_rate_hz_;
  int next_ = 0;  // the oldest sample's place
  int missing_;   // samples until the next spectrum
  bool known_ = false;
  float value_ = 0.0F;
  SampleMaskRing mask_;
  std::array<float, kLongestTransform> ring_uv_{};
};

}  // namespace homeostat::biomarkers
