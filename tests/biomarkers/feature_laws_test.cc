// What must hold of every feature of the list, whatever the signal.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "biomarkers/feature.h"
#include "tests/biomarkers/sensor.h"
#include "tests/support/heap_guard.h"

namespace homeostat::biomarkers {
namespace {

// Each feature with settings that the test signals reach.
std::vector<DetectorSettings> every_feature() {
  std::vector<DetectorSettings> all;
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    DetectorSettings settings{.feature = entry.feature};
    if (wants(entry.feature, kNeedsBand)) {
      settings.band_low_hz = 8.0F;
      settings.band_high_hz = 100.0F;
    }
    if (wants(entry.feature, kNeedsHysteresis)) settings.hysteresis_uv = 5.0F;
    if (wants(entry.feature, kNeedsAmplitude)) settings.min_amplitude_uv = 20.0F;
    if (wants(entry.feature, kNeedsStretch)) settings.stretch_samples = 64;
    if (wants(entry.feature, kNeedsEdge)) settings.edge_percent = 90;
    if (wants(entry.feature, kNeedsLine)) settings.line_hz = 50.0F;
    if (wants(entry.feature, kNeedsLag)) settings.lag_samples = 5;
    if (wants(entry.feature, kNeedsAmplitudeBand)) {
      settings.amplitude_low_hz = 60.0F;
      settings.amplitude_high_hz = 110.0F;
    }
    // So that the background is below it.
    if (entry.feature == Feature::kBurstSuppression) settings.min_amplitude_uv = 50.0F;
    all.push_back(settings);
  }
  return all;
}

AnyFeature make(const DetectorSettings& settings) {
  return make_feature(settings, kRateHz);
}

std::vector<float> background(int from, int samples) {
  std::vector<float> uv;
  for (int n = from; n < from + samples; ++n) uv.push_back(background_uv(0, n));
  return uv;
}

FrameMoments total(AnyFeature& feature, const std::vector<ChannelSamples>& frames) {
  FrameMoments all;
  for (const ChannelSamples& frame : frames) all += update(feature, frame, frame);
  return all;
}

void expect_same_bits(const FrameMoments& a, const FrameMoments& b, const char* name) {
  EXPECT_EQ(a.count, b.count) << name;
  for (std::size_t i = 0; i < a.sums.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint32_t>(a.sums[i]),
              std::bit_cast<std::uint32_t>(b.sums[i]))
        << name << " " << a.sums[i] << " " << b.sums[i];
  }
}

TEST(FeatureLaws, EachSeesSomethingInABackground) {
  for (const DetectorSettings& settings : every_feature()) {
    AnyFeature feature = make(settings);
    const FrameMoments all = total(feature, cut(background(0, 1000), kSamples));
    EXPECT_GT(all.count, 850) << name_of(settings.feature);
    EXPECT_GT(std::abs(value_over(feature, all)), 1.0e-4F) << name_of(settings.feature);
  }
}

TEST(FeatureLaws, OverNothingEachIsZero) {
  for (const DetectorSettings& settings : every_feature()) {
    EXPECT_EQ(value_over(make(settings), FrameMoments{}), 0.0F);
  }
}

// What came before a gap leaves no trace behind it.
TEST(FeatureLaws, Saf111_BehindAGapEachStartsAnew) {
  for (const DetectorSettings& settings : every_feature()) {
    AnyFeature used = make(settings);
    AnyFeature fresh = make(settings);
    total(used, cut(background(0, 503), kSamples));
    const auto behind = cut(background(7000, 503), kSamples);
    ASSERT_TRUE(behind[0].after_gap);
    expect_same_bits(total(used, behind), total(fresh, behind),
                     name_of(settings.feature));
  }
}

TEST(FeatureLaws, WhereFramesEndChangesNoMoreThanTheLastBits) {
  const auto uv = background(0, 2048);
  for (const DetectorSettings& settings : every_feature()) {
    AnyFeature whole = make(settings);
    const FrameMoments expected = total(whole, cut(uv, 64));
    for (const int per_frame : {1, 7, 8, 25, 63}) {
      AnyFeature feature = make(settings);
      const FrameMoments all = total(feature, cut(uv, per_frame));
      EXPECT_EQ(all.count, expected.count) << name_of(settings.feature);
      EXPECT_NEAR(value_over(feature, all), value_over(whole, expected),
                  1.0e-5F * std::abs(value_over(whole, expected)))
          << name_of(settings.feature) << " " << per_frame;
    }
  }
}

// Whatever a channel can hand on: anything within the rails, any mask.
TEST(FeatureLaws, Saf116_EachStaysFiniteAndForgets) {
  constexpr float kRail_uv = 1.0e6F;  // the widest that a program may state
  std::mt19937 random(3);
  for (const DetectorSettings& settings : every_feature()) {
    AnyFeature shaken = make(settings);
    AnyFeature calm = make(settings);  // in the same steps
    for (int round = 0; round < 3000; ++round) {
      ChannelSamples frame;
      frame.count = 1 + static_cast<int>(random() % kMaxSamples);
      frame.used = (SampleMask{random()} << 32 | random()) & first_samples(frame.count);
      frame.after_gap = random() % 50 == 0;
      for (float& uv : frame.uv) {
        const auto any = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        uv = std::isfinite(any) ? std::clamp(any, -kRail_uv, kRail_uv) : kRail_uv;
      }
      const FrameMoments seen = update(shaken, frame, frame);
      frame.used = first_samples(frame.count);
      for (int i = 0; i < frame.count; ++i) {
        frame.uv[static_cast<std::size_t>(i)] = background_uv(1, round * kMaxSamples + i);
      }
      update(calm, frame, frame);
      ASSERT_LE(seen.count, kMaxSamples) << name_of(settings.feature);
      for (const float sum : seen.sums) ASSERT_TRUE(std::isfinite(sum));
      ASSERT_TRUE(std::isfinite(value_over(shaken, seen))) << name_of(settings.feature);
    }
    auto frames = cut(background(0, 4000), kSamples);
    frames[0].after_gap = false;
    total(calm, frames);
    total(shaken, frames);
    frames = cut(background(4000, 1000), kSamples);
    frames[0].after_gap = false;
    const float expected = value_over(calm, total(calm, frames));
    EXPECT_NEAR(value_over(shaken, total(shaken, frames)), expected,
                1.0e-4F * std::abs(expected))
        << name_of(settings.feature);
  }
}

// The longest short window of the widest rail at the highest rate: no sum overflows.
TEST(FeatureLaws, Saf116_NoWindowOverflows) {
  constexpr int kFrames = 60 * 2000 / kMaxSamples;
  for (const DetectorSettings& settings : every_feature()) {
    for (const int period : {1, 2, 3, 16}) {
      AnyFeature feature = make(settings);
      ChannelSamples frame;
      frame.count = kMaxSamples;
      frame.used = ~SampleMask{0};
      FrameMoments all;
      for (int i = 0; i < kFrames; ++i) {
        for (std::size_t s = 0; s < frame.uv.size(); ++s) {
          frame.uv[s] = static_cast<int>(s) / period % 2 == 0 ? 1.0e6F : -1.0e6F;
        }
        all += update(feature, frame, frame);
      }
      EXPECT_TRUE(std::isfinite(value_over(feature, all))) << name_of(settings.feature);
    }
  }
}

TEST(FeatureLaws, Saf160_EqualSamplesGiveEqualBitsAndNothingIsAllocated) {
  const auto frames = cut(background(0, 2000), kSamples);
  for (const DetectorSettings& settings : every_feature()) {
    const homeostat::testing::HeapGuard guard;
    AnyFeature first = make(settings);
    AnyFeature second = make(settings);
    FrameMoments a, b;
    for (const ChannelSamples& frame : frames) {
      a += update(first, frame, frame);
      b += update(second, frame, frame);
    }
    EXPECT_EQ(guard.allocations(), 0) << name_of(settings.feature);
    expect_same_bits(a, b, name_of(settings.feature));
  }
}

TEST(FeatureLaws, EachNameIsItsOwn) {
  for (const FeatureEntry& a : kFeatures) {
    for (const FeatureEntry& b : kFeatures) {
      EXPECT_EQ(std::string(a.name) == b.name, a.feature == b.feature);
    }
  }
  EXPECT_STREQ(name_of(static_cast<Feature>(255)), "none");
}

}  // namespace
}  // namespace homeostat::biomarkers
