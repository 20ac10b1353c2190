// Features of the spectrum, against what is known of sines and of noise.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <numbers>

#include "biomarkers/feature.h"
#include "biomarkers/turn_table.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kStretch = 256;
constexpr double kBinHz = 250.0 / kStretch;

FrameMoments moments(AnyFeature& feature, const std::vector<ChannelSamples>& frames) {
  FrameMoments all;
  for (const ChannelSamples& frame : frames) all += update(feature, frame, frame);
  return all;
}

float value(AnyFeature feature, const std::vector<float>& uv) {
  return value_over(feature, moments(feature, cut(uv, kSamples)));
}

std::vector<float> sine(double amplitude_uv, double frequency_hz, int samples = 2000) {
  std::vector<float> uv;
  for (int n = 0; n < samples; ++n) {
    uv.push_back(static_cast<float>(
        amplitude_uv *
        std::sin(2.0 * std::numbers::pi * frequency_hz * n / 250.0 + 0.3)));
  }
  return uv;
}

std::vector<float> noise(int samples) {
  std::vector<float> uv;
  for (int n = 0; n < samples; ++n) uv.push_back(background_uv(0, n));
  return uv;
}

std::vector<float> sum_of(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

TEST(TurnTable, HoldsTheCosinesToHalfAUnit) {
  for (int i = -300; i < 600; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / kTurn;
    EXPECT_NEAR(turn_cosine(i), std::cos(angle) * (1 << kTurnScaleBits), 0.5000001) << i;
    EXPECT_NEAR(turn_sine(i), std::sin(angle) * (1 << kTurnScaleBits), 0.5000001) << i;
  }
}

TEST(SpectrumBins, AnEdgeOnABinBelongsToTheBand) {
  const BinRange bins = bins_of(4.0F, 8.0F, 256.0F, 256);
  EXPECT_EQ(bins.first, 4);
  EXPECT_EQ(bins.last, 8);
  const BinRange between = bins_of(4.1F, 7.9F, 256.0F, 256);
  EXPECT_EQ(between.first, 5);
  EXPECT_EQ(between.last, 7);
  EXPECT_EQ(bins_of(4.1F, 4.9F, 256.0F, 256).count(), 0);
}

TEST(SpectrumBins, NeitherZeroNorHalfTheRateIsABand) {
  const BinRange bins = bins_of(0.01F, 128.0F, 256.0F, 64);
  EXPECT_EQ(bins.first, 1);
  EXPECT_EQ(bins.last, 31);
}

TEST(SpectrumBins, WhatIsNoBandHasNone) {
  const float nan = std::nanf("");
  for (const auto& [low, high] :
       {std::pair{8.0F, 4.0F}, {-9.0F, 4.0F}, {nan, 4.0F}, {4.0F, nan}, {4.0F, 1e30F}}) {
    EXPECT_LE(bins_of(low, high, 256.0F, 256).count(), 0) << low << " " << high;
  }
  EXPECT_LE(bins_of(4.0F, 8.0F, 0.0F, 256).count(), 0);
}

TEST(BandPowers, OfASineInsideTheBandAreAllHalfItsSquare) {
  const auto uv = sine(60.0, 11.3, 5000);
  EXPECT_NEAR(value(FftBandPower(5.0F, 20.0F, kStretch, kRateHz), uv), 1800.0F, 2.0F);
  EXPECT_NEAR(value(SlidingBandPower(5.0F, 20.0F, kStretch, kRateHz), uv), 1800.0F, 2.0F);
  EXPECT_NEAR(value(BandPower(2.0F, 60.0F, kRateHz), uv), 1800.0F, 20.0F);
}

TEST(BandPowers, OfASineOutsideAreNextToNothing) {
  const auto uv = sine(60.0, 30.0);
  EXPECT_LT(value(FftBandPower(5.0F, 20.0F, kStretch, kRateHz), uv), 1.0e-3F);
  EXPECT_LT(value(SlidingBandPower(5.0F, 20.0F, kStretch, kRateHz), uv), 1.0e-3F);
}

TEST(BandPowers, OfBothTransformsAreOneOverTheSameStretch) {
  for (const int length : {64, 128, 256}) {
    const auto uv = noise(length);
    const float fft = value(FftBandPower(8.0F, 30.0F, length, kRateHz), uv);
    const float sliding = value(SlidingBandPower(8.0F, 30.0F, length, kRateHz), uv);
    EXPECT_GT(fft, 1.0F);
    EXPECT_NEAR(sliding, fft, 2.0e-5F * fft) << length;
  }
}

TEST(SlidingBandPowerTest, Saf116_OfADayOfRailsNothingIsLeftAStretchLater) {
  constexpr int kDay = 24 * 60 * 60 * 250 / kMaxSamples;
  AnyFeature old = SlidingBandPower(4.0F, 8.0F, kStretch, kRateHz);
  ChannelSamples frame;
  frame.count = kMaxSamples;
  frame.used = ~SampleMask{0};
  for (int i = 0; i < kDay; ++i) {
    for (std::size_t s = 0; s < frame.uv.size(); ++s) {
      frame.uv[s] =
          background_uv(i % 7, static_cast<int>(s)) * (i % 100 == 0 ? 3e4F : 1.0F);
    }
    update(old, frame, frame);
  }
  auto frames = cut(noise(4 * kStretch), kSamples);
  AnyFeature fresh = SlidingBandPower(4.0F, 8.0F, kStretch, kRateHz);
  moments(fresh, frames);
  frames[0].after_gap = false;
  moments(old, frames);
  frames = cut(noise(64), kSamples);
  frames[0].after_gap = false;
  const float now = moments(old, frames).sums[0];
  EXPECT_EQ(now, moments(fresh, frames).sums[0]);
  EXPECT_GT(now, 0.0F);
}

TEST(SpectralEdgeTest, OfASineIsWhereTheSineIs) {
  for (const double bin : {12.0, 12.25, 12.5, 30.0}) {
    const auto uv = sine(60.0, bin * kBinHz);
    const float edge = value(SpectralEdge(2.0F, 60.0F, 50, kStretch, kRateHz), uv);
    EXPECT_NEAR(edge, bin * kBinHz, 0.1 * kBinHz) << bin;
  }
}

TEST(SpectralEdgeTest, TellsTheShareBelowIt) {
  // Nine tenths of the power at 10 Hz, one at 40 Hz.
  const auto uv = sum_of(sine(30.0, 10.0), sine(10.0, 40.0));
  EXPECT_NEAR(value(SpectralEdge(2.0F, 60.0F, 80, kStretch, kRateHz), uv), 10.0F, 1.5F);
  EXPECT_NEAR(value(SpectralEdge(2.0F, 60.0F, 95, kStretch, kRateHz), uv), 40.0F, 1.5F);
  EXPECT_NEAR(value(SpectralEdge(20.0F, 60.0F, 50, kStretch, kRateHz), uv), 40.0F, 1.5F);
}

TEST(SpectralEdgeTest, OfWhiteNoiseIsItsShareOfTheBand) {
  const auto uv = noise(50'000);
  EXPECT_NEAR(value(SpectralEdge(10.0F, 110.0F, 50, kStretch, kRateHz), uv), 60.0F, 3.0F);
  EXPECT_NEAR(value(SpectralEdge(10.0F, 110.0F, 90, kStretch, kRateHz), uv), 100.0F,
              3.0F);
}

TEST(SpectralEdgeTest, OfSilenceIsZero) {
  EXPECT_EQ(value(SpectralEdge(2.0F, 60.0F, 50, kStretch, kRateHz),
                  std::vector<float>(1000, 0.0F)),
            0.0F);
}

std::vector<float> random_walk(int samples) {
  std::vector<float> uv;
  float at = 0.0F;
  for (int n = 0; n < samples; ++n) uv.push_back(at = 0.99F * at + background_uv(2, n));
  return uv;
}

SpectralSlope slope(float line_hz) { return {3.0F, 80.0F, line_hz, kStretch, kRateHz}; }

TEST(SpectralSlopeTest, OfWhiteNoiseIsNoneAndOfARandomWalkTwo) {
  EXPECT_NEAR(value(slope(0.0F), noise(50'000)), 0.0F, 0.1F);
  EXPECT_NEAR(value(slope(0.0F), random_walk(50'000)), 1.9F, 0.15F);
  EXPECT_NEAR(value(slope(0.0F), std::vector<float>(1000, 0.0F)), 0.0F, 1.0e-6F);
}

TEST(SpectralSlopeTest, DoesNotChangeWithAmplitude) {
  auto uv = random_walk(4000);
  const float once = value(slope(50.0F), uv);
  for (float& x : uv) x *= 1000.0F;
  EXPECT_NEAR(value(slope(50.0F), uv), once, 1.0e-5F);
}

TEST(SpectralSlopeTest, LeavesMainsOut) {
  const auto clean = random_walk(20'000);
  const auto hum = sum_of(clean, sine(1000.0, 50.0, 20'000));
  const float true_slope = value(slope(50.0F), clean);
  EXPECT_NEAR(value(slope(50.0F), hum), true_slope, 0.1F);
  EXPECT_GT(std::abs(value(slope(0.0F), hum) - true_slope), 0.15F) << "bent by it";
}

TEST(SpectralSlopeTest, LeavesOutTwoBinsOnEachSideOfEachHarmonic) {
  EXPECT_TRUE(is_mains(48, 1.0F, 50.0F));
  EXPECT_TRUE(is_mains(52, 1.0F, 50.0F));
  EXPECT_FALSE(is_mains(47, 1.0F, 50.0F));
  EXPECT_FALSE(is_mains(53, 1.0F, 50.0F));
  EXPECT_TRUE(is_mains(119, 1.0F, 60.0F));
  EXPECT_FALSE(is_mains(1, 1.0F, 50.0F)) << "0 Hz is no harmonic";
  EXPECT_FALSE(is_mains(50, 1.0F, 0.0F));
}

// All but the first sample of every frame is signal, then all but two.
TEST(Stretches, OfWhichMoreThanAFifthIsNoSignalAreNotTold) {
  for (const AnyFeature& peer :
       {AnyFeature(FftBandPower(8.0F, 30.0F, 64, kRateHz)),
        AnyFeature(SlidingBandPower(8.0F, 30.0F, 64, kRateHz))}) {
    for (const auto& [used, told] :
         {std::pair{0b1111'1110, true}, {0b1111'1100, false}}) {
      AnyFeature feature = peer;
      auto frames = cut(noise(640), kSamples);
      for (ChannelSamples& frame : frames) frame.used = static_cast<SampleMask>(used);
      EXPECT_EQ(moments(feature, frames).count > 0, told);
      // And are told again when that has passed.
      frames = cut(noise(640), kSamples);
      frames[0].after_gap = false;
      EXPECT_GE(moments(feature, frames).count, 640 - 96);
    }
  }
}

TEST(Stretches, AreNotToldBeforeTheyAreFull) {
  for (AnyFeature feature : {AnyFeature(FftBandPower(8.0F, 30.0F, 128, kRateHz)),
                             AnyFeature(SlidingBandPower(8.0F, 30.0F, 128, kRateHz))}) {
    const auto frames = cut(noise(136), kSamples);
    EXPECT_EQ(moments(feature, {frames.begin(), frames.begin() + 15}).count, 0);
    EXPECT_EQ(moments(feature, {frames.begin() + 15, frames.begin() + 16}).count, 1);
    EXPECT_EQ(moments(feature, {frames.begin() + 16, frames.end()}).count, 8);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
