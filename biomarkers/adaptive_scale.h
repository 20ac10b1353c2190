// What each feature usually is on this channel, and how far it strays: the same features,
// adaptively normalised.
//
// Knows no signal, only features every half second. Middle m and spread s follow by steps
// that no outlier can enlarge, a ten minutes' memory once it has heard so much, and as
// fast as a mean's before:
//
//   m += a 2 sigma clip((f - m) / sigma, +-1.5)   sigma = 1.4826 s
//   s grows by 1 + a where |f - m| > s, else it shrinks by as much
//
// so that s tends to the median distance from m. A gain that adds to every logarithm adds
// to m and leaves the normalised values as they were. Stands still where the caller says
// that the signal is no background, and while the line length lies four sigma above its
// middle, but never longer than ten minutes in one piece, so that it never latches.
// Rules: shared reference "detection", section 3.3. 116 bytes.
#pragma once

#include "biomarkers/seizure_features.h"

namespace homeostat::biomarkers {

inline constexpr int kHopsPerMinute = 120;
inline constexpr int kCalibrationHops = kHopsPerMinute;  // before nothing is told
inline constexpr int kMemoryHops = 10 * kHopsPerMinute;  // tau
inline constexpr int kLongestFreezeHops = 10 * kHopsPerMinute;
inline constexpr float kFreezeAbove = 4.0F;  // sigma, of the line length

class AdaptiveScale {
 public:
  // A half second of signal. `freeze`: not background.
  void learn(const SeizureFeatureValues& values, bool freeze) noexcept;

  bool calibrated() const noexcept { return hops_ >= kCalibrationHops; }
  // (f - m) / sigma, of all.
  SeizureFeatureValues normalised(const SeizureFeatureValues& values) const noexcept;

 private:
  bool stands_out(const SeizureFeatureValues& values) const noexcept;
  void follow(const SeizureFeatureValues& values) noexcept;

  SeizureFeatureValues middle_{};
  SeizureFeatureValues spread_{};
  int hops_ = 0;  // learnt from, up to the memory
  int frozen_ = 0;
};

}  // namespace homeostat::biomarkers
