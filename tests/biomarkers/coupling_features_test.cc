// Features of two channels: locking of phases, and amplitude that follows phase.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/feature.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kMinute_samples = 60 * 250;

using Signal = std::function<double(double)>;  // uV at a time in s

std::vector<float> sampled(const Signal& uv) {
  std::vector<float> all;
  for (int n = 0; n < kMinute_samples; ++n) {
    all.push_back(static_cast<float>(uv(n / 250.0)));
  }
  return all;
}

double turn(double frequency_hz, double t) {
  return 2.0 * std::numbers::pi * frequency_hz * t;
}

FrameMoments moments(AnyFeature& feature, const std::vector<ChannelSamples>& frames,
                     const std::vector<ChannelSamples>& others) {
  FrameMoments all;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    all += update(feature, frames[i], others[i]);
  }
  return all;
}

float value(AnyFeature feature, const std::vector<float>& a,
            const std::vector<float>& b) {
  return value_over(feature, moments(feature, cut(a, kSamples), cut(b, kSamples)));
}

std::vector<float> noise(int channel) {
  std::vector<float> uv;
  for (int n = 0; n < kMinute_samples; ++n) uv.push_back(background_uv(channel, n));
  return uv;
}

PhaseLocking alpha() { return {8.0F, 12.0F, kRateHz}; }

TEST(PhaseLockingTest, OneFrequencyIsLockedWhateverItsPhaseAndAmplitude) {
  const auto a = sampled([](double t) { return 50.0 * std::sin(turn(10.0, t)); });
  const auto b = sampled([](double t) { return 3.0 * std::sin(turn(10.0, t) + 2.0); });
  EXPECT_NEAR(value(alpha(), a, b), 1.0F, 1.0e-4F);
  EXPECT_NEAR(value(alpha(), a, a), 1.0F, 1.0e-6F);
}

TEST(PhaseLockingTest, TwoFrequenciesAreNot) {
  const auto a = sampled([](double t) { return 50.0 * std::sin(turn(10.0, t)); });
  const auto b = sampled([](double t) { return 50.0 * std::sin(turn(10.5, t)); });
  EXPECT_LT(value(alpha(), a, b), 0.02F);
}

TEST(PhaseLockingTest, NoiseOfTwoIsHardlyAndOfOneWholly) {
  EXPECT_LT(value(alpha(), noise(0), noise(1)), 0.15F);
  EXPECT_GT(value(alpha(), noise(0), noise(0)), 0.999F);
}

TEST(PhaseLockingTest, WhatLiesOutsideTheBandDoesNotLock) {
  const auto hum = sampled([](double t) { return 20.0 * std::sin(turn(50.0, t)); });
  auto a = noise(0), b = noise(1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] += hum[i];
    b[i] += hum[i];
  }
  EXPECT_LT(value(alpha(), a, b), 0.15F);
}

TEST(PhaseLockingTest, SilenceHasNoPhase) {
  AnyFeature feature = alpha();
  const auto silent = cut(std::vector<float>(1000, 0.0F), kSamples);
  EXPECT_EQ(moments(feature, silent, cut(std::vector<float>(1000, 0.0F), kSamples)).count,
            0);
}

TEST(PhaseLockingTest, CountsWhereBothAreSignalAndSettlesAfterAGapOfEither) {
  auto a = cut(noise(0), kSamples), b = cut(noise(1), kSamples);
  a[200].used = 0b0000'1111;
  b[200].used = 0b0011'1100;
  AnyFeature feature = alpha();
  const int settling = 4 * 250 / 4 + 1;
  EXPECT_EQ(moments(feature, a, b).count, kMinute_samples - 6 - (settling - 1));
  b[300].after_gap = true;
  AnyFeature again = alpha();
  EXPECT_EQ(moments(again, a, b).count, kMinute_samples - 6 - 2 * (settling - 1));
}

// 80 Hz whose amplitude swings with the phase of 6 Hz, `depth` of it.
std::vector<float> coupled(double depth) {
  return sampled([=](double t) {
    const double slow = std::sin(turn(6.0, t));
    return 40.0 * slow + 5.0 * (1.0 + depth * slow) * std::sin(turn(80.0, t));
  });
}

PhaseAmplitude theta_gamma() { return {{4.0F, 8.0F}, {65.0F, 95.0F}, kRateHz}; }

TEST(PhaseAmplitudeTest, IsHalfTheDepthOfTheModulation) {
  // |mean of (1 + d sin) e^(j phase)| is d / 2; the fast band's edges take a little.
  EXPECT_LT(value(theta_gamma(), coupled(0.0), coupled(0.0)), 0.01F);
  EXPECT_NEAR(value(theta_gamma(), coupled(0.5), coupled(0.5)), 0.25F, 0.01F);
  EXPECT_NEAR(value(theta_gamma(), coupled(1.0), coupled(1.0)), 0.5F, 0.02F);
}

TEST(PhaseAmplitudeTest, TakesThePhaseHereAndTheAmplitudeThere) {
  const auto slow = sampled([](double t) { return 40.0 * std::sin(turn(6.0, t)); });
  EXPECT_GT(value(theta_gamma(), slow, coupled(1.0)), 0.4F);
  EXPECT_LT(value(theta_gamma(), coupled(1.0), noise(1)), 0.1F);
}

BiomarkerSettings two_channels() {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 2;
  settings.detector_count = 1;
  settings.detectors[0] = {.channel = 0,
                           .feature = Feature::kPhaseLocking,
                           .short_window = 1024_ms,
                           .threshold = 0.9F,
                           .band_low_hz = 8.0F,
                           .band_high_hz = 12.0F,
                           .other_channel = 1};
  return settings;
}

TEST(TwoChannels, ADetectorReadsBoth) {
  for (const bool locked : {true, false}) {
    const BiomarkerSettings settings = two_channels();
    BiomarkerBank bank(settings);
    FrameSource source(settings);
    Biomarkers seen;
    for (int i = 0; i < 300; ++i) {
      seen = bank.update(source.next([&](int c, int n) {
        return background_uv(locked ? 0 : c, n) * static_cast<float>(c + 1);
      }),
                         false);
    }
    EXPECT_TRUE(seen.detectors[0].valid);
    EXPECT_EQ(seen.detectors[0].fires, locked);
    EXPECT_EQ(seen.seizure, locked);
  }
}

TEST(TwoChannels, Saf231_ADetectorIsNotReadWhileEitherChannelIsBad) {
  for (const int lost : {0, 1}) {
    const BiomarkerSettings settings = two_channels();
    BiomarkerBank bank(settings);
    FrameSource source(settings);
    const auto same = [](int, int n) { return background_uv(0, n); };
    for (int i = 0; i < 300; ++i) bank.update(source.next(same), false);
    source.frame().front_end[static_cast<std::size_t>(lost)] = kLeadOff;
    const Biomarkers without = bank.update(source.next(same), false);
    EXPECT_TRUE(without.signal_valid) << "the other channel is heard";
    EXPECT_FALSE(without.detectors[0].valid) << lost;
    EXPECT_FALSE(without.detectors[0].fires) << lost;
    source.frame().front_end = {};
    Biomarkers seen;
    for (int i = 0; i < 20; ++i) seen = bank.update(source.next(same), false);
    EXPECT_FALSE(seen.detectors[0].valid) << "its window must fill again";
    for (int i = 0; i < 80; ++i) seen = bank.update(source.next(same), false);
    EXPECT_TRUE(seen.detectors[0].fires) << lost;
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
