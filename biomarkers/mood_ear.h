// What one second holds of a band: the logarithm of its power in one channel, or how
// coherent two channels are there.
//
//   power = 2 mean |a|^2,   coherence = |sum a conj b|^2 / (sum |a|^2 sum |b|^2)
//
// where a and b are half the analytic signals of the band (biomarkers/analytic_band.h),
// behind a Butterworth high-pass at half its lower edge: an electrode's offset, however
// large, is not in any band. A sine in the middle of the band tells its own power, within
// a hundredth of the logarithm where the band is narrow and three where it is wide; noise
// of density d tells d times 1.03 of the width. Two channels that share nothing have a
// coherence of about 1 / width (Hz), not 0: a second is that short.
//
// Knows no channel and no quality: it is told which samples are none. 300 bytes; 30
// multiplications a sample and channel.
#pragma once

#include <array>

#include "biomarkers/analytic_band.h"
#include "biomarkers/biquad.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/mood_bin.h"

namespace homeostat::biomarkers {

// Samples of one frame, from the first one to before the last.
struct SampleRun {
  int from = 0;
  int to = 0;
};

class MoodEar {
 public:
  MoodEar() noexcept : MoodEar(8.0F, 12.0F, 250.0F) {}
  // 0 < low_hz < high_hz < sample_rate_hz / 2.
  MoodEar(float low_hz, float high_hz, float sample_rate_hz) noexcept;

  // What came before is not known: filters begin with the next sample, and for a second
  // and two periods of the band's edge, or of its width, nothing counts.
  void begin() noexcept;
  // `other`: null where one channel is all.
  void hear(const ChannelSamples& samples, const ChannelSamples* other,
            SampleRun run) noexcept;
  // Once per frame.
  void quench() noexcept;

  // Ends the second. Not known where less than four fifths of it were heard, or nothing
  // is in the band.
  float end_with_power_log10() noexcept;
  float end_with_coherence() noexcept;
  // Ends it unheard.
  void forget_second() noexcept { sums_ = {}; }

 private:
  struct Side {
    Biquad high_pass;
    AnalyticBand band;
  };
  struct Sums {
    float own = 0.0F;  // |a|^2
    float others = 0.0F;
    float re = 0.0F;
    float im = 0.0F;
    int count = 0;
  };

  bool enough(const Sums& sums) const noexcept { return sums.count >= least_; }

  std::array<Side, 2> sides_;
  Sums sums_;
  int settling_;  // samples
  int missing_;   // of them
  int least_;     // samples of a second that counts
  bool begun_ = false;
};

// Of a power or a ratio above kNothing.
float log10(float x) noexcept;

}  // namespace homeostat::biomarkers
