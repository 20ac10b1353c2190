// Phase-amplitude coupling, 0 to 1: how much the amplitude of a fast band in the other
// channel goes with the phase of a slow band in this one (which may be the same channel).
//
//   MVL = |sum A e^(j phase)| / sum A
//
// Source: Canolty et al. 2006, normalised by the amplitude so that it has no unit; theirs
// grows with amplitude. Phase and amplitude of analytic_band.h; the fast band must be
// wider to each side than the slow frequency, else its amplitude cannot follow. Uncoupled
// channels give about 1 / sqrt(slow width * window), not 0, and harmonics of a sharp slow
// wave, mains or our own pulses give coupling that is none (Aru et al. 2015): thresholds
// come from surrogates, offline. 224 bytes; some 65 multiplications and 2 roots per
// sample.
#pragma once

#include "biomarkers/analytic_band.h"
#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

struct FrequencyBand {
  float low_hz = 0.0F;
  float high_hz = 0.0F;
};

class PhaseAmplitude {
 public:
  PhaseAmplitude(const FrequencyBand& phase, const FrequencyBand& amplitude,
                 float sample_rate_hz) noexcept
      : slow_(phase.low_hz, phase.high_hz, sample_rate_hz),
        fast_(amplitude.low_hz, amplitude.high_hz, sample_rate_hz) {}

  FrameMoments update(const ChannelSamples& samples,
                      const ChannelSamples& other) noexcept;
  float value(const FrameMoments& window) const noexcept;

 private:
  AnalyticBand slow_;
  AnalyticBand fast_;
};

}  // namespace homeostat::biomarkers
