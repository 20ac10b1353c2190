// Phase-locking value of two channels in a band, 0 to 1: how constant the difference of
// their phases is. Blind to amplitude, and to which channel leads.
//
//   PLV = |mean of e^(j (phase a - phase b))|
//
// Source: Lachaux et al. 1999, with the phases of analytic_band.h instead of a wavelet's.
// Unlocked channels give about 1 / sqrt(width * window), not 0: thresholds belong to a
// window. A shared reference, mains and our own pulses lock channels that the brain does
// not. Samples where either channel is no signal, or nothing is in the band, do not
// count. 224 bytes; some 65 multiplications and 2 roots per sample.
#pragma once

#include "biomarkers/analytic_band.h"
#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class PhaseLocking {
 public:
  PhaseLocking(float low_hz, float high_hz, float sample_rate_hz) noexcept
      : band_(low_hz, high_hz, sample_rate_hz), other_band_(band_) {}

  FrameMoments update(const ChannelSamples& samples,
                      const ChannelSamples& other) noexcept;
  float value(const FrameMoments& window) const noexcept;

 private:
  AnalyticBand band_;
  AnalyticBand other_band_;
};

}  // namespace homeostat::biomarkers
