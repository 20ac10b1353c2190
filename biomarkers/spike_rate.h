// Spikes per second: a sample that stands out by an amplitude from both the one a flank
// before it and the one a flank after it, the same way.
//
//   |x[p] - x[p-m]| >= a and |x[p] - x[p+m]| >= a, both differences of one sign
//
// The next spike is looked for 150 ms later, so that one discharge counts once.
// Interictal spikes last 20 to 70 ms: flanks m of 10 to 35 ms. Sharp spikes of either
// sign count, slow waves of the same height do not. Peers state a as a multiple of the
// background's slope; here it is in uV, and a multiple of the background's rate is the
// detector's business. Known a flank late, in samples that are all signal. 1.1 kB; 4
// comparisons per sample.
#pragma once

#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_history.h"

namespace homeostat::biomarkers {

inline constexpr float kSpikesApart_s = 0.15F;
inline constexpr int kLongestFlank = kHistory / 2 - 1;  // samples

class SpikeRate {
 public:
  // 1 <= flank_samples <= kLongestFlank.
  SpikeRate(float min_amplitude_uv, int flank_samples, float sample_rate_hz) noexcept;

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  bool is_spike() const noexcept;

  float min_amplitude_uv_;
  int flank_;
  float sample_rate_hz_;
  int apart_;     // samples
  int rest_ = 0;  // until the next one may count
  SampleHistory history_;
};

}  // namespace homeostat::biomarkers
