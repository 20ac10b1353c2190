// RMS: sqrt(mean of x^2), in uV. The amplitude that carries the power.
//
// Needs a channel with a high-pass filter: an offset counts as amplitude. A sine of
// amplitude A gives A / sqrt(2). Peers: mne_features' rms is this one over its epoch;
// "std" subtracts the mean. No state; 1 multiplication per sample, 1 root per frame.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class Rms {
 public:
  FrameSum update(const ChannelSamples& samples) noexcept;
  float value(const FrameMoments& window) const noexcept;
};

}  // namespace homeostat::biomarkers
