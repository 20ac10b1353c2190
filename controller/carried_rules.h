// What a build that carries less than everything (biomarkers/carried.h) refuses, in
// words, and how it looks at what it has no room for.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/carried.h"
#include "biomarkers/detector_memory.h"

namespace homeostat::controller {

constexpr bool can_follow(biomarkers::Feature feature) noexcept {
  return biomarkers::is_feature(feature) && biomarkers::carries(feature);
}
constexpr const char* why_not_followed(biomarkers::Feature feature) noexcept {
  return biomarkers::is_feature(feature)
             ? "this build carries no such feature: choose another, or build with it in "
               "HOMEOSTAT_FEATURES"
             : "choose one of the schema's features";
}

inline constexpr const char* kNoMemoryLeft =
    biomarkers::DetectorMemory::kBytes == biomarkers::DetectorMemory::kUsualBytes
        ? "no memory is left for this detector: six of SLIDING_BAND_POWER fit, or seven "
          "of "
          "the features that look at a spectrum, or eight of the others; without a "
          "baseline (long_window_s: 0) a detector takes less"
        : "no memory is left for this detector in this build: fewer detectors, or "
          "without "
          "a baseline (long_window_s: 0), or more HOMEOSTAT_DETECTOR_BYTES";

// As the schema has them: of those that a build has no room for, one that nobody set.
constexpr biomarkers::ChannelSettings schema_channel(
    const biomarkers::BiomarkerSettings& settings, std::size_t channel) noexcept {
  return channel < settings.channels.size() ? settings.channels[channel]
                                            : biomarkers::ChannelSettings{};
}

}  // namespace homeostat::controller
