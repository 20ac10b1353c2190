// Teager energy: the mean of x[n]^2 - x[n-1] x[n+1], in uV^2. Grows with the square of
// amplitude times frequency: sharp and fast activity stands out.
//
// Source: Kaiser 1990. Known one sample late. A sine of amplitude A and frequency f gives
// A^2 sin^2(2 pi f / rate) whatever its phase; noise may make single frames negative.
// Counts only where three neighbours are signal. Peers: mne_features' Teager-Kaiser
// feature is taken of wavelet levels and not comparable. The value belongs to a sample
// rate. 12 bytes; 2 multiplications per sample.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class TeagerEnergy {
 public:
  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  float older_uv_ = 0.0F;  // two before the next sample
  float old_uv_ = 0.0F;
  int neighbours_ = 0;  // signal without a break before the next sample, at most 2
};

}  // namespace homeostat::biomarkers
