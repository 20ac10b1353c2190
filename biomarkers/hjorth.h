// Hjorth's mobility and complexity: how fast a signal moves for its size, and how far it
// is from a single sine. Both without unit and blind to amplitude.
//
//   mobility   = sqrt(mean d^2 / mean x^2)              d[n] = x[n] - x[n-1]
//   complexity = sqrt(mean e^2 / mean d^2) / mobility   e[n] = d[n] - d[n-1]
//
// Source: Hjorth 1970. The means run over the samples n whose neighbours back to n-2
// (mobility: n-1) are signal too. A slow sine of f gives a mobility of 2 pi f / rate and
// a complexity of 1. Silence gives 0. Scales differ between peers: mne_features and
// others take variances, which subtract the mean of x, d and e; the same on a channel
// with a high-pass filter. Some divide mobility by the sample period (multiply by the
// rate). The value belongs to a sample rate and to the channel's low-pass filter. 16
// bytes; at most 3 multiplications per sample, 2 roots per frame.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

// Sums of x^2, d^2 and e^2 over one frame.
class HjorthSums {
 public:
  // `order` differences are wanted: 1 or 2.
  explicit constexpr HjorthSums(int order) noexcept : order_(order) {}
  FrameMoments update(const ChannelSamples& samples) noexcept;

 private:
  int order_;
  int neighbours_ = 0;  // signal without a break before the next sample, at most order_
  float previous_uv_ = 0.0F;
  float previous_step_uv_ = 0.0F;
};

class HjorthMobility {
 public:
  FrameMoments update(const ChannelSamples& samples) noexcept {
    return sums_.update(samples);
  }
  float value(const FrameMoments& window) const noexcept;

 private:
  HjorthSums sums_{1};
};

class HjorthComplexity {
 public:
  FrameMoments update(const ChannelSamples& samples) noexcept {
    return sums_.update(samples);
  }
  float value(const FrameMoments& window) const noexcept;

 private:
  HjorthSums sums_{2};
};

}  // namespace homeostat::biomarkers
