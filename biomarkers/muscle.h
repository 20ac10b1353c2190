// Muscle: a channel most of whose power lies above the frequencies of the brain.
//
// Knows no other channel. Mains is taken out first where the program states it, the rest
// compared before and after a high-pass (second-order Butterworth): exponential means of
// both powers over a second. The high-frequency ratio is the shared reference's
// ("detection" 3.4); corner and share are the program's. A seizure that begins with low
// and fast activity looks like it, so it makes a channel suspect at most.
//
// O(1) a sample, 88 bytes. No threads, heap or throws.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/biquad.h"
#include "biomarkers/cadence.h"

namespace homeostat::biomarkers {

class Muscle {
 public:
  // A corner of zero, or beyond half of the sample rate: never present.
  Muscle(const QualitySettings& settings, const Cadence& cadence) noexcept;

  // One sample of signal, finite and within the rails, uV. Samples of which nothing is
  // known are left out.
  void hear(float uv) noexcept;
  // What came before the next sample is not known: a new offset is no transient.
  void settle() noexcept { settled_ = false; }

  // Call once per frame, after its samples. True from above the share until below three
  // quarters of it; not in the first second.
  bool judge() noexcept;

 private:
  Biquad notch_;
  Biquad fast_;
  float forget_ = 0.0F;  // share of the new sample in each mean; zero: off
  float share_;

  bool settled_ = false;
  int untaught_;  // samples left
  float mean_uv_ = 0.0F;
  float fast_uv2_ = 0.0F;
  float power_uv2_ = 0.0F;
  bool present_ = false;
};

}  // namespace homeostat::biomarkers
