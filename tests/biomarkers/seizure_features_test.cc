#include "biomarkers/seizure_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kTreeRateHz = 250.0F;
constexpr float kRailUv = 3000.0F;

std::vector<float> noise(int samples, float gain = 1.0F) {
  std::vector<float> uv;
  for (int i = 0; i < samples; ++i) uv.push_back(gain * background_uv(0, i));
  return uv;
}

std::vector<float> sine(double hz, float amplitude_uv, int samples) {
  std::vector<float> uv;
  for (int i = 0; i < samples; ++i) {
    uv.push_back(amplitude_uv *
                 static_cast<float>(
                     std::sin(2 * M_PI * hz * i / static_cast<double>(kTreeRateHz))));
  }
  return uv;
}

// The values of each half second that is known.
std::vector<SeizureFeatureValues> told(const std::vector<ChannelSamples>& frames,
                                       float rate_hz = kTreeRateHz) {
  SeizureFeatures features(rate_hz, kRailUv);
  std::vector<SeizureFeatureValues> all;
  for (const ChannelSamples& frame : frames) {
    if (features.update(frame) && features.known()) all.push_back(features.values());
  }
  return all;
}

float value(const SeizureFeatureValues& values, SeizureFeature feature) {
  return values[static_cast<std::size_t>(feature)];
}

TEST(SeizureFeatures, AreToldEachHalfSecondFromTheFirstFullSecondOn) {
  EXPECT_EQ(told(cut(noise(249), 1)).size(), 0U);
  EXPECT_EQ(told(cut(noise(250), 1)).size(), 1U);
  EXPECT_EQ(told(cut(noise(374), 1)).size(), 1U);
  EXPECT_EQ(told(cut(noise(375), 1)).size(), 2U);
}

TEST(SeizureFeatures, AnyCutIntoFramesGivesTheSameBits) {
  const std::vector<float> uv = noise(1000);
  const auto whole = told(cut(uv, 64));
  ASSERT_EQ(whole.size(), 7U);
  for (const int per_frame : {1, 7, 8, 50, 63}) {
    EXPECT_EQ(told(cut(uv, per_frame)), whole) << per_frame;
  }
}

TEST(SeizureFeatures, ASineIsWhatItsDefinitionSays) {
  const auto values = told(cut(sine(10.0, 100.0F, 2000), 8)).back();
  const double turn = 2 * M_PI * 10.0 / 250.0;
  EXPECT_NEAR(value(values, SeizureFeature::kRms), std::log2(100.0 / std::sqrt(2.0)),
              0.01);
  EXPECT_NEAR(value(values, SeizureFeature::kLineLength),
              std::log2(4.0 * 100.0 * 10.0 / 250.0), 0.02);
  EXPECT_NEAR(value(values, SeizureFeature::kTeagerEnergy),
              2.0 * std::log2(100.0 * std::sin(turn)), 0.001);
  EXPECT_NEAR(value(values, SeizureFeature::kMobility), 2.0 * std::sin(turn / 2), 0.002);
  EXPECT_NEAR(value(values, SeizureFeature::kComplexity), 1.0, 0.001);
  EXPECT_NEAR(value(values, SeizureFeature::kZeroCrossings), 20.0, 1.01);
  EXPECT_NEAR(value(values, SeizureFeature::kSpectralEdge), 10.5, 0.6);
  EXPECT_NEAR(values[9], std::log2(5000.0), 0.02) << "8 to 13 Hz holds it";
  for (const std::size_t band : {7U, 8U, 10U, 11U, 12U}) {
    EXPECT_LT(values[band], std::log2(5000.0) - 7.0) << band;
  }
}

TEST(SeizureFeatures, EachBandHoldsItsFrequencies) {
  constexpr double kInside[] = {2.5, 6.0, 10.5, 16.5, 25.0, 37.0};
  for (std::size_t band = 0; band < kSeizureBands; ++band) {
    const auto values = told(cut(sine(kInside[band], 100.0F, 500), 8)).back();
    for (std::size_t other = 0; other < kSeizureBands; ++other) {
      if (other != band) {
        EXPECT_GT(values[7 + band], values[7 + other] + 4.0F) << band << ' ' << other;
      }
    }
  }
}

TEST(SeizureFeatures, AGainAddsToLogarithmsAndLeavesTheOthers) {
  const auto once = told(cut(noise(500), 8)).back();
  const auto fourfold = told(cut(noise(500, 4.0F), 8)).back();
  for (const std::size_t amplitude : {0U, 1U}) {
    EXPECT_NEAR(fourfold[amplitude], once[amplitude] + 2.0F, 1e-5);
  }
  for (const std::size_t power : {2U, 7U, 8U, 9U, 10U, 11U, 12U}) {
    EXPECT_NEAR(fourfold[power], once[power] + 4.0F, 2e-2) << power;
  }
  for (const std::size_t blind : {3U, 4U, 5U}) EXPECT_EQ(fourfold[blind], once[blind]);
  EXPECT_NEAR(fourfold[6], once[6], 0.05);
}

TEST(SeizureFeatures, SilenceHasAFloorAndNoRatios) {
  const auto values = told(cut(std::vector<float>(500, 0.0F), 8)).back();
  EXPECT_NEAR(value(values, SeizureFeature::kLineLength), -19.93, 0.01);
  EXPECT_NEAR(value(values, SeizureFeature::kRms), -9.966, 0.01);
  EXPECT_NEAR(values[12], -19.93, 0.01);
  for (const std::size_t ratio : {3U, 4U, 5U, 6U}) EXPECT_EQ(values[ratio], 0.0F);
}

TEST(SeizureFeatures, TheLargestSignalStaysFinite) {
  std::vector<float> uv(1000);
  for (std::size_t i = 0; i < uv.size(); ++i) uv[i] = i % 2 == 0 ? 1.0e6F : -1.0e6F;
  const auto features = told(cut(uv, 8));
  for (const float x : features.back()) EXPECT_TRUE(std::isfinite(x));
}

TEST(SeizureFeatures, AFifthOfTheSecondMayBeNoSignal) {
  for (const int missing : {50, 51}) {
    std::vector<ChannelSamples> frames = cut(noise(250), 1);
    for (std::size_t i = 100; i < 100 + static_cast<std::size_t>(missing); ++i) {
      frames[i].used = 0;
    }
    EXPECT_EQ(told(frames).size(), missing == 50 ? 1U : 0U) << missing;
  }
}

TEST(SeizureFeatures, NoDifferenceReachesOverWhatIsNoSignal) {
  std::vector<float> uv(250, 10.0F);
  for (std::size_t i = 125; i < uv.size(); ++i) uv[i] = -10.0F;
  std::vector<ChannelSamples> frames = cut(uv, 1);
  frames[125].used = 0;
  const auto values = told(frames).back();
  EXPECT_NEAR(value(values, SeizureFeature::kLineLength), -19.93, 0.01);
  EXPECT_EQ(value(values, SeizureFeature::kZeroCrossings), 0.0F);
}

TEST(SeizureFeatures, AfterAGapASecondMustFillAnew) {
  std::vector<ChannelSamples> frames = cut(noise(500), 1);
  frames[200].after_gap = true;
  EXPECT_EQ(told(frames).size(), 1U);
  SeizureFeatures features(kTreeRateHz, kRailUv);
  for (const ChannelSamples& frame : cut(noise(250), 1)) features.update(frame);
  ASSERT_TRUE(features.known());
  features.begin();
  EXPECT_FALSE(features.known());
}

TEST(SeizureFeatures, OfOtherRatesNothingIsTold) {
  for (const float rate_hz : {0.0F, 127.9F, 256.1F, 1000.0F}) {
    EXPECT_TRUE(told(cut(noise(2000), 8), rate_hz).empty()) << rate_hz;
  }
  EXPECT_FALSE(told(cut(noise(2000), 8), 128.0F).empty());
  EXPECT_FALSE(told(cut(noise(2000), 8), 256.0F).empty());
}

}  // namespace
}  // namespace homeostat::biomarkers
