// Rules of what a feature wants beside its windows.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "biomarkers/detector.h"
#include "biomarkers/ranges.h"
#include "biomarkers/spike_rate.h"
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
  if (wants(feature, kNeedsOther)) {
    program.biomarkers.channel_count = 2;
    program.biomarkers.channels[1] = program.biomarkers.channels[0];
    program.biomarkers.channels[1].label[0] = 'R';
  }
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

// A number that a feature may want, where a program keeps it, and the field that is told.
struct Want {
  FeatureNeed need;
  float DetectorSettings::*member;
  const char* field;
};
constexpr Want kWants[] = {
    {kNeedsBand, &DetectorSettings::band_low_hz, "band_low_hz"},
    {kNeedsBand, &DetectorSettings::band_high_hz, "band_low_hz"},
    {kNeedsHysteresis, &DetectorSettings::hysteresis_uv, "hysteresis_uv"},
    {kNeedsAmplitude, &DetectorSettings::min_amplitude_uv, "min_amplitude_uv"},
    {kNeedsLine, &DetectorSettings::line_hz, "line_hz"},
    {kNeedsAmplitudeBand, &DetectorSettings::amplitude_low_hz, "amplitude_low_hz"},
    {kNeedsAmplitudeBand, &DetectorSettings::amplitude_high_hz, "amplitude_low_hz"},
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

TEST(ValidateDetector, Saf175_NorIsAWholeNumberOfItTaken) {
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    const auto refuses = [&](FeatureNeed need, const char* field, auto member) {
      TherapyProgram program = following(entry.feature);
      program.biomarkers.detectors[0].*member = 1;
      return wants(entry.feature, need) || refused(program, field);
    };
    EXPECT_TRUE(
        refuses(kNeedsStretch, "stretch_samples", &DetectorSettings::stretch_samples));
    EXPECT_TRUE(refuses(kNeedsEdge, "edge_percent", &DetectorSettings::edge_percent));
    EXPECT_TRUE(refuses(kNeedsLag, "lag_samples", &DetectorSettings::lag_samples));
    EXPECT_TRUE(refuses(kNeedsOther, "other_channel", &DetectorSettings::other_channel));
  }
}

TEST(ValidateDetector, Saf175_AStretchIs64Or128Or256Samples) {
  for (const FeatureEntry& entry : kFeatures) {
    if (!wants(entry.feature, kNeedsStretch)) continue;
    TherapyProgram program = following(entry.feature);
    DetectorSettings& detector = program.biomarkers.detectors[0];
    if (wants(entry.feature, kNeedsBand)) detector.band_high_hz = 30.0F;
    for (int samples = 0; samples <= 65535; samples = samples * 2 + samples % 2 + 1) {
      detector.stretch_samples = static_cast<std::uint16_t>(samples);
      EXPECT_TRUE(refused(program, "stretch_samples")) << samples;
    }
    for (const int samples : {32, 63, 64, 65, 127, 128, 200, 256, 257, 512}) {
      detector.stretch_samples = static_cast<std::uint16_t>(samples);
      const bool good = samples == 64 || samples == 128 || samples == 256;
      EXPECT_EQ(refused(program, "stretch_samples"), !good) << entry.name << samples;
    }
  }
}

// At 250 Hz a stretch of 256 tells 0.977 Hz apart.
TEST(ValidateDetector, Saf175_ABandHoldsAsManyFrequenciesAsItsFeatureNeeds) {
  const struct {
    Feature feature;
    float low_hz;
    float too_narrow_hz;
    float wide_enough_hz;
  } kBands[] = {{Feature::kFftBandPower, 4.0F, 4.8F, 4.9F},
                {Feature::kSlidingBandPower, 4.0F, 4.8F, 4.9F},
                {Feature::kSpectralEdge, 4.0F, 5.8F, 5.9F},
                {Feature::kSpectralSlope, 4.0F, 7.8F, 7.9F}};
  for (const auto& band : kBands) {
    TherapyProgram program = following(band.feature);
    DetectorSettings& detector = program.biomarkers.detectors[0];
    detector.band_low_hz = band.low_hz;
    detector.band_high_hz = band.too_narrow_hz;
    EXPECT_TRUE(refused(program, "band_high_hz")) << name_of(band.feature);
    detector.band_high_hz = band.wide_enough_hz;
    EXPECT_FALSE(refused(program, "band_high_hz")) << name_of(band.feature);
  }
}

TEST(ValidateDetector, Saf175_MainsLeavesEnoughOfTheBand) {
  TherapyProgram program = following(Feature::kSpectralSlope);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.band_low_hz = 45.0F;
  detector.band_high_hz = 54.0F;  // bins 47 to 55; 50 Hz takes 50 to 53
  EXPECT_FALSE(refused(program, "band_high_hz"));
  detector.band_high_hz = 52.0F;  // three are left
  EXPECT_TRUE(refused(program, "band_high_hz"));
  detector.line_hz = 0.0F;
  EXPECT_FALSE(refused(program, "band_high_hz"));
  EXPECT_FALSE(refused(program, "line_hz"));
  for (const auto& [line_hz, good] : {std::pair{60.0F, true}, {55.0F, false}}) {
    detector.line_hz = line_hz;
    EXPECT_EQ(refused(program, "line_hz"), !good) << line_hz;
  }
}

TEST(ValidateDetector, Saf175_NoMoreFrequenciesSlideThanThereIsRoomFor) {
  TherapyProgram program = following(Feature::kSlidingBandPower);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.band_low_hz = 4.0F;
  detector.band_high_hz = 33.3F;  // bins 5 to 34
  EXPECT_FALSE(refused(program, "band_high_hz"));
  detector.band_high_hz = 34.3F;
  EXPECT_TRUE(refused(program, "band_high_hz"));
  detector.stretch_samples = 128;
  EXPECT_FALSE(refused(program, "band_high_hz"));
}

TEST(ValidateDetector, Saf175_AnEdgeIsBetweenOneAnd99Percent) {
  TherapyProgram program = following(Feature::kSpectralEdge);
  std::uint8_t& percent = program.biomarkers.detectors[0].edge_percent;
  for (const auto& [value, good] :
       {std::pair{0, false}, {1, true}, {99, true}, {100, false}}) {
    percent = static_cast<std::uint8_t>(value);
    EXPECT_EQ(refused(program, "edge_percent"), !good) << value;
  }
}

TEST(ValidateDetector, Saf175_ALagIsAsLongAsWhatIsKept) {
  for (const auto& [feature, most] :
       {std::pair{Feature::kAutocorrelation, 255}, {Feature::kSpikeRate, 127}}) {
    TherapyProgram program = following(feature);
    std::uint8_t& lag = program.biomarkers.detectors[0].lag_samples;
    for (const int value : {1, most}) {
      lag = static_cast<std::uint8_t>(value);
      EXPECT_EQ("", Findings(program).text()) << value;
    }
    for (const int value : {0, most + 1}) {
      lag = static_cast<std::uint8_t>(value);  // 256 is 0 again
      EXPECT_TRUE(refused(program, "lag_samples")) << value;
    }
  }
}

TEST(ValidateDetector, Saf175_TheOtherChannelIsAnotherOneOfTheProgram) {
  for (const Feature feature : {Feature::kPhaseLocking, Feature::kPhaseAmplitude}) {
    TherapyProgram program = following(feature);
    std::uint8_t& other = program.biomarkers.detectors[0].other_channel;
    other = 2;
    EXPECT_TRUE(refused(program, "other_channel"));
    other = 255;
    EXPECT_TRUE(refused(program, "other_channel"));
    other = 0;
    EXPECT_EQ(refused(program, "other_channel"), feature == Feature::kPhaseLocking);
  }
}

TEST(ValidateDetector, Saf175_AnAmplitudeHasRoomToFollowItsPhase) {
  TherapyProgram program = following(Feature::kPhaseAmplitude);  // phase to 8 Hz
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.amplitude_low_hz = 8.0F;
  detector.amplitude_high_hz = 24.0F;
  EXPECT_EQ("", Findings(program).text());
  detector.amplitude_high_hz = 23.9F;
  EXPECT_TRUE(refused(program, "amplitude_high_hz"));
  detector.amplitude_high_hz = 112.5F;
  EXPECT_FALSE(refused(program, "amplitude_high_hz"));
  detector.amplitude_high_hz = 112.6F;
  EXPECT_TRUE(refused(program, "amplitude_high_hz"));
  detector.amplitude_high_hz = 100.0F;
  detector.amplitude_low_hz = 7.9F;
  EXPECT_TRUE(refused(program, "amplitude_low_hz"));
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

// 12.5 Hz would have half-waves of 10 samples and 25 Hz of 5.
TEST(ValidateDetector, Saf175_ABandMayEndWhereAHalfWaveLastsWholeSamples) {
  TherapyProgram program = following(Feature::kHalfWaves);
  program.biomarkers.detectors[0].band_low_hz = 22.0F;
  program.biomarkers.detectors[0].band_high_hz = 25.0F;
  EXPECT_FALSE(refused(program, "band_high_hz"));
}

// Half a band is a corner of its filter, and a filter has a lowest one.
TEST(ValidateDetector, Saf175_ABandIsAsWideAsItsFilterCanTell) {
  TherapyProgram program = following(Feature::kPhaseLocking);
  BiomarkerSettings& settings = program.biomarkers;
  const float corner_hz = settings.sample_rate_hz * kLowestCornerShare;
  settings.detectors[0].band_low_hz = 2.0F * corner_hz;
  settings.detectors[0].band_high_hz = 4.0F * corner_hz;
  EXPECT_FALSE(refused(program, "band_high_hz"));
  settings.detectors[0].band_high_hz = std::nextafter(4.0F * corner_hz, 0.0F);
  EXPECT_TRUE(refused(program, "band_high_hz"));
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

// A detector without a baseline would never be read, and its seizures never seen.
TEST(ValidateDetector, Saf232_WhatMayRestAtZeroIsComparedWithNoBackground) {
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    TherapyProgram program = following(entry.feature);
    program.biomarkers.detectors[0].long_window = 60_s;
    program.biomarkers.detectors[0].threshold = 3.0F;
    EXPECT_EQ(refused(program, "long_window_s"), wants(entry.feature, kNeedsAbsolute))
        << entry.name;
  }
  for (const Feature feature :
       {Feature::kZeroCrossings, Feature::kHalfWaves, Feature::kAutocorrelation,
        Feature::kSpikeRate, Feature::kBurstSuppression}) {
    EXPECT_TRUE(wants(feature, kNeedsAbsolute)) << name_of(feature);
  }
}

TEST(ValidateDetector, Saf175_AnAbsoluteThresholdLiesWithinTheFeaturesReach) {
  const struct {
    Feature feature;
    float most;
  } kReach[] = {{Feature::kLineLength, kHighestAbsoluteThreshold},
                {Feature::kZeroCrossings, 250.0F},
                {Feature::kSpectralEdge, 8.0F},
                {Feature::kPermutationEntropy, 1.0F},
                {Feature::kPhaseLocking, 1.0F},
                {Feature::kSpikeRate, 1.0F / kSpikesApart_s},
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

// A sound program of `count` detectors alike.
TherapyProgram many(Feature feature, int count) {
  TherapyProgram program = following(feature);
  program.biomarkers.detector_count = static_cast<std::uint8_t>(count);
  program.biomarkers.detectors.fill(program.biomarkers.detectors[0]);
  return program;
}

TEST(ValidateDetector, Saf280_EachFeatureFitsAsOftenAsIsTold) {
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    int fit = 8;
    if (entry.feature == Feature::kSlidingBandPower) fit = 6;
    if (entry.feature == Feature::kFftBandPower) fit = 7;
    if (entry.feature == Feature::kSpectralEdge) fit = 7;
    if (entry.feature == Feature::kSpectralSlope) fit = 7;
    EXPECT_EQ(Findings(many(entry.feature, fit)).text(), "") << entry.name;
    if (fit == kMaxDetectors) continue;
    const Findings more(many(entry.feature, kMaxDetectors));
    EXPECT_EQ(more.all.size(), 1U) << "only the first that finds none";
    const std::string at = "biomarkers.detectors[" + std::to_string(fit) + "].feature";
    EXPECT_TRUE(more.refuse(at)) << entry.name << "\n" << more.text();
  }
}

TEST(ValidateDetector, Saf280_WithoutABaselineMoreFits) {
  TherapyProgram program = many(Feature::kFftBandPower, 8);
  EXPECT_FALSE(Findings(program).accepted);
  program.biomarkers.detectors[0].long_window = {};
  EXPECT_EQ(Findings(program).text(), "");
}

// Five that slide, two small ones and a Hjorth fill it to the last byte.
TEST(ValidateDetector, Saf280_TheLastByteMayBeUsed) {
  TherapyProgram full = many(Feature::kSlidingBandPower, 8);
  std::array<DetectorSettings, kMaxDetectors>& detectors = full.biomarkers.detectors;
  detectors[5] = detectors[6] = following(Feature::kLineLength).biomarkers.detectors[0];
  detectors[7] = following(Feature::kHjorthMobility).biomarkers.detectors[0];
  int taken = 0;
  for (const DetectorSettings& detector : detectors) {
    taken += Detector::bytes_of(detector);
  }
  EXPECT_EQ(taken, DetectorMemory::kBytes);
  EXPECT_EQ(Findings(full).text(), "");
  detectors[5] = following(Feature::kTeagerEnergy).biomarkers.detectors[0];
  EXPECT_TRUE(Findings(full).refuse("biomarkers.detectors[7].feature"));
}

TEST(ValidateDetector, Saf281_WhatFiresBelowIsAShareOfTheBaselineLessThanOne) {
  TherapyProgram program = following(Feature::kPermutationEntropy);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.fires = Fires::kBelow;
  for (const float threshold : {0.999F, 0.6F, kLowestRatioThreshold}) {
    detector.threshold = threshold;
    EXPECT_EQ(Findings(program).text(), "") << threshold;
  }
  for (const float threshold : {1.0F, 1.001F, 0.0009F, 0.0F, -0.5F, kNan}) {
    detector.threshold = threshold;
    EXPECT_TRUE(refused(program, "threshold")) << threshold;
  }
  detector.threshold = 1.0F;
  EXPECT_NE(Findings(program).text().find("less than 1"), std::string::npos);
  detector.fires = Fires::kAbove;
  EXPECT_NE(Findings(program).text().find("more than 1"), std::string::npos);
  const auto why = [&](Fires side, float threshold) {
    detector.fires = side;
    detector.threshold = threshold;
    return std::string(Findings(program).of("biomarkers.detectors[0].threshold").why);
  };
  EXPECT_EQ(why(Fires::kBelow, 1.001F), "share of the background's mean, less than 1");
  EXPECT_EQ(why(Fires::kAbove, 0.999F), "multiple of the background's mean, more than 1");
  for (const float threshold : {0.999F, 0.6F}) {
    detector.threshold = threshold;
    EXPECT_TRUE(refused(program, "threshold")) << threshold;
  }
}

TEST(ValidateDetector, Saf281_AnAbsoluteThresholdToFallBelowIsWithinTheFeaturesReach) {
  TherapyProgram program = following(Feature::kPermutationEntropy);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.long_window = {};
  detector.threshold = 1.0F;
  EXPECT_FALSE(refused(program, "threshold")) << "never above, and known to be";
  detector.fires = Fires::kBelow;
  EXPECT_TRUE(refused(program, "threshold")) << "always below";
  detector.threshold = 0.99F;
  EXPECT_EQ(Findings(program).text(), "");

  program = following(Feature::kSpectralEdge);  // of 4 to 8 Hz
  detector.long_window = {};
  detector.fires = Fires::kBelow;
  detector.threshold = 4.0F;
  EXPECT_EQ(Findings(program).text(), "");
  detector.threshold = 3.99F;
  EXPECT_TRUE(refused(program, "threshold")) << "never below its own band";
  detector.fires = Fires::kAbove;
  EXPECT_FALSE(refused(program, "threshold"));
}

TEST(ValidateDetector, OfMoreDetectorsThanThereCanBeTheFirstAreJudged) {
  TherapyProgram program = following(Feature::kLineLength);
  program.biomarkers.detector_count = biomarkers::kMaxDetectors + 1;
  const std::string found = Findings(program).text();
  EXPECT_NE(found.find("detectors[7]"), std::string::npos);
  EXPECT_EQ(found.find("detectors[8]"), std::string::npos);
}

// Of a band's power zero is the least, whatever its band.
TEST(ValidateDetector, Saf281_APowerMayFallBelowItsBandsFrequency) {
  TherapyProgram program = following(Feature::kBandPower);
  DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.long_window = {};
  detector.fires = Fires::kBelow;
  detector.threshold = detector.band_low_hz / 2.0F;
  EXPECT_EQ(Findings(program).text(), "");
  const auto why = [&](Fires side) {
    detector.fires = side;
    detector.threshold = 0.0F;
    return std::string(Findings(program).of("biomarkers.detectors[0].threshold").why);
  };
  EXPECT_EQ(why(Fires::kBelow), "absolute threshold that the feature can fall below");
  EXPECT_EQ(why(Fires::kAbove), "absolute threshold that the feature can exceed");
}

TEST(ValidateDetector, Saf281_ADetectorFiresAboveOrBelow) {
  TherapyProgram program = following(Feature::kLineLength);
  for (int side = 0; side <= 255; ++side) {
    program.biomarkers.detectors[0].fires = static_cast<Fires>(side);
    const bool there = side == 1 || side == 2;
    EXPECT_EQ(refused(program, "fires"), !there) << side;
  }
}

}  // namespace
}  // namespace homeostat::controller::testing
