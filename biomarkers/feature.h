// The features that a detector can follow: one peer each, chosen by the program.
// A new one is its own file, one value of enum Feature, and a line in each list below.
#pragma once

#include <variant>

#include "biomarkers/area.h"
#include "biomarkers/band_power.h"
#include "biomarkers/biomarker_settings.h"
#include "biomarkers/line_length.h"

namespace homeostat::biomarkers {

// Sees nothing: its detector is never valid.
struct NoFeature {
  FrameSum update(const ChannelSamples&) noexcept { return {}; }
};

using AnyFeature = std::variant<NoFeature, LineLength, Area, BandPower>;

inline AnyFeature make_feature(const DetectorSettings& settings,
                               float sample_rate_hz) noexcept {
  switch (settings.feature) {
    case Feature::kNone:
      return NoFeature{};
    case Feature::kLineLength:
      return LineLength{};
    case Feature::kArea:
      return Area{};
    case Feature::kBandPower:
      return BandPower(settings.band_low_hz, settings.band_high_hz, sample_rate_hz);
  }
  return NoFeature{};
}

// For logs and reports: "line_length".
constexpr const char* name_of(Feature feature) noexcept {
  switch (feature) {
    case Feature::kNone:
      return "none";
    case Feature::kLineLength:
      return "line_length";
    case Feature::kArea:
      return "area";
    case Feature::kBandPower:
      return "band_power";
  }
  return "";
}

}  // namespace homeostat::biomarkers
