// Spectral edge: the frequency in Hz below which a share of the band's power lies (SEF95
// is 95 %). Falls as slow activity takes over, rises with fast activity; blind to
// amplitude.
//
// Of each Hann-windowed stretch by itself, then averaged over the window. The power of a
// bin is taken as spread evenly over its width, so that the edge moves without steps;
// peers (mne_features) give the first bin that reaches the share, up to a bin more. No
// power in the band gives 0. Memory and cost: spectrum.h.
#pragma once

#include "biomarkers/spectrum.h"

namespace homeostat::biomarkers {

class SpectralEdge {
 public:
  // 1 <= percent <= 99; the band holds two bins at least (spectrum_bins.h).
  SpectralEdge(float low_hz, float high_hz, int percent, int length,
               float sample_rate_hz) noexcept
      : bins_(bins_of(low_hz, high_hz, sample_rate_hz, length)),
        share_(0.01F * static_cast<float>(percent)),
        stretch_(length, sample_rate_hz) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  float edge_of(const PowerSpectrum& spectrum) const noexcept;

  BinRange bins_;
  float share_;
  SpectrumStretch stretch_;
};

}  // namespace homeostat::biomarkers
