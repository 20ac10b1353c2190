// Line length: the mean of |x[n] - x[n-1]|, in uV per sample. Grows with amplitude and
// with frequency at once, which is what most seizures do.
//
// A difference counts only between two neighbouring samples that are both signal.
// Source: Esteller et al. 2001. Scales differ between peers: Esteller and responsive
// neurostimulators sum over the window (multiply by the window's samples), mne_features
// takes this mean, py_neuromodulation divides by the window's length once more. The value
// falls as the sample rate rises: thresholds belong to a rate. 8 bytes; 2 additions per
// sample.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class LineLength {
 public:
  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  float previous_uv_ = 0.0F;
  bool has_previous_ = false;
};

}  // namespace homeostat::biomarkers
