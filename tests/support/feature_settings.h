// What a feature is asked in benchmarks and counts of its cost: a second against a
// minute, at 250 Hz, of 4 to 30 Hz where it has a band.
#pragma once

#include "biomarkers/feature_list.h"

namespace homeostat::testing {

inline biomarkers::DetectorSettings usual_settings(
    const biomarkers::FeatureEntry& entry) noexcept {
  using namespace biomarkers;
  DetectorSettings settings{.feature = entry.feature,
                            .short_window = Microseconds(1'024'000),
                            .long_window = Microseconds(60'000'000),
                            .threshold = 1000.0F};
  if (wants(entry.feature, kNeedsBand)) {
    settings.band_low_hz = 4.0F;
    settings.band_high_hz = 30.0F;
  }
  if (wants(entry.feature, kNeedsHysteresis)) settings.hysteresis_uv = 5.0F;
  if (wants(entry.feature, kNeedsAmplitude)) settings.min_amplitude_uv = 20.0F;
  if (wants(entry.feature, kNeedsStretch)) settings.stretch_samples = 256;
  if (wants(entry.feature, kNeedsEdge)) settings.edge_percent = 90;
  if (wants(entry.feature, kNeedsLine)) settings.line_hz = 50.0F;
  if (wants(entry.feature, kNeedsLag)) settings.lag_samples = 5;
  if (wants(entry.feature, kNeedsAmplitudeBand)) {
    settings.amplitude_low_hz = 40.0F;
    settings.amplitude_high_hz = 110.0F;
  }
  return settings;
}

}  // namespace homeostat::testing
