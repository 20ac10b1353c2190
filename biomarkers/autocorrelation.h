// Autocorrelation at one lag k, from -1 to 1: how much the signal is what it was k
// samples ago. Rhythms of period k give 1, of period 2 k give -1, noise about 0.
//
//   r = sum x[n] x[n-k] / sqrt(sum x[n]^2 sum x[n-k]^2)
//
// Over the pairs in the window that are both signal; blind to amplitude. Needs a channel
// with a high-pass filter: an offset correlates with itself. Peers subtract the mean and
// divide by the sum of all squares (statsmodels' acf: smaller by 1 - k / window). Silence
// gives 0. 1.1 kB; 3 multiplications per sample, 2 roots per frame.
#pragma once

#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_history.h"

namespace homeostat::biomarkers {

class Autocorrelation {
 public:
  // 1 <= lag_samples < kHistory.
  explicit Autocorrelation(int lag_samples) noexcept : lag_(lag_samples) {}

  FrameMoments update(const ChannelSamples& samples) noexcept;
  float value(const FrameMoments& window) const noexcept;

 private:
  int lag_;
  SampleHistory history_;
};

}  // namespace homeostat::biomarkers
