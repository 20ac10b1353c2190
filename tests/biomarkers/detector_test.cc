#include "biomarkers/detector.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/lone_detector.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

// Area, so that a constant sample is its own value. Short 16 frames (512 ms), long 250
// frames (8 s), usable from 128 frames on; frozen for 18'750 frames (10 min) at most.
class DetectorTest : public ::testing::Test {
 protected:
  static DetectorSettings area(Microseconds long_window, float threshold) {
    return {.channel = 0,
            .feature = Feature::kArea,
            .short_window = 512_ms,
            .long_window = long_window,
            .threshold = threshold};
  }
  static LoneDetector with(const DetectorSettings& settings) {
    return {settings, {kRateHz, kSamples}};
  }
  DetectorReading feed(int frames, float uv, bool freeze = false,
                       SampleMask used = first_samples(kSamples)) {
    ChannelSamples samples;
    samples.count = kSamples;
    samples.used = used;
    samples.uv.fill(uv);
    for (int i = 0; i < frames; ++i) detector_.update(samples, freeze);
    return detector_.reading();
  }
  LoneDetector detector_ = with(area(8_s, 2.0F));
};

TEST_F(DetectorTest, AnAbsoluteThresholdIsExceededAboveItNotOnIt) {
  detector_ = with(area({}, 30.0F));
  EXPECT_FALSE(feed(16, 30.0F).fires);
  EXPECT_TRUE(feed(16, 30.0001F).fires);
  EXPECT_FALSE(feed(16, 29.9999F).fires);
  EXPECT_EQ(detector_.reading().threshold, 30.0F);
}

TEST_F(DetectorTest, Saf123_AnAbsoluteThresholdCountsFromFourFifthsOfTheShortWindowOn) {
  detector_ = with(area({}, 30.0F));
  EXPECT_FALSE(feed(12, 100.0F).valid);  // 96 of 128 samples
  EXPECT_TRUE(feed(1, 100.0F).valid);    // 104; four fifths are 103
}

TEST_F(DetectorTest, TheThresholdIsAMultipleOfTheBaselinesMean) {
  feed(250, 10.0F);
  const DetectorReading reading = feed(1, 10.0F);
  EXPECT_EQ(reading.value, 10.0F);
  EXPECT_EQ(reading.threshold, 20.0F);
  EXPECT_TRUE(reading.valid);
  EXPECT_FALSE(reading.fires);
}

TEST_F(DetectorTest, Saf123_ABaselineCountsFromEightShortWindowsOn) {
  EXPECT_FALSE(feed(100, 10.0F).valid);  // 800 of the 820 samples needed
  EXPECT_TRUE(feed(10, 10.0F).valid);
}

TEST_F(DetectorTest, ABaselineShorterThanEightShortWindowsNeedsFourFifthsOfItself) {
  detector_ = with(area(2_s, 2.0F));  // 63 frames
  EXPECT_FALSE(feed(49, 10.0F).valid);
  EXPECT_TRUE(feed(3, 10.0F).valid);
}

TEST_F(DetectorTest, Saf121_ASeizureRisesAboveTheBaselineAndDoesNotBecomeIt) {
  feed(250, 10.0F);
  EXPECT_TRUE(feed(16, 50.0F).fires);
  const float frozen = detector_.reading().threshold;
  EXPECT_TRUE(feed(18'000, 50.0F).fires);
  EXPECT_EQ(detector_.reading().threshold, frozen);
  EXPECT_FALSE(feed(16, 10.0F).fires);
}

TEST_F(DetectorTest, Saf122_ABaselineFreezesForTenMinutesAtMostSoThatNothingLatches) {
  feed(250, 10.0F);
  feed(16, 50.0F);
  EXPECT_TRUE(feed(18'600, 50.0F).fires);
  EXPECT_FALSE(feed(500, 50.0F).fires) << "what lasts is the background";
  EXPECT_NEAR(detector_.reading().threshold, 100.0F, 0.01F);
}

TEST_F(DetectorTest, Saf122_TheCallersFreezeIsBoundedToo) {
  feed(250, 10.0F);
  feed(18'750, 15.0F, true);
  EXPECT_EQ(detector_.reading().threshold, 20.0F);
  feed(250, 15.0F, true);
  EXPECT_EQ(detector_.reading().threshold, 30.0F);
}

TEST_F(DetectorTest, AFreezeThatEndsIsCountedAnew) {
  feed(250, 10.0F);
  for (int i = 0; i < 3; ++i) {
    feed(18'000, 15.0F, true);
    feed(1, 10.0F);
  }
  EXPECT_LT(detector_.reading().threshold, 20.2F);
}

TEST_F(DetectorTest, SamplesThatAreNoSignalChangeNeitherMean) {
  feed(250, 10.0F);
  const DetectorReading before = detector_.reading();
  const DetectorReading after = feed(3, 999.0F, false, 0);
  EXPECT_EQ(after.value, before.value);
  EXPECT_EQ(after.threshold, before.threshold);
}

TEST_F(DetectorTest, OneSampleOfAFrameTeachesTheBaselineAsMuchAsItIs) {
  feed(250, 10.0F);
  feed(250, 18.0F, false, 0b1);  // blocks of five frames: five samples each
  EXPECT_EQ(detector_.reading().threshold, 36.0F);
}

TEST_F(DetectorTest, Saf123_AWindowThatLostMoreThanAFifthOfItsSamplesIsNotRead) {
  feed(250, 10.0F);
  EXPECT_TRUE(feed(3, 50.0F, false, 0).valid);   // 104 of 128 left
  EXPECT_FALSE(feed(1, 50.0F, false, 0).valid);  // 96
  feed(1000, 50.0F, false, 0);
  const DetectorReading refilled = feed(13, 10.0F);
  EXPECT_TRUE(refilled.valid) << "the baseline outlasts a long silence";
  EXPECT_EQ(refilled.threshold, 20.0F);
}

TEST_F(DetectorTest, Saf123_LosingTheSignalClearsTheShortWindowAndKeepsTheBaseline) {
  feed(250, 10.0F);
  detector_.lose_signal();
  EXPECT_FALSE(detector_.reading().valid);
  EXPECT_EQ(detector_.reading().threshold, 20.0F);
  EXPECT_TRUE(feed(13, 10.0F).valid);
}

TEST_F(DetectorTest, Saf123_ABaselineOfNothingIsNoBaseline) {
  EXPECT_FALSE(feed(250, 0.0F).valid) << "anything would be above it";
  EXPECT_TRUE(feed(250, 1.0F).valid);
}

TEST_F(DetectorTest, WithoutAFeatureNothingIsEverRead) {
  detector_ = LoneDetector{};
  EXPECT_FALSE(feed(1000, 100.0F).valid);
  EXPECT_FALSE(detector_.reading().fires);
}

// Fires below half of the baseline.
class FallingDetectorTest : public DetectorTest {
 protected:
  static DetectorSettings falling(Microseconds long_window, float threshold) {
    DetectorSettings settings = area(long_window, threshold);
    settings.fires = Fires::kBelow;
    return settings;
  }
  FallingDetectorTest() { detector_ = with(falling(8_s, 0.5F)); }
};

TEST_F(FallingDetectorTest, Saf281_AnAbsoluteThresholdFiresBelowItNotOnIt) {
  detector_ = with(falling({}, 30.0F));
  EXPECT_FALSE(feed(16, 30.0F).fires);
  EXPECT_TRUE(feed(16, 29.9999F).fires);
  EXPECT_FALSE(feed(16, 30.0001F).fires);
}

TEST_F(FallingDetectorTest, Saf281_AShareOfTheBaselineFiresBelowItNotOnIt) {
  feed(250, 10.0F);
  EXPECT_FALSE(feed(1, 10.0F).fires);
  EXPECT_EQ(detector_.reading().threshold, 5.0F);
  EXPECT_FALSE(feed(16, 5.2F, true).fires);
  EXPECT_TRUE(feed(16, 4.9F, true).fires);
}

TEST_F(FallingDetectorTest, Saf281_AFallDoesNotBecomeTheBaseline) {
  feed(250, 10.0F);
  EXPECT_TRUE(feed(16, 1.0F).fires);
  const float frozen = detector_.reading().threshold;
  EXPECT_GT(frozen, 4.5F);
  EXPECT_TRUE(feed(18'000, 1.0F).fires);
  EXPECT_EQ(detector_.reading().threshold, frozen);
  EXPECT_FALSE(feed(16, 10.0F).fires);
}

TEST_F(FallingDetectorTest, Saf122_AFallThatLastsIsTheBackgroundAfterTenMinutes) {
  feed(250, 10.0F);
  EXPECT_TRUE(feed(18'600, 1.0F).fires);
  EXPECT_FALSE(feed(500, 1.0F).fires);
}

TEST_F(FallingDetectorTest, Saf281_WhatCannotBeReadIsNoFall) {
  EXPECT_FALSE(feed(100, 0.0F).fires);
  feed(250, 10.0F);
  EXPECT_FALSE(feed(16, 1.0F, false, 0).fires) << "no sample counts";
  detector_.lose_signal();
  EXPECT_FALSE(detector_.reading().fires);
}

}  // namespace
}  // namespace homeostat::biomarkers
