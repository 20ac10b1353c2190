// Band power: the mean of y^2 in uV^2 per sample, y the signal between two frequencies.
//
// The band is a second-order Butterworth high-pass at its low edge, then a low-pass at
// its high edge: half power at each edge when they lie well apart. A sine of amplitude A
// inside the band gives A^2 / 2. Peers give power per hertz (divide by the bandwidth) or
// decibels (10 log10). After a gap the filters settle on the first sample; over held
// samples they run on, and those samples do not count. 56 bytes; 11 multiplications per
// sample.
#pragma once

#include "biomarkers/biquad.h"
#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class BandPower {
 public:
  // 0 < low_hz < high_hz < sample_rate_hz / 2.
  BandPower(float low_hz, float high_hz, float sample_rate_hz) noexcept
      : high_pass_(high_pass(low_hz, sample_rate_hz)),
        low_pass_(low_pass(high_hz, sample_rate_hz)) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  Biquad high_pass_;
  Biquad low_pass_;
};

}  // namespace homeostat::biomarkers
