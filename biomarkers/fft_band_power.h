// Band power by windowed transform: the mean square in uV^2 of the bins whose centre lies
// between two frequencies, from Hann-windowed stretches that overlap by half (Welch
// 1967).
//
// The same scale as BandPower: a sine of amplitude A well inside gives A^2 / 2. Sharper
// at its edges than the filters of BandPower, and later: a value is half a stretch old on
// average. Peers give power per hertz (multiply by bandwidth and 1.5) and subtract the
// stretch's mean. Memory and cost: spectrum.h.
#pragma once

#include "biomarkers/spectrum.h"

namespace homeostat::biomarkers {

class FftBandPower {
 public:
  // The band holds a bin at least (spectrum_bins.h).
  FftBandPower(float low_hz, float high_hz, int length, float sample_rate_hz) noexcept
      : bins_(bins_of(low_hz, high_hz, sample_rate_hz, length)),
        stretch_(length, sample_rate_hz) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  BinRange bins_;
  SpectrumStretch stretch_;
};

}  // namespace homeostat::biomarkers
