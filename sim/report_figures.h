// The pictures of a report, as inline SVG.
#pragma once

#include <string>

#include "sim/run_folder.h"

namespace homeostat::sim {

// The whole run on one time axis: modes, every channel, every detector against its
// threshold, amplitude asked and granted.
std::string overview_figure(const RunFolder& run);

// A minute around the first seizures and detections, each signal sample by sample.
std::string episode_figures(const RunFolder& run);

}  // namespace homeostat::sim
