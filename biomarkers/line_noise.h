// Whether a channel hears mains and little else: what an electrode does that touches
// nothing.
//
// Knows no other channel and no time but its samples'. A resonator that forgets (one
// complex number, turned by the line's angle and decayed each sample) holds the line's
// amplitude; an exponential mean of the same length holds the power of everything but the
// offset. Its band is 1.3 Hz wide: mains strays by 0.2 Hz. Share and method: shared
// reference "detection" 3.2 and 3.4. Ours: that the line must also be loud, because what
// little mains a sound electrode hears is all that is left when the brain falls silent,
// as it does when some seizures begin and when most end.
//
// O(1) a sample, 52 bytes. No threads, heap or throws.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"

namespace homeostat::biomarkers {

class LineNoise {
 public:
  // Mains of zero, or beyond half of the sample rate: never present.
  LineNoise(const QualitySettings& settings, const Cadence& cadence) noexcept;

  // One sample of signal, finite and within the rails, uV.
  void hear(float uv) noexcept;
  // One sample of which nothing is known: time goes by.
  void skip() noexcept;
  // What came before the next sample is not known: a new offset is no transient.
  void settle() noexcept { settled_ = false; }

  // Call once per frame, after its samples. True from the end of the line time until the
  // share is below three quarters of its threshold, or the line is quiet.
  bool judge() noexcept;

 private:
  void turn(float input) noexcept;

  float cosine_ = 0.0F;  // of the line's angle a sample, times what is kept
  float sine_ = 0.0F;
  float forget_ = 0.0F;  // share of the new sample in each mean; zero: off
  float share_;          // of the power
  float lowest_uv2_;     // power of the line
  int limit_;            // frames

  bool settled_ = false;
  float mean_uv_ = 0.0F;
  float real_uv_ = 0.0F;
  float imaginary_uv_ = 0.0F;
  float power_uv2_ = 0.0F;
  int run_ = 0;
  bool present_ = false;
};

}  // namespace homeostat::biomarkers
