// Spectral slope: how steeply power falls with frequency, as the exponent of 1 / f^x.
// White noise gives 0, a resting brain about 1 to 3; without unit, blind to amplitude.
//
// A straight line through log2 power against log2 frequency over the band's bins, bins
// within two of mains and its harmonics left out, of each Hann-windowed stretch by
// itself, then averaged over the window. Robust against peaks: Huber's weights (1964)
// with a corner at two octaves of power (6 dB), four rounds; corner and rounds are ours.
// Peers: FOOOF subtracts fitted peaks instead, Veerakumar et al. 2019 fit plainly and
// give the slope, which is minus the exponent. Memory as spectrum.h, 1 kB more of stack;
// a logarithm per bin and some 20 multiplications per bin and round.
#pragma once

#include "biomarkers/spectrum.h"

namespace homeostat::biomarkers {

// Bins that a fit needs at least, besides those that are left out.
inline constexpr int kFewestSlopeBins = 4;

// The bins of a band that are not mains. `line_hz` of zero: all.
constexpr bool is_mains(int bin, float bin_hz, float line_hz) noexcept {
  if (!(line_hz > 0.0F)) return false;
  const float f_hz = static_cast<float>(bin) * bin_hz;
  const auto harmonic = static_cast<float>(static_cast<int>(f_hz / line_hz + 0.5F));
  const float apart_hz = f_hz - harmonic * line_hz;
  const float width_hz = 2.0F * bin_hz;
  return harmonic > 0.5F && apart_hz <= width_hz && apart_hz >= -width_hz;
}

class SpectralSlope {
 public:
  // The band holds enough bins that are not mains.
  SpectralSlope(float low_hz, float high_hz, float line_hz, int length,
                float sample_rate_hz) noexcept
      : bins_(bins_of(low_hz, high_hz, sample_rate_hz, length)),
        line_hz_(line_hz),
        stretch_(length, sample_rate_hz) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  float exponent_of(const PowerSpectrum& spectrum) const noexcept;

  BinRange bins_;
  float line_hz_;
  SpectrumStretch stretch_;
};

}  // namespace homeostat::biomarkers
