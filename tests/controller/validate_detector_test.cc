// Rules of what a feature wants beside its windows.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "biomarkers/ranges.h"
#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

using namespace biomarkers;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// A sound program whose only detector follows `feature`, against its baseline.
TherapyProgram following(Feature feature) {
  TherapyProgram program = responsive_program();
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.feature = feature;
  give_what_it_wants(detector);
  return program;
}

bool refused(const TherapyProgram& program, const std::string& field) {
  return Findings(program).refuse("biomarkers.detectors[0]." + field);
}

TEST(ValidateDetector, Saf175_EachFeatureOfTheListMayBeChosenAndNoOther) {
  for (int number = 0; number <= 255; ++number) {
    const auto feature = static_cast<Feature>(number);
    const bool there = number >= 1 && number <= static_cast<int>(kLastFeature);
    const TherapyProgram program = following(feature);
    EXPECT_EQ(refused(program, "feature"), !there) << number;
    EXPECT_EQ(Findings(program).text().empty(), there) << name_of(feature);
  }
}

// A number that a feature may want, where a program keeps it, and a value that is sound.
struct Want {
  FeatureNeed need;
  float DetectorSettings::*member;
  const char* field;  // that is told
};
constexpr Want kWants[] = {
    {kNeedsBand, &DetectorSettings::band_low_hz, "band_low_hz"},
    {kNeedsBand, &DetectorSettings::band_high_hz, "band_low_hz"},
    {kNeedsHysteresis, &DetectorSettings::hysteresis_uv, "hysteresis_uv"},
    {kNeedsAmplitude, &DetectorSettings::min_amplitude_uv, "min_amplitude_uv"},
};

TEST(ValidateDetector, Saf175_WhatAFeatureDoesNotWantIsRefused) {
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    for (const Want& want : kWants) {
      if (wants(entry.feature, want.need)) continue;
      for (const float value : {6.0F, -1.0F, kNan}) {
        TherapyProgram program = following(entry.feature);
        program.biomarkers.detectors[0].*want.member = value;
        EXPECT_TRUE(refused(program, want.field)) << entry.name << " " << want.field;
      }
    }
  }
}

TEST(ValidateDetector, Saf175_WhatAFeatureWantsMustBeANumber) {
  for (const FeatureEntry& entry : kFeatures) {
    for (const Want& want : kWants) {
      if (!wants(entry.feature, want.need)) continue;
      for (const float value : {kNan, kInfinity, -kInfinity, -1.0F}) {
        TherapyProgram program = following(entry.feature);
        program.biomarkers.detectors[0].*want.member = value;
        EXPECT_FALSE(Findings(program).accepted) << entry.name << " " << value;
      }
    }
  }
}

TEST(ValidateDetector, Saf175_AHysteresisLiesBetweenZeroAndTheRail) {
  TherapyProgram program = following(Feature::kZeroCrossings);
  float& hysteresis_uv = program.biomarkers.detectors[0].hysteresis_uv;
  const float rail_uv = program.biomarkers.quality.rail_uv;
  for (const float good : {0.0F, 25.0F, rail_uv}) {
    hysteresis_uv = good;
    EXPECT_EQ("", Findings(program).text()) << good;
  }
  for (const float bad : {std::nextafter(0.0F, -1.0F), std::nextafter(rail_uv, 1e9F)}) {
    hysteresis_uv = bad;
    EXPECT_TRUE(refused(program, "hysteresis_uv")) << bad;
  }
}

TEST(ValidateDetector, Saf175_AHalfWaveIsAtLeastItsHysteresisAndFitsBetweenTheRails) {
  TherapyProgram program = following(Feature::kHalfWaves);
  float& amplitude_uv = program.biomarkers.detectors[0].min_amplitude_uv;
  const float most_uv = 2.0F * program.biomarkers.quality.rail_uv;
  for (const float good : {10.0F, most_uv}) {
    amplitude_uv = good;
    EXPECT_EQ("", Findings(program).text()) << good;
  }
  for (const float bad : {std::nextafter(10.0F, 0.0F), std::nextafter(most_uv, 1e9F)}) {
    amplitude_uv = bad;
    EXPECT_TRUE(refused(program, "min_amplitude_uv")) << bad;
  }
}

// At 250 Hz a half-wave of 70 to 80 Hz would last 1.6 to 1.8 samples.
TEST(ValidateDetector, Saf175_SomeHalfWaveOfItsBandLastsWholeSamples) {
  TherapyProgram program = following(Feature::kHalfWaves);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.band_low_hz = 70.0F;
  detector.band_high_hz = 80.0F;
  EXPECT_TRUE(refused(program, "band_high_hz"));
  detector.band_low_hz = 62.5F;  // two samples
  EXPECT_FALSE(refused(program, "band_high_hz"));
  detector.band_low_hz = 62.6F;
  EXPECT_TRUE(refused(program, "band_high_hz"));
}

TEST(ValidateDetector, Saf175_AnAbsoluteThresholdLiesWithinTheFeaturesReach) {
  const struct {
    Feature feature;
    float most;
  } kReach[] = {{Feature::kLineLength, kHighestAbsoluteThreshold},
                {Feature::kZeroCrossings, 250.0F},
                {Feature::kHalfWaves, 16.0F}};
  for (const auto& reach : kReach) {
    TherapyProgram program = following(reach.feature);
    DetectorSettings& detector = program.biomarkers.detectors[0];
    detector.long_window = {};
    detector.threshold = reach.most;
    EXPECT_FALSE(refused(program, "threshold")) << name_of(reach.feature);
    detector.threshold = std::nextafter(reach.most, 1e30F);
    EXPECT_TRUE(refused(program, "threshold")) << name_of(reach.feature);
    detector.threshold = std::nextafter(kLowestAbsoluteThreshold, 0.0F);
    EXPECT_TRUE(refused(program, "threshold")) << name_of(reach.feature);
  }
}

}  // namespace
}  // namespace homeostat::controller::testing
