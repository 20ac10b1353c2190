#include "biomarkers/channel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// What a channel makes of 40 uV of that frequency: the largest sample from the tenth
// second on.
float hears_of(float hz, const ChannelSettings& settings) {
  ChannelFilters filters(settings, kRateHz);
  float largest = 0.0F;
  for (int at = 0; at < 15 * 250; at += kSamples) {
    std::array<float, kMaxSamples> uv{};
    for (int i = 0; i < kSamples; ++i) {
      const double turns = static_cast<double>(hz / kRateHz) * (at + i);
      uv[static_cast<std::size_t>(i)] =
          static_cast<float>(40.0 * std::cos(2.0 * std::numbers::pi * turns));
    }
    filters.filter(uv, kSamples);
    if (at < 10 * 250) continue;
    for (int i = 0; i < kSamples; ++i) {
      largest = std::max(largest, std::abs(uv[static_cast<std::size_t>(i)]));
    }
  }
  return largest;
}

TEST(ChannelFilters, Saf194_TakeOutMainsAndAsManyOfItsMultiplesAsAreAskedFor) {
  ChannelSettings settings;
  settings.notch_hz = 25.0F;
  EXPECT_LT(hears_of(25.0F, settings), 0.01F);
  EXPECT_GT(hears_of(50.0F, settings), 35.0F);
  for (int harmonics = 1; harmonics <= kMaxNotchHarmonics; ++harmonics) {
    settings.notch_harmonics = static_cast<std::uint8_t>(harmonics);
    for (int n = 1; n <= 4; ++n) {
      const float hz = 25.0F * static_cast<float>(n);
      const bool out = n <= harmonics + 1;
      EXPECT_EQ(hears_of(hz, settings) < 0.01F, out) << hz << " with " << harmonics;
      EXPECT_GT(hears_of(hz + 10.0F, settings), 35.0F) << "beyond " << hz;
    }
  }
}

TEST(ChannelFilters, PassEverythingWhereNoneIsAskedForAndNeverMoreThanThereAre) {
  EXPECT_FLOAT_EQ(hears_of(50.0F, {}), 40.0F);
  ChannelSettings settings;
  settings.notch_harmonics = 3;  // of no notch
  EXPECT_GT(hears_of(50.0F, settings), 35.0F);
  settings.notch_hz = 10.0F;
  settings.notch_harmonics = 255;
  EXPECT_LT(hears_of(40.0F, settings), 0.01F);
  EXPECT_GT(hears_of(50.0F, settings), 35.0F);
}

TEST(ChannelFilters, Saf194_SettleAllOfThemSoThatAnOffsetIsNoTransient) {
  ChannelSettings settings;
  settings.low_pass_hz = 90.0F;
  settings.notch_hz = 50.0F;
  settings.notch_harmonics = 1;
  ChannelFilters filters(settings, kRateHz);
  filters.settle(2000.0F);
  std::array<float, kMaxSamples> uv{};
  uv.fill(2000.0F);
  filters.filter(uv, kSamples);
  for (int i = 0; i < kSamples; ++i) {
    EXPECT_NEAR(uv[static_cast<std::size_t>(i)], 2000.0F, 0.01F);
  }
}

class ChannelTest : public ::testing::Test {
 protected:
  void filter_above(float high_pass_hz) {
    ChannelSettings settings;
    settings.high_pass_hz = high_pass_hz;
    channel_ = Channel(settings, bare_settings().quality, {kRateHz, kSamples});
  }
  ChannelQuality senses(const std::array<float, kSamples>& uv, SampleMask spoilt = 0,
                        std::uint8_t front_end = 0, Arrival arrival = {}) {
    std::copy(uv.begin(), uv.end(), frame_.samples_uv[0].begin());
    frame_.sample_count = kSamples;
    frame_.front_end[0] = front_end;
    return channel_.sense(frame_, 0, arrival, {.spoilt = spoilt}, false);
  }
  const ChannelSamples& samples() const { return *channel_.samples(); }

  Channel channel_{ChannelSettings{}, bare_settings().quality, {kRateHz, kSamples}};
  SampleFrame frame_;
};

TEST_F(ChannelTest, WithoutFiltersSamplesPassUnchanged) {
  senses({1, -2, 3, -4, 5, -6, 7, -8});
  EXPECT_EQ(samples().count, kSamples);
  EXPECT_EQ(samples().used, 0xFFU);
  for (int i = 0; i < kSamples; ++i) {
    EXPECT_EQ(samples().uv[static_cast<std::size_t>(i)],
              static_cast<float>(i % 2 == 0 ? i + 1 : -i - 1));
  }
}

TEST_F(ChannelTest, Saf116_WhatIsNotANumberIsHeldAndNotUsed) {
  senses({1, kNaN, 3, kInfinity, -kInfinity, 6, -kNaN, 8});
  EXPECT_EQ(samples().used, 0b1010'0101U);
  const std::array<float, kSamples> expected{1, 1, 3, 3, 3, 6, 6, 8};
  for (std::size_t i = 0; i < kSamples; ++i) EXPECT_EQ(samples().uv[i], expected[i]);
}

TEST_F(ChannelTest, Saf118_WhatOurPulsesSpoiltIsHeldAndNotUsed) {
  senses({1, 900, 900, 4, 5, 6, 7, 8}, 0b110);
  EXPECT_EQ(samples().used, 0b1111'1001U);
  EXPECT_EQ(samples().uv[2], 1.0F);
  senses({800, 2, 3, 4, 5, 6, 7, 8}, 0b1);
  EXPECT_EQ(samples().uv[0], 8.0F) << "held from the frame before";
}

TEST_F(ChannelTest, Saf119_AFrameOfARecoveringAmplifierIsNotUsed) {
  senses({1, 2, 3, 4, 5, 6, 7, 8});
  senses({700, 600, 500, 400, 300, 200, 100, 0}, 0, kRecovering);
  EXPECT_EQ(samples().used, 0U);
  EXPECT_EQ(samples().uv[7], 8.0F);
}

TEST_F(ChannelTest, Saf116_SamplesBeyondTheRailComeBackToIt) {
  senses({1, 4000, 4001, 3.0e38F, -4000, -4001, -3.0e38F, 0});
  const std::array<float, kSamples> expected{1, 4000, 4000, 4000, -4000, -4000, -4000, 0};
  for (std::size_t i = 0; i < kSamples; ++i) EXPECT_EQ(samples().uv[i], expected[i]);
}

TEST_F(ChannelTest, Saf117_FiltersSettleOnTheFirstSampleSoAnOffsetIsNoTransient) {
  filter_above(0.5F);
  senses({kNaN, 2000, 2000, 2000, 2000, 2000, 2000, 2000});
  EXPECT_TRUE(samples().after_gap);
  for (std::size_t i = 0; i < kSamples; ++i) EXPECT_EQ(samples().uv[i], 0.0F);
}

TEST_F(ChannelTest, AFirstFrameWithoutASampleSettlesNothing) {
  filter_above(0.5F);
  std::array<float, kSamples> none{};
  none.fill(kNaN);
  senses(none);
  EXPECT_EQ(samples().used, 0U);
  for (std::size_t i = 0; i < kSamples; ++i) EXPECT_EQ(samples().uv[i], 0.0F);
  senses({1500, 1500, 1500, 1500, 1500, 1500, 1500, 1500});
  EXPECT_TRUE(samples().after_gap);
  EXPECT_EQ(samples().uv[7], 0.0F);
}

TEST_F(ChannelTest, Saf117_SettlesAnewWhenTheSignalReturnsAfterALeadWasOff) {
  filter_above(0.5F);
  const std::array<float, kSamples> low{-900, -900, -900, -900, -900, -900, -900, -900};
  const std::array<float, kSamples> high{900, 900, 900, 900, 900, 900, 900, 900};
  senses(low);
  senses(low, 0, kLeadOff);
  EXPECT_EQ(channel_.samples(), nullptr);
  senses(high);
  EXPECT_TRUE(samples().after_gap);
  EXPECT_EQ(samples().uv[0], 0.0F);
  senses(high);
  EXPECT_FALSE(samples().after_gap);
}

TEST_F(ChannelTest, Saf110_AFrameOfAnotherShapeIsNotRead) {
  frame_.samples_uv[0].fill(kNaN);
  const ChannelQuality quality = senses({1, 2, 3, 4, 5, 6, 7, 8}, 0, 0,
                                        {.flags = kDisconnected, .after_gap = false});
  EXPECT_EQ(quality.verdict, ChannelVerdict::kBad);
  EXPECT_EQ(channel_.samples(), nullptr);
}

TEST_F(ChannelTest, ASampleAtTheRailIsLeftAsItIsAndTeachesNoTemplate) {
  PulsePhases phases;
  phases.known = 0xFF;
  PhaseTemplate artefact;
  const PulseMarks marks{.spoilt = 0, .phases = &phases, .artefact = &artefact};
  frame_.sample_count = kSamples;
  const auto sense_all = [&](float uv) {
    frame_.samples_uv[0].fill(uv);
    channel_.sense(frame_, 0, {}, marks, false);
  };
  sense_all(4000.0F);
  EXPECT_FALSE(artefact.knows(0.0F));
  EXPECT_EQ(samples().uv[7], 4000.0F);
  sense_all(100.0F);
  EXPECT_EQ(samples().used, 0xF0U) << "four visits teach, the next are believed";
  EXPECT_EQ(samples().uv[7], 0.0F);
  sense_all(4000.0F);
  EXPECT_EQ(samples().uv[7], 4000.0F);
}

}  // namespace
}  // namespace homeostat::biomarkers
