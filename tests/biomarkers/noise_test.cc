// What noise is, each kind by itself: mains alone, steps, muscle.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "biomarkers/line_noise.h"
#include "biomarkers/muscle.h"
#include "biomarkers/steps.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr Cadence kCadence{kRateHz, kSamples};

double sine(double amplitude, double hz, int n) {
  return amplitude *
         std::sin(2.0 * std::numbers::pi * hz * n / static_cast<double>(kRateHz));
}

// The frames until `judge` first says yes; -1 if it does not within `frames`.
template <class Watch, class Signal>
int frames_until_present(Watch& watch, int frames, const Signal& uv, int start = 0) {
  for (int f = 0; f < frames; ++f) {
    for (int i = 0; i < kSamples; ++i) {
      watch.hear(static_cast<float>(uv(start + f * kSamples + i)));
    }
    if (watch.judge()) return f + 1;
  }
  return -1;
}

QualitySettings mains(float hz = 50.0F) {
  QualitySettings settings = bare_settings().quality;
  settings.line_hz = hz;
  settings.line_percent = 80;
  settings.line_uv = 10.0F;
  settings.line_time = 1984_ms;  // 62 frames
  return settings;
}

class LineNoiseTest : public ::testing::Test {
 protected:
  // An offset, mains of so much power, and a rhythm of the rest; 10000 uV^2 in all.
  int until_present(double share, double hz = 50.0) {
    return frames_until_present(line_, 400, [=](int n) {
      return 700.0 + sine(std::sqrt(2.0e4 * share), hz, n) +
             sine(std::sqrt(2.0e4 * (1.0 - share)), 11.0, n);
    });
  }
  LineNoise line_{mains(), kCadence};
};

TEST_F(LineNoiseTest, Saf260_MainsAloneIsPresentAfterItsTime) {
  // From when the resonator has four fifths of it, 1.6 of its 0.25 s: 12 frames.
  EXPECT_NEAR(until_present(1.0), 12 + 62, 1);
}

TEST_F(LineNoiseTest, Saf260_TheShareIsOfThePower) {
  EXPECT_EQ(until_present(0.78), -1);
  EXPECT_GT(until_present(0.83), 0);
}

TEST_F(LineNoiseTest, MainsMayStrayByAFifthOfAHertzAndAnotherRhythmIsNone) {
  EXPECT_GT(until_present(1.0, 50.2), 0);
  line_ = LineNoise(mains(), kCadence);
  EXPECT_GT(until_present(1.0, 49.8), 0);
  line_ = LineNoise(mains(), kCadence);
  EXPECT_EQ(until_present(1.0, 47.0), -1);
  EXPECT_EQ(until_present(1.0, 60.0), -1);
  line_ = LineNoise(mains(60.0F), kCadence);
  EXPECT_GT(until_present(1.0, 60.0), 0);
}

TEST_F(LineNoiseTest, Saf260_QuietMainsIsWhatASoundElectrodeHears) {
  const auto of_rms = [&](double uv) {
    line_ = LineNoise(mains(), kCadence);
    return frames_until_present(
        line_, 400, [=](int n) { return sine(uv * std::numbers::sqrt2, 50.0, n); });
  };
  EXPECT_EQ(of_rms(9.8), -1);
  EXPECT_GT(of_rms(10.2), 0);
}

TEST_F(LineNoiseTest, ItGoesWhenTheShareIsBelowThreeQuartersOfItsThreshold) {
  int at = kSamples * until_present(1.0);
  const auto share_of = [&](double share) {
    const auto mixed = [=](int n) {
      return 700.0 + sine(std::sqrt(2.0e4 * share), 50.0, n) +
             sine(std::sqrt(2.0e4 * (1.0 - share)), 11.0, n);
    };
    int present = 0;
    for (int f = 0; f < 200; ++f) {
      present += frames_until_present(line_, 1, mixed, at) == 1 ? 1 : 0;
      at += kSamples;
    }
    return present;
  };
  EXPECT_EQ(share_of(0.65), 200);
  EXPECT_LT(share_of(0.55), 60);
  EXPECT_EQ(share_of(0.7), 0) << "it is not there any more";
}

TEST_F(LineNoiseTest, SilenceAndWhatIsSwitchedOffAreNotMains) {
  EXPECT_EQ(frames_until_present(line_, 400, [](int) { return 0.0; }), -1);
  for (const float hz : {0.0F, 125.0F, 200.0F}) {
    LineNoise off(mains(hz), kCadence);
    EXPECT_EQ(frames_until_present(off, 400, [](int n) { return sine(100.0, 50.0, n); }),
              -1);
  }
}

TEST_F(LineNoiseTest, SamplesThatAreNotKnownLeaveItsPhase) {
  int present = 0;
  for (int n = 0; n < 4000; ++n) {
    if (n % 10 < 3) {
      line_.skip();
    } else {
      line_.hear(static_cast<float>(sine(100.0, 50.0, n)));
    }
    if (n % kSamples == kSamples - 1) present += line_.judge() ? 1 : 0;
  }
  EXPECT_EQ(present, 0) << "a gap each 40 ms is a rhythm of its own";
  for (int n = 4000; n < 8000; ++n) {
    if (n % 500 < 8) {
      line_.skip();
    } else {
      line_.hear(static_cast<float>(sine(100.0, 50.0, n)));
    }
    if (n % kSamples == kSamples - 1) present += line_.judge() ? 1 : 0;
  }
  EXPECT_GT(present, 400);
}

// ---- steps

QualitySettings stepping(float medians) {
  QualitySettings settings = bare_settings().quality;
  settings.step_medians = medians;
  return settings;
}

class StepsTest : public ::testing::Test {
 protected:
  // Changes by `uv` each sample, up and down: the median is `uv`.
  void zigzag(double uv, int frames) {
    for (int f = 0; f < frames; ++f) {
      for (int i = 0; i < kSamples; ++i) {
        up_ = !up_;
        at_uv_ += up_ ? uv : -uv;
        steps_.hear(static_cast<float>(at_uv_));
      }
      present_ = steps_.judge();
    }
  }
  bool step(double uv) {
    at_uv_ += uv;
    steps_.hear(static_cast<float>(at_uv_));
    return present_ = steps_.judge();
  }

  Steps steps_{stepping(12.0F), kCadence};
  double at_uv_ = 300.0;
  bool up_ = false;
  bool present_ = false;
};

TEST_F(StepsTest, Saf261_MoreThanTwelveMediansIsAStep) {
  zigzag(5.0, 400);
  EXPECT_FALSE(step(58.0));
  zigzag(5.0, 400);
  EXPECT_TRUE(step(62.0));
  zigzag(5.0, 400);
  EXPECT_TRUE(step(-62.0));
}

TEST_F(StepsTest, AStepLastsForTheRecoveryTime) {
  zigzag(5.0, 400);
  ASSERT_TRUE(step(500.0));
  zigzag(5.0, 30);
  EXPECT_TRUE(present_);
  zigzag(5.0, 1);
  EXPECT_FALSE(present_) << "31 frames after it";
}

TEST_F(StepsTest, TheFirstTwoSecondsTeachAndAreNotJudged) {
  zigzag(5.0, 61);
  EXPECT_FALSE(step(500.0));
  zigzag(5.0, 2);
  EXPECT_TRUE(step(500.0));
}

TEST_F(StepsTest, WhatIsLouderForGoodIsNoStepAnyMore) {
  zigzag(2.0, 400);
  zigzag(200.0, 1);
  EXPECT_TRUE(present_);
  zigzag(200.0, 40 * 31);
  EXPECT_FALSE(present_) << "a hundred times as loud, forty seconds later";
}

TEST_F(StepsTest, ASilentChannelIsMeasuredByTheFlatHeight) {
  zigzag(0.01, 2000);
  EXPECT_FALSE(step(11.9));  // 12 x 1 uV
  EXPECT_TRUE(step(12.2));
}

TEST_F(StepsTest, AcrossASampleThatIsNotKnownThereIsNoStep) {
  zigzag(5.0, 400);
  steps_.skip();
  EXPECT_FALSE(step(4000.0));
  EXPECT_TRUE(step(4000.0));
}

TEST_F(StepsTest, SwitchedOffThereIsNone) {
  steps_ = Steps(stepping(0.0F), kCadence);
  zigzag(5.0, 400);
  EXPECT_FALSE(step(4000.0));
}

// ---- muscle

QualitySettings muscular(float hz, float line_hz = 0.0F) {
  QualitySettings settings = bare_settings().quality;
  settings.line_hz = line_hz;
  settings.muscle_hz = hz;
  settings.muscle_percent = 60;
  return settings;
}

class MuscleTest : public ::testing::Test {
 protected:
  // An offset, and so much of the power in a fast rhythm far above the corner.
  static auto mixed(double share, double fast_hz = 110.0) {
    return [=](int n) {
      return 900.0 + sine(std::sqrt(share) * 50.0, fast_hz, n) +
             sine(std::sqrt(1.0 - share) * 50.0, 7.0, n);
    };
  }
  Muscle muscle_{muscular(30.0F), kCadence};
};

TEST_F(MuscleTest, Saf261_MostPowerAboveTheCornerIsMuscle) {
  EXPECT_EQ(frames_until_present(muscle_, 400, mixed(0.57)), -1);
  EXPECT_GT(frames_until_present(muscle_, 400, mixed(0.64)), 0);
}

TEST_F(MuscleTest, ItGoesBelowThreeQuartersOfTheThreshold) {
  ASSERT_GT(frames_until_present(muscle_, 400, mixed(0.9)), 0);
  for (int f = 0; f < 300; ++f) {
    ASSERT_EQ(frames_until_present(muscle_, 1,
                                   [f](int n) { return mixed(0.5)(f * kSamples + n); }),
              1);
  }
  int present = 0;
  for (int f = 0; f < 300; ++f) {
    present = frames_until_present(muscle_, 1,
                                   [f](int n) { return mixed(0.4)(f * kSamples + n); });
  }
  EXPECT_EQ(present, -1);
}

TEST_F(MuscleTest, TheFirstSecondIsNotJudged) {
  EXPECT_EQ(frames_until_present(muscle_, 400, mixed(1.0)), 32);
}

TEST_F(MuscleTest, MainsThatTheProgramStatesIsNoMuscle) {
  EXPECT_GT(frames_until_present(muscle_, 400, mixed(0.8, 50.0)), 0);
  Muscle knows(muscular(30.0F, 50.0F), kCadence);
  EXPECT_EQ(frames_until_present(knows, 400, mixed(0.8, 50.0)), -1);
}

TEST_F(MuscleTest, SilenceAndWhatIsSwitchedOffAreNotMuscle) {
  EXPECT_EQ(frames_until_present(muscle_, 400, [](int) { return 0.0; }), -1);
  for (const float hz : {0.0F, 125.0F, 300.0F}) {
    Muscle off(muscular(hz), kCadence);
    EXPECT_EQ(frames_until_present(off, 400, mixed(1.0)), -1);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
