// Whether a recording is sampled densely enough for what a program listens to.
//
// Half a channel's rate is the end of what it can show. Resampling makes up no more: it
// only fills in between.
#pragma once

#include <filesystem>
#include <ostream>
#include <span>

#include "biomarkers/biomarker_settings.h"
#include "sim/recording.h"

namespace homeostat::sim {

// `channels` are in the order of the program's. Throws RecordingError where a channel can
// show nothing of its band, or cannot be brought to the program's rate. Writes to `err` a
// warning where it shows a part of the band only, and each change of rate, a line each.
void check_rates(const std::filesystem::path& recording,
                 std::span<const Channel> channels,
                 const biomarkers::BiomarkerSettings& sensing, std::ostream& err);

}  // namespace homeostat::sim
