// What a build that carries less than everything (biomarkers/carried.h) refuses, in
// words, and how it looks at what it has no room for.
#pragma once

#include <array>

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

// As many as the schema has: those that a build has no room for as if nobody set them, so
// that a program has the same checksum.
constexpr auto schema_channels(const biomarkers::BiomarkerSettings& settings) noexcept {
  std::array<biomarkers::ChannelSettings, biomarkers::kSchemaChannels> channels{};
  for (std::size_t c = 0; c < settings.channels.size(); ++c) {
    channels[c] = settings.channels[c];
  }
  return channels;
}

}  // namespace homeostat::controller
