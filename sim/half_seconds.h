// What trees see of one channel, half second by half second: the device's own filters,
// quality and features over a whole signal.
//
// Knows no label and no model. Nothing is stimulated and no episode is under way, so the
// baseline stands still only where the line length stands out or the channel is not good.
#pragma once

#include <span>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "sim/tree_fit.h"

namespace homeostat::sim {

struct HalfSecond {
  double end_s = 0.0;  // of the frame that told it, from the signal's first sample
  TreeFeatures features{};
};

// Those that a device would judge: known, calibrated, of a channel that is not bad. The
// signal is at the settings' rate; NaN where there is a gap.
std::vector<HalfSecond> half_seconds(std::span<const float> signal_uv,
                                     const biomarkers::BiomarkerSettings& settings,
                                     std::size_t channel);

}  // namespace homeostat::sim
