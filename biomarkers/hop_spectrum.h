// The power spectrum of the last second of one channel, padded with zeros to 256 samples.
//
// Knows no feature. Hann's window, periodic, over the samples of that second. power(k) is
// the mean square in uV^2 that bin k stands for, both of its sides: a sine of amplitude A
// gives A^2 / 2 in all. The mean is not subtracted: a channel with a high-pass filter has
// none. Where spectrum.h takes stretches of a power of two, this takes a second at any
// rate.
//
// Samples are kept as whole parts of the amplifier's range, 65534 of them, as a converter
// gives them: 512 bytes instead of a kilobyte. 2 kB of stack while the transform runs;
// about 1.5 us on a desk.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kHopTransform = 256;

class HopSpectrum {
 public:
  using Powers = std::array<float, kHopTransform / 2>;  // bins 0 to 127

  // 2 <= window <= kHopTransform, even. Samples beyond `rail_uv` are brought back to it.
  HopSpectrum(int window, float rail_uv) noexcept;

  void push(float uv) noexcept {
    const float parts = uv * parts_per_uv_;
    const float near = parts >= 0.0F ? parts + 0.5F : parts - 0.5F;
    // A proof of good: what is not a number is silence.
    const bool inside = near >= -32767.0F && near <= 32767.0F;
    const float whole = inside ? near
                               : (near > 0.0F   ? 32767.0F
                                  : near < 0.0F ? -32767.0F
                                                : 0.0F);
    ring_[next_] = static_cast<std::int16_t>(whole);
    next_ = static_cast<std::uint8_t>(next_ + 1U);
  }

  // Of the last `window` samples pushed.
  void transform(Powers& power_uv2) const noexcept;

 private:
  int window_;
  float parts_per_uv_;
  float power_unit_uv2_;  // of a squared bin
  float turn_cosine_;     // of one sample's step through the window
  float turn_sine_;
  std::uint8_t next_ = 0;  // turns over as the ring does
  std::array<std::int16_t, kHopTransform> ring_{};
};

}  // namespace homeostat::biomarkers
