// Area: the mean of |x|, in uV per sample. Grows with amplitude whatever the frequency.
//
// Needs a channel with a high-pass filter: an offset is area too. Peers sum over the
// window (responsive neurostimulators), or subtract the window's median instead of
// filtering. No state; 1 addition per sample.
#pragma once

#include "biomarkers/channel_samples.h"

namespace homeostat::biomarkers {

class Area {
 public:
  FrameSum update(const ChannelSamples& samples) noexcept;
};

}  // namespace homeostat::biomarkers
