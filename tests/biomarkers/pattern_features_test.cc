// Features of order, repetition, spikes and suppression, by hand.
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

float value(const AnyFeature& feature, const std::vector<float>& uv) {
  return value_over(feature, moments(feature, cut(uv, kSamples)));
}

std::vector<float> wave(double frequency_hz, int samples) {
  std::vector<float> uv;
  for (int n = 0; n < samples; ++n) {
    uv.push_back(static_cast<float>(
        50.0 * std::sin(2.0 * std::numbers::pi * frequency_hz * n / 250.0)));
  }
  return uv;
}

std::vector<float> noise(int samples) {
  std::vector<float> uv;
  for (int n = 0; n < samples; ++n) uv.push_back(background_uv(0, n));
  return uv;
}

TEST(PermutationEntropyTest, OfARampIsZeroOfAnAlternationOneBitAndOfNoiseAll) {
  std::vector<float> ramp, zigzag;
  for (int n = 0; n < 300; ++n) {
    ramp.push_back(static_cast<float>(n));
    zigzag.push_back(n % 2 == 0 ? 1.0F + 0.001F * static_cast<float>(n) : 0.0F);
  }
  EXPECT_EQ(value(PermutationEntropy(64), ramp), 0.0F);
  EXPECT_NEAR(value(PermutationEntropy(64), zigzag), std::log(2.0) / std::log(6.0), 1e-6);
  EXPECT_GT(value(PermutationEntropy(256), noise(5000)), 0.97F);
}

TEST(PermutationEntropyTest, IsBlindToAmplitude) {
  auto uv = noise(500);
  const float once = value(PermutationEntropy(64), uv);
  for (float& x : uv) x = 1000.0F + 0.125F * x;
  EXPECT_EQ(value(PermutationEntropy(64), uv), once);
}

TEST(PermutationEntropyTest, IsToldFromItsStretchOfTriplesOn) {
  EXPECT_EQ(moments(PermutationEntropy(64), cut(noise(65), kSamples)).count, 0);
  EXPECT_EQ(moments(PermutationEntropy(64), cut(noise(66), kSamples)).count, 1);
  auto frames = cut(noise(80), kSamples);
  frames[9].used = 0b1111'1011;  // the last frame has but one triple, at its end... and
  EXPECT_EQ(moments(PermutationEntropy(64), frames).count, 80 - 65 - 3);
}

TEST(AutocorrelationTest, OfARhythmIsOneAtItsPeriodAndMinusOneAtHalfOfIt) {
  const auto uv = wave(10.0, 2500);
  EXPECT_NEAR(value(Autocorrelation(25), uv), 1.0F, 1.0e-5F);
  EXPECT_NEAR(value(Autocorrelation(50), uv), 1.0F, 1.0e-5F);
  EXPECT_NEAR(value(Autocorrelation(12), uv), std::cos(0.96 * std::numbers::pi), 1e-3F);
  EXPECT_LT(std::abs(value(Autocorrelation(25), noise(5000))), 0.05F);
  EXPECT_EQ(value(Autocorrelation(25), std::vector<float>(100, 0.0F)), 0.0F);
}

TEST(AutocorrelationTest, TakesPairsThatAreBothSignal) {
  auto frames = cut(std::vector<float>{1, 2, 900, 4, 5, 6}, 6);
  frames[0].used &= ~SampleMask{0b100};
  const FrameMoments all = moments(Autocorrelation(2), frames);
  EXPECT_EQ(all.count, 2);  // 2 and 4, 4 and 6
  EXPECT_EQ(all.sums[0], 8.0F + 24.0F);
  EXPECT_EQ(all.sums[1], 16.0F + 36.0F);
  EXPECT_EQ(all.sums[2], 4.0F + 16.0F);
}

// How many, not per second; flanks of two samples, 10 uV.
float spikes(const std::vector<float>& uv) {
  return moments(SpikeRate(10.0F, 2, kRateHz), cut(uv, 3)).sums[0] / kRateHz;
}

TEST(SpikeRateTest, ASpikeStandsOutToBothSidesEitherWay) {
  EXPECT_EQ(spikes({0, 0, 5, 10, 5, 0, 0}), 1.0F);
  EXPECT_EQ(spikes({0, 0, -5, -10, -5, 0, 0}), 1.0F);
  EXPECT_EQ(spikes({0, 0, 5, 9.99F, 5, 0, 0}), 0.0F);
  EXPECT_EQ(spikes({0, 0, 5, 10, 10, 10, 10, 10}), 0.0F) << "a step";
  EXPECT_EQ(spikes({0, 5, 10, 15, 20, 25, 30}), 0.0F) << "a slope";
  EXPECT_EQ(spikes({0, 0, 5, 10}), 0.0F) << "not over yet";
}

TEST(SpikeRateTest, TheNextIsLookedFor150MillisecondsLater) {
  // 38 samples at 250 Hz.
  for (const auto& [apart, found] : {std::pair{37, 1.0F}, {38, 2.0F}}) {
    std::vector<float> uv(100, 0.0F);
    uv[10] = uv[static_cast<std::size_t>(10 + apart)] = 50.0F;
    EXPECT_EQ(spikes(uv), found) << apart;
  }
}

TEST(SpikeRateTest, BlankedSamplesMakeNone) {
  auto frames = cut(std::vector<float>{0, 0, 5, 50, 5, 0, 0, 0}, 8);
  EXPECT_EQ(moments(SpikeRate(10.0F, 2, kRateHz), frames).sums[0], kRateHz);
  frames[0].used &= ~SampleMask{0b1000};
  EXPECT_EQ(moments(SpikeRate(10.0F, 2, kRateHz), frames).sums[0], 0.0F);
}

// Half a second is 125 samples; each is told 124 later.
FrameMoments suppressed(const std::vector<float>& uv) {
  return moments(BurstSuppression(5.0F, kRateHz), cut(uv, kSamples));
}

std::vector<float> stretches(std::initializer_list<std::pair<int, float>> parts) {
  std::vector<float> uv;
  for (const auto& [samples, height_uv] : parts) {
    for (int n = 0; n < samples; ++n) uv.push_back(n % 2 == 0 ? height_uv : -height_uv);
  }
  return uv;
}

TEST(BurstSuppressionTest, AStretchCountsFromItsFirstSampleIfItLastsHalfASecond) {
  EXPECT_EQ(suppressed(stretches({{50, 20.0F}, {124, 1.0F}, {300, 20.0F}})).sums[0], 0);
  EXPECT_EQ(suppressed(stretches({{50, 20.0F}, {125, 1.0F}, {300, 20.0F}})).sums[0], 125);
  EXPECT_EQ(suppressed(stretches({{50, 20.0F}, {200, 1.0F}, {300, 20.0F}})).sums[0], 200);
  EXPECT_EQ(suppressed(stretches({{300, 4.99F}})).sums[0], 300 - 124);
  EXPECT_EQ(suppressed(stretches({{300, 5.0F}})).sums[0], 0);
}

TEST(BurstSuppressionTest, NeverTellsMoreThanAllOfIt) {
  const FrameMoments all = suppressed(stretches(
      {{130, 1.0F}, {3, 20.0F}, {130, 1.0F}, {3, 20.0F}, {130, 1.0F}, {130, 9.0F}}));
  EXPECT_EQ(all.sums[0], 390.0F);
  EXPECT_EQ(all.count, 526 - 124);
}

TEST(BurstSuppressionTest, BlankedSamplesNeitherEndAStretchNorCount) {
  auto frames = cut(stretches({{160, 1.0F}, {160, 20.0F}}), kSamples);
  frames[5].uv.fill(900.0F);
  frames[5].used = 0;
  const FrameMoments all = moments(BurstSuppression(5.0F, kRateHz), frames);
  EXPECT_EQ(all.sums[0], 160.0F);
  EXPECT_EQ(all.count, 320 - 124);
}

}  // namespace
}  // namespace homeostat::biomarkers
