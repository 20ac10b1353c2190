// Pops and steps: a sample that is further from the one before it than this channel's
// samples ever are. Electrodes that move make them, and amplifiers that switch.
//
// Knows no other channel. The measure is the channel's own: the median of |x[n] -
// x[n-1]|, which follows the signal within ten seconds, so that whatever goes on (a
// seizure, a louder patient) stops being a step. Threshold in multiples of that median:
// shared reference "detection" 3.4, which gives 12. Ours: the median is never taken for
// smaller than the height that is called flat, and the first two seconds teach it and are
// not judged.
//
// O(1) a sample, 44 bytes. No threads, heap or throws.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"

namespace homeostat::biomarkers {

class Steps {
 public:
  // A threshold of zero: never present.
  Steps(const QualitySettings& settings, const Cadence& cadence) noexcept;

  // One sample of signal, finite and within the rails, uV.
  void hear(float uv) noexcept;
  // A sample of which nothing is known: the next one is compared with nothing.
  void skip() noexcept { joined_ = false; }

  // Call once per frame, after its samples. True in a frame with a step, and for the
  // recovery time after it.
  bool judge() noexcept;

 private:
  void learn(float change_uv) noexcept;

  float threshold_;  // medians
  float least_uv_;   // median
  int untaught_;     // samples until steps are judged
  int lessons_;      // samples over which the median forgets
  int hold_;         // frames

  bool joined_ = false;
  float last_uv_ = 0.0F;
  float median_uv_ = 0.0F;
  int heard_ = 0;  // changes, up to lessons_
  int held_ = 0;   // frames left
  bool stepped_ = false;
};

}  // namespace homeostat::biomarkers
