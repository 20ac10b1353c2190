// Features of amplitude and shape, by hand: RMS, Teager energy, Hjorth, zero crossings,
// half-waves.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "biomarkers/feature.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

FrameMoments moments(AnyFeature feature, const std::vector<ChannelSamples>& frames) {
  FrameMoments all;
  for (const ChannelSamples& frame : frames) all += update(feature, frame, frame);
  return all;
}

float value(const AnyFeature& feature, const std::vector<ChannelSamples>& frames) {
  return value_over(feature, moments(feature, frames));
}

float value(const AnyFeature& feature, const std::vector<float>& uv) {
  return value(feature, cut(uv, kSamples));
}

std::vector<float> sine(double amplitude_uv, double frequency_hz, double seconds) {
  std::vector<float> uv;
  for (int n = 0; n < static_cast<int>(seconds * 250.0); ++n) {
    uv.push_back(static_cast<float>(
        amplitude_uv *
        std::sin(2.0 * std::numbers::pi * frequency_hz * n / 250.0 + 0.1)));
  }
  return uv;
}

TEST(RmsTest, IsTheRootOfTheMeanSquare) {
  EXPECT_EQ(value(Rms{}, {1, -7, 5, 5}), 5.0F);
  EXPECT_NEAR(value(Rms{}, sine(100.0, 10.0, 4.0)), 70.7107F, 0.001F);
  EXPECT_EQ(value(Rms{}, std::vector<float>{}), 0.0F);
}

TEST(RmsTest, LeavesOutWhatIsNoSignal) {
  auto frames = cut(std::vector<float>{3, 1000, 4, 5}, 4);
  frames[0].used = 0b0101;
  EXPECT_EQ(value(Rms{}, frames), std::sqrt(12.5F));
}

TEST(TeagerEnergyTest, IsTheSquareLessTheProductOfTheNeighbours) {
  const FrameMoments all =
      moments(TeagerEnergy{}, cut(std::vector<float>{1, 3, -2, 5}, 2));
  EXPECT_EQ(all.sums[0], (9.0F + 2.0F) + (4.0F - 15.0F));
  EXPECT_EQ(all.count, 2);
}

TEST(TeagerEnergyTest, OfASineIsTheSquareOfAmplitudeTimesItsSpeed) {
  const double speed = std::sin(2.0 * std::numbers::pi * 12.0 / 250.0);
  EXPECT_NEAR(value(TeagerEnergy{}, sine(50.0, 12.0, 2.0)), 2500.0 * speed * speed, 0.01);
}

TEST(TeagerEnergyTest, NeedsThreeNeighbours) {
  auto frames = cut(std::vector<float>{1, 2, 3, 900, 5, 6, 7}, 7);
  frames[0].used &= ~SampleMask{0b1000};
  const FrameMoments all = moments(TeagerEnergy{}, frames);
  EXPECT_EQ(all.sums[0], (4.0F - 3.0F) + (36.0F - 35.0F));
  EXPECT_EQ(all.count, 2);
}

TEST(HjorthTest, ByHand) {
  const std::vector<float> uv{0, 3, -1, 1};  // steps 3 -4 2, bends -7 6
  EXPECT_FLOAT_EQ(value(HjorthMobility{}, uv), std::sqrt(29.0F / 11.0F));
  EXPECT_FLOAT_EQ(value(HjorthComplexity{}, uv),
                  std::sqrt(85.0F / 20.0F) / std::sqrt(20.0F / 2.0F));
}

TEST(HjorthTest, OfASlowSineAreItsSpeedAndOne) {
  const auto uv = sine(80.0, 5.0, 20.0);
  const double speed = 2.0 * std::sin(std::numbers::pi * 5.0 / 250.0);
  EXPECT_NEAR(value(HjorthMobility{}, uv), speed, 1.0e-4);
  EXPECT_NEAR(value(HjorthComplexity{}, uv), 1.0, 1.0e-3);
}

TEST(HjorthTest, OfSilenceAndOfAConstantAreZero) {
  for (const float uv : {0.0F, 7.0F}) {
    EXPECT_EQ(value(HjorthMobility{}, std::vector<float>(100, uv)), 0.0F);
    EXPECT_EQ(value(HjorthComplexity{}, std::vector<float>(100, uv)), 0.0F);
  }
}

TEST(HjorthTest, CountsOnlySamplesWithAllTheirNeighbours) {
  auto frames = cut(std::vector<float>{1, 2, 900, 4, 5, 6, 8}, 7);
  frames[0].used &= ~SampleMask{0b100};
  EXPECT_EQ(moments(HjorthMobility{}, frames).count, 4);  // 1-2, 4-5, 5-6, 6-8
  EXPECT_EQ(moments(HjorthMobility{}, frames).sums[1], 1.0F + 1.0F + 1.0F + 4.0F);
  EXPECT_EQ(moments(HjorthComplexity{}, frames).count, 2);
}

TEST(ZeroCrossingsTest, CountEachWayBeyondTheHysteresis) {
  const std::vector<float> uv{5, 11, -9, -11, 9, -12, 11, 3};  // at 11, -11, -12, 11
  EXPECT_EQ(moments(ZeroCrossings(10.0F, kRateHz), cut(uv, 3)).sums[0], 2.0F * kRateHz);
  EXPECT_EQ(moments(ZeroCrossings(9.0F, kRateHz), cut(uv, 3)).sums[0], 2.0F * kRateHz);
  EXPECT_EQ(moments(ZeroCrossings(8.0F, kRateHz), cut(uv, 3)).sums[0], 4.0F * kRateHz);
}

TEST(ZeroCrossingsTest, OfASineAreTwiceItsFrequency) {
  EXPECT_NEAR(value(ZeroCrossings(10.0F, kRateHz), sine(50.0, 7.0, 20.0)), 14.0F, 0.1F);
  EXPECT_EQ(value(ZeroCrossings(60.0F, kRateHz), sine(50.0, 7.0, 20.0)), 0.0F);
}

TEST(ZeroCrossingsTest, TouchingZeroIsNoCrossing) {
  EXPECT_EQ(value(ZeroCrossings(0.0F, kRateHz), {1, 0, 2, 0, 1}), 0.0F);
}

TEST(ZeroCrossingsTest, ACrossingUnderBlankedSamplesCountsOnceAtTheirEnd) {
  auto frames = cut(std::vector<float>{5, 5, -900, 900, -900, -5, -5, -5}, 4);
  frames[0].used = 0b0011;
  frames[1].used = 0b1110;
  const FrameMoments all = moments(ZeroCrossings(1.0F, kRateHz), frames);
  EXPECT_EQ(all.sums[0], kRateHz);
  EXPECT_EQ(all.count, 5);
}

constexpr HalfWaveLimits kAnySwing{.low_hz = 0.5F, .high_hz = 112.0F};

HalfWaves half_waves(HalfWaveLimits limits) { return {limits, kRateHz}; }

// How many, not per second.
float swings(HalfWaveLimits limits, const std::vector<float>& uv, int per_frame = 3) {
  return moments(half_waves(limits), cut(uv, per_frame)).sums[0] / kRateHz;
}

TEST(HalfWavesTest, ASwingCountsOnceItsEndShows) {
  HalfWaveLimits limits = kAnySwing;
  limits.hysteresis_uv = 2.0F;
  limits.high_hz = 125.0F;
  EXPECT_EQ(swings(limits, {0, 5}), 0.0F) << "it rises, from where is not known";
  EXPECT_EQ(swings(limits, {0, 5, 4}), 0.0F) << "and may go on";
  EXPECT_EQ(swings(limits, {0, 5, 3}), 0.0F) << "2 back is not more than 2";
  EXPECT_EQ(swings(limits, {0, 5, 2.9F}), 1.0F);
  EXPECT_EQ(swings(limits, {0, 5, 2.9F, -3, 0, 9}), 2.0F);
}

TEST(HalfWavesTest, ItsHeightMustBeReached) {
  HalfWaveLimits limits = kAnySwing;
  limits.high_hz = 125.0F;
  const std::vector<float> uv{0, 5, 1, 9, 8};  // 5, 4, 8
  for (const auto& [least, found] : {std::pair{4.0F, 3.0F},
                                     {4.5F, 2.0F},
                                     {5.0F, 2.0F},
                                     {5.5F, 1.0F},
                                     {8.0F, 1.0F},
                                     {8.1F, 0.0F}}) {
    limits.min_amplitude_uv = least;
    EXPECT_EQ(swings(limits, uv), found) << least;
  }
}

TEST(HalfWavesTest, ItsLengthMustLieInTheBand) {
  // One swing of five samples: half a period of 25 Hz.
  const std::vector<float> uv{0, 1, 2, 3, 4, 5, 4};
  const auto found = [&](float low_hz, float high_hz) {
    return swings({.low_hz = low_hz, .high_hz = high_hz}, uv);
  };
  EXPECT_EQ(found(25.0F, 50.0F), 1.0F);
  EXPECT_EQ(found(25.1F, 50.0F), 0.0F);
  EXPECT_EQ(found(10.0F, 25.0F), 1.0F);
  EXPECT_EQ(found(10.0F, 24.9F), 0.0F);
}

TEST(HalfWavesTest, OfEqualExtremesTheFirstIsTheTurningPoint) {
  // Down from the first 5: lengths 1 and 4.
  const std::vector<float> uv{0, 5, 5, 5, 4, 6};
  EXPECT_EQ(swings({.low_hz = 1.0F, .high_hz = 125.0F}, uv), 2.0F);
  EXPECT_EQ(swings({.low_hz = 100.0F, .high_hz = 125.0F}, uv), 1.0F);
}

TEST(HalfWavesTest, OfASineInTheBandAreTwiceItsFrequency) {
  HalfWaveLimits limits{
      .hysteresis_uv = 5.0F, .min_amplitude_uv = 80.0F, .low_hz = 5.0F, .high_hz = 20.0F};
  EXPECT_NEAR(value(half_waves(limits), sine(50.0, 10.0, 20.0)), 20.0F, 0.2F);
  EXPECT_EQ(value(half_waves(limits), sine(50.0, 3.0, 20.0)), 0.0F);
  EXPECT_EQ(value(half_waves(limits), sine(50.0, 40.0, 20.0)), 0.0F);
  EXPECT_EQ(value(half_waves(limits), sine(39.0, 10.0, 20.0)), 0.0F);
}

TEST(HalfWavesTest, TimeRunsOnOverBlankedSamples) {
  auto frames = cut(std::vector<float>{0, 2, 900, 900, 4, 5, 4}, 7);
  frames[0].used &= ~SampleMask{0b1100};
  const auto found = [&](float low_hz, float high_hz) {
    return moments(half_waves({.low_hz = low_hz, .high_hz = high_hz}), frames).sums[0];
  };
  EXPECT_EQ(found(24.0F, 26.0F), kRateHz) << "five samples";
  EXPECT_EQ(found(26.0F, 120.0F), 0.0F);
}

}  // namespace
}  // namespace homeostat::biomarkers
