// Band power by sliding transform: as FftBandPower, but taken anew every 8 samples
// instead of every half stretch, each time of the stretch that ends there.
//
// Source: the modulated sliding DFT (Duda 2010). X_k changes by (x[n] - x[n-N]) times a
// turn that depends on n modulo N alone, so what comes in is taken out again by the same
// turn. Samples are whole numbers of 2^-10 uV (clamped at 1.04 V), turns of 2^-22, sums
// 64 bits: every product is exact, and nothing is left of a sample that has gone, after a
// day as after a second. A float32 recursion needs damping and keeps the rest of a rail
// for seconds. Hann's window is applied to the sums: X_k / 2 - (X_k-1 + X_k+1) / 4.
//
// Rounding is that of the whole stretch, because the window comes last: at most 2e-5 of
// the geometric mean of the band's power and the stretch's, which is mostly drift that
// the channel's high-pass filter takes out. Same scale as FftBandPower and BandPower. 1.6
// kB; 2 multiplications of whole numbers per sample and bin, of the band's bins and one
// more on each side, and one more of floats.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_mask_ring.h"
#include "biomarkers/spectrum_bins.h"

namespace homeostat::biomarkers {

// Samples from one value to the next.
inline constexpr int kSlidingStep = 8;
// Bins of a band at most: memory and time grow with each.
inline constexpr int kMostSlidingBins = 30;

class SlidingBandPower {
 public:
  // The band holds 1 to kMostSlidingBins bins (spectrum_bins.h).
  SlidingBandPower(float low_hz, float high_hz, int length,
                   float sample_rate_hz) noexcept;

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  struct Bin {
    std::int64_t re = 0;
    std::int64_t im = 0;
  };

  void begin() noexcept;
  // True where a value is due.
  bool push(float uv, bool signal) noexcept;
  float power() const noexcept;

  int length_;
  BinRange bins_;  // of the band
  int next_ = 0;   // place of the oldest sample, and of the turn
  int missing_;    // samples until the next value
  bool known_ = false;
  float value_uv2_ = 0.0F;
  SampleMaskRing mask_;
  std::array<std::int32_t, kLongestTransform> ring_{};  // 2^-10 uV
  std::array<Bin, kMostSlidingBins + 2> sums_{};        // from bins_.first - 1 on
};

}  // namespace homeostat::biomarkers
