#include "biomarkers/mood_ear.h"

#include <gtest/gtest.h>

#include "biomarkers/bin_median.h"
#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

TEST(BinMedian, IsTheMedianOfTheMinutesMedians) {
  BinMedian median;
  for (int minute = 0; minute < 10; ++minute) {
    for (int second = 0; second < 60; ++second) {
      median.add(static_cast<float>(minute) + (second % 2 == 0 ? 0.25F : -0.25F));
    }
    median.end_minute();
  }
  EXPECT_EQ(median.clean_seconds(), 600);
  EXPECT_EQ(median.end_bin(), 4.5F);
  EXPECT_EQ(median.clean_seconds(), 0);
}

TEST(BinMedian, WantsThirtySecondsOfAMinuteAndThreeHundredOfABin) {
  for (const int seconds : {29, 30, 31}) {
    BinMedian median;
    for (int s = 0; s < seconds; ++s) median.add(9.0F);
    median.end_minute();
    for (int minute = 0; minute < 9; ++minute) {
      for (int s = 0; s < 30; ++s) median.add(minute < 4 ? 9.0F : 1.0F);
      median.end_minute();
    }
    const float value = median.end_bin();
    if (seconds == 29) {
      EXPECT_NE(value, value) << "299 seconds";
    } else {
      EXPECT_EQ(value, 5.0F);
    }
  }
}

TEST(BinMedian, OneMinuteOfArtefactsIsNotHeardOf) {
  BinMedian median;
  for (int minute = 0; minute < 10; ++minute) {
    for (int s = 0; s < 60; ++s) median.add(minute == 3 ? 1e9F : static_cast<float>(s));
    median.end_minute();
  }
  EXPECT_EQ(median.end_bin(), 29.5F);
}

TEST(MoodEar, TellsThePowerOfASineInItsBandAndOfNoneOutside) {
  struct Case {
    float low_hz, high_hz;
    double sine_hz, log10, near;
  };
  for (const Case& c :
       {Case{8.0F, 12.0F, 10.0, 2.0, 0.02}, Case{30.0F, 50.0F, 40.0, 2.0, 0.02},
        Case{30.0F, 50.0F, 35.0, 2.0, 0.05},
        Case{30.0F, 50.0F, 50.0, 1.7, 0.03},  // half power at its edge
        Case{1.0F, 4.0F, 2.5, 2.0, 0.03}}) {
    MoodSettings mood = plain_mood();
    mood.features[0] = power_of(0, c.low_hz, c.high_hz);
    MoodBench bench(mood);
    double last = 0.0;
    for (int f = 0; f < 70 * kFramesPerSecond; ++f) {
      const auto& heard = bench.frame(
          [&](int, int n) { return 1000.0 + std::sqrt(200.0) * sine(c.sine_hz, n); });
      if (heard.second_ended()) last = static_cast<double>(heard.second()[0]);
    }
    EXPECT_NEAR(last, c.log10, c.near) << c.low_hz << " " << c.sine_hz;
  }
}

TEST(MoodEar, ASlowWaveAndAnOffsetAreInNoFastBand) {
  MoodSettings mood = plain_mood();
  mood.features[0] = power_of(0, 30.0F, 100.0F);
  MoodBench bench(mood);
  double last = 0.0;
  for (int f = 0; f < 70 * kFramesPerSecond; ++f) {
    const auto& heard = bench.frame([](int, int n) {
      return 3000.0 + 100.0 * sine(2.0, n) + std::sqrt(2.0) * sine(65.0, n);
    });
    if (heard.second_ended()) last = static_cast<double>(heard.second()[0]);
  }
  EXPECT_NEAR(last, 0.0, 0.03);
}

}  // namespace
}  // namespace homeostat::biomarkers
