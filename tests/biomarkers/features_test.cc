// Each feature by hand, over gaps, and against its definition.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "biomarkers/area.h"
#include "biomarkers/band_power.h"
#include "biomarkers/feature.h"
#include "biomarkers/line_length.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

template <class F>
FrameSum total(F feature, const std::vector<ChannelSamples>& frames) {
  FrameSum all;
  for (const ChannelSamples& frame : frames) {
    const FrameSum seen = feature.update(frame);
    all.sum += seen.sum;
    all.count += seen.count;
  }
  return all;
}

template <class F>
float mean(const F& feature, const std::vector<ChannelSamples>& frames) {
  const FrameSum all = total(feature, frames);
  return all.sum / static_cast<float>(all.count);
}

std::vector<float> sine(double amplitude_uv, double frequency_hz, int samples) {
  std::vector<float> uv;
  for (int n = 0; n < samples; ++n) {
    uv.push_back(static_cast<float>(
        amplitude_uv * std::sin(2.0 * std::numbers::pi * frequency_hz * n / 250.0)));
  }
  return uv;
}

TEST(LineLengthTest, IsTheMeanStepBetweenNeighbours) {
  const std::vector<float> uv{0, 3, -1, -1, 10};  // steps 3, 4, 0, 11
  const FrameSum all = total(LineLength{}, cut(uv, 5));
  EXPECT_EQ(all.sum, 18.0F);
  EXPECT_EQ(all.count, 4);
}

TEST(LineLengthTest, CountsTheStepFromOneFrameToTheNext) {
  const std::vector<float> uv{0, 3, -1, -1, 10};
  for (int per_frame = 1; per_frame <= 5; ++per_frame) {
    const FrameSum all = total(LineLength{}, cut(uv, per_frame));
    EXPECT_EQ(all.sum, 18.0F) << per_frame;
    EXPECT_EQ(all.count, 4) << per_frame;
  }
}

TEST(LineLengthTest, TakesNoStepToOrFromASampleThatIsNoSignal) {
  auto frames = cut(std::vector<float>{0, 1, 500, 3, 4}, 5);
  frames[0].used &= ~SampleMask{0b100};
  const FrameSum all = total(LineLength{}, frames);
  EXPECT_EQ(all.sum, 2.0F);
  EXPECT_EQ(all.count, 2);
}

TEST(LineLengthTest, Saf111_TakesNoStepOverAGapBetweenFrames) {
  auto frames = cut(std::vector<float>{0, 1, 500, 501}, 2);
  frames[1].after_gap = true;
  const FrameSum all = total(LineLength{}, frames);
  EXPECT_EQ(all.sum, 2.0F);
  EXPECT_EQ(all.count, 2);
}

TEST(AreaTest, IsTheMeanOfTheAbsoluteValue) {
  const FrameSum all = total(Area{}, cut(std::vector<float>{1, -3, 0, 4}, 3));
  EXPECT_EQ(all.sum, 8.0F);
  EXPECT_EQ(all.count, 4);
}

TEST(AreaTest, LeavesOutWhatIsNoSignal) {
  auto frames = cut(std::vector<float>{1, -3, 0, 4}, 4);
  frames[0].used = 0b0101;
  const FrameSum all = total(Area{}, frames);
  EXPECT_EQ(all.sum, 1.0F);
  EXPECT_EQ(all.count, 2);
}

TEST(BandPowerTest, OfASineInsideTheBandIsHalfItsSquare) {
  const auto frames = cut(sine(100.0, 9.0, 250 * 40), kSamples);
  EXPECT_NEAR(mean(BandPower(2.0F, 40.0F, kRateHz), frames), 5000.0F, 60.0F);
}

TEST(BandPowerTest, HasHalfItsPowerAtEachEdgeAndBelowOnePercentFarAway) {
  const BandPower feature(4.0F, 8.0F, kRateHz);
  // Half, and a little less: the other edge is but an octave away.
  EXPECT_NEAR(mean(feature, cut(sine(100.0, 4.0, 250 * 60), kSamples)), 2353.0F, 60.0F);
  EXPECT_NEAR(mean(feature, cut(sine(100.0, 8.0, 250 * 60), kSamples)), 2353.0F, 60.0F);
  EXPECT_LT(mean(feature, cut(sine(100.0, 0.5, 250 * 60), kSamples)), 50.0F);
  EXPECT_LT(mean(feature, cut(sine(100.0, 60.0, 250 * 60), kSamples)), 50.0F);
}

TEST(BandPowerTest, SeesNoPowerInAnOffset) {
  const std::vector<float> uv(2500, 1500.0F);
  EXPECT_LT(mean(BandPower(1.0F, 40.0F, kRateHz), cut(uv, kSamples)), 0.01F);
}

TEST(BandPowerTest, Saf111_SettlesAnewAfterAGap) {
  std::vector<float> uv(800, 1000.0F);
  uv.resize(1600, -1000.0F);
  auto frames = cut(uv, kSamples);
  frames[100].after_gap = true;
  EXPECT_LT(mean(BandPower(1.0F, 40.0F, kRateHz), frames), 0.01F);
}

TEST(BandPowerTest, DoesNotCountHeldSamples) {
  auto frames = cut(sine(100.0, 9.0, 800), kSamples);
  frames[50].used = 0b1111;
  EXPECT_EQ(total(BandPower(2.0F, 40.0F, kRateHz), frames).count, 796);
}

// Whole microvolts add up exactly, so the bits may not depend on where frames end.
TEST(FeaturesStream, AnySplitIntoFramesGivesTheSameBits) {
  std::vector<float> uv;
  for (int n = 0; n < 1024; ++n) uv.push_back(std::round(background_uv(0, n)));
  const FrameSum line = total(LineLength{}, cut(uv, 64));
  const FrameSum area = total(Area{}, cut(uv, 64));
  for (const int per_frame : {1, 7, 8, 25, 63}) {
    EXPECT_EQ(total(LineLength{}, cut(uv, per_frame)).sum, line.sum) << per_frame;
    EXPECT_EQ(total(LineLength{}, cut(uv, per_frame)).count, line.count) << per_frame;
    EXPECT_EQ(total(Area{}, cut(uv, per_frame)).sum, area.sum) << per_frame;
  }
  // Squares of filtered samples round: the split may move the last bits of their sum.
  const float power = mean(BandPower(4.0F, 30.0F, kRateHz), cut(uv, 64));
  for (const int per_frame : {1, 7, 8, 25, 63}) {
    EXPECT_NEAR(mean(BandPower(4.0F, 30.0F, kRateHz), cut(uv, per_frame)), power,
                1.0e-5F * power)
        << per_frame;
  }
}

TEST(MakeFeature, GivesTheFeatureThatTheProgramNames) {
  EXPECT_EQ(std::variant_size_v<AnyFeature>, kFeatures.size());
  for (const FeatureEntry& entry : kFeatures) {
    DetectorSettings settings;
    settings.feature = entry.feature;
    settings.band_low_hz = 4.0F;
    settings.band_high_hz = 8.0F;
    EXPECT_EQ(make_feature(settings, kRateHz).index(),
              static_cast<std::size_t>(entry.feature))
        << entry.name;
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
