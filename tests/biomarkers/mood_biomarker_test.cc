#include "biomarkers/mood_biomarker.h"

#include <gtest/gtest.h>

#include "biomarkers/biomarker_bank.h"
#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

MoodSettings two_features() {
  MoodSettings mood = plain_mood();
  mood.feature_count = 2;
  mood.features[1] = coherence_of(0, 1, 8.0F, 30.0F);
  mood.features[1].weight = 0.1F;
  mood.has_sleep = true;
  mood.sleep.ratio_log10 = 9.0F;
  return mood;
}

// A bank, and noise with a tone on its first channel; 08:00 when it begins.
class MoodOfABank : public ::testing::Test {
 protected:
  explicit MoodOfABank() : settings_(mood_sensing(two_features())) {
    settings_.detector_count = 1;
    settings_.detectors[0] = line_length_ratio(2.0F);
    settings_.channels[0].high_pass_hz = 1.0F;
    settings_.channels[0].notch_hz = 50.0F;
    frame_.channel_count = 2;
    frame_.sample_count = 10;
    make();
  }
  void make() { bank_ = std::make_unique<BiomarkerBank>(settings_); }

  const MoodReading& live(int frames, double tone_uv, bool pulse = false,
                          double garbage_uv = 0.0) {
    for (int f = 0; f < frames; ++f) {
      frame_.time = frame_.time + 40_ms;
      ++frame_.sequence;
      frame_.minute_of_day =
          static_cast<std::uint16_t>((480 + frame_.time.count() / 60'000'000) % 1440);
      for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < 10; ++i) {
          const double own =
              10.0 * noise_() + (c == 0 ? tone_uv * sine(40.0, n_++) : 0.0);
          const double uv = garbage_uv > 0.0 ? garbage_uv * garbage_() : own;
          frame_.samples_uv[c][i] = static_cast<float>(uv);
        }
      }
      frame_.echo[0] = {};
      if (pulse && f == 0) {
        frame_.echo[0].count = 1;
        frame_.echo[0].segments[0].first_pulse = frame_.time - 40_ms;
        frame_.echo[0].segments[0].pulses = 1;
      }
      seen_ = bank_->update(frame_, false);
      bins_ += seen_.mood.bin_ended ? 1 : 0;
      seconds_ += seen_.mood.second_ended ? 1 : 0;
    }
    return seen_.mood;
  }

  BiomarkerSettings settings_;
  std::unique_ptr<BiomarkerBank> bank_;
  SampleFrame frame_;
  Biomarkers seen_;
  WhiteNoise noise_{1};
  WhiteNoise garbage_{2};
  int n_ = 0;
  int bins_ = 0;
  int seconds_ = 0;
};

TEST_F(MoodOfABank, IsToldWithTheOtherBiomarkers) {
  const MoodReading& mood = live(kFramesPerBin - 1, 20.0);
  EXPECT_EQ(bins_, 0);
  EXPECT_EQ(mood.gap, MoodGap::kMissing);
  live(1, 20.0);
  EXPECT_TRUE(mood.bin_ended);
  EXPECT_EQ(mood.gap, MoodGap::kNone);
  EXPECT_EQ(mood.bins, 1U);
  EXPECT_EQ(seconds_, 600);
  EXPECT_NEAR(mood.second[0], std::log10(200.0 + 16.4), 0.05);
  EXPECT_NE(mood.second[2], mood.second[2]);
  live(1, 20.0);
  EXPECT_FALSE(mood.bin_ended);
  EXPECT_FALSE(mood.second_ended);
}

TEST_F(MoodOfABank, WithoutMoodSettingsNothingIsKnownForEver) {
  settings_.mood = {};
  make();
  const MoodReading& mood = live(kFramesPerBin + 1, 20.0);
  EXPECT_EQ(bins_, 0);
  EXPECT_EQ(mood.mood, Mood::kUnknown);
  EXPECT_EQ(bank_->mood_memory().bytes, MoodMemory{}.bytes);
  EXPECT_FALSE(bank_->restore_mood({}));
}

TEST_F(MoodOfABank, TheChannelsNotchTakesMainsOutOfTheBand) {
  settings_.mood.features[0] = power_of(0, 30.0F, 100.0F);
  for (const float notch_hz : {50.0F, 0.0F}) {
    settings_.channels[0].notch_hz = notch_hz;
    make();
    frame_ = {};
    frame_.channel_count = 2;
    frame_.sample_count = 10;
    for (int f = 0; f < 90 * kFramesPerSecond; ++f) {
      frame_.time = frame_.time + 40_ms;
      ++frame_.sequence;
      for (int i = 0; i < 10; ++i) {
        frame_.samples_uv[0][static_cast<std::size_t>(i)] = static_cast<float>(
            200.0 * sine(50.0, 10 * f + i) + std::sqrt(18.0) * sine(70.0, 10 * f + i));
      }
      seen_ = bank_->update(frame_, false);
    }
    EXPECT_NEAR(seen_.mood.second[0], notch_hz > 0.0F ? std::log10(9.0) : 4.3, 0.03);
  }
}

// The whole way, from frames to readings.
TEST_F(MoodOfABank, Saf390_NoReadingRestsOnASampleOfTheExclusion) {
  std::vector<float> scores[2];
  for (const bool spoilt : {false, true}) {
    make();
    frame_.time = Instant{};
    noise_ = WhiteNoise(3);
    n_ = 0;
    for (int bin = 0; bin < 8; ++bin) {
      live(5000, 20.0 + bin);
      live(1500, 20.0 + bin, true, spoilt ? 300.0 : 0.0);
      scores[spoilt ? 1 : 0].push_back(live(kFramesPerBin - 6500, 20.0 + bin).score);
    }
  }
  EXPECT_EQ(scores[0], scores[1]);
  EXPECT_NE(scores[0].front(), scores[0].back());
}

TEST_F(MoodOfABank, Saf394_AfterAResetItGoesOnWithTheNextWholeBin) {
  live(20 * kFramesPerBin + 4000, 20.0);
  const auto before = std::make_unique<BiomarkerBank>(*bank_);
  const MoodMemory memory = bank_->mood_memory();
  make();
  ASSERT_TRUE(bank_->restore_mood(memory));
  const SampleFrame frame = frame_;
  const WhiteNoise noise = noise_;
  const int n = n_;
  const float anew = live(2 * kFramesPerBin - 4000, 20.0).score;
  EXPECT_EQ(seen_.mood.mood, Mood::kSymptomatic);
  *bank_ = *before;
  frame_ = frame;
  noise_ = noise;
  n_ = n;
  EXPECT_NEAR(live(2 * kFramesPerBin - 4000, 20.0).score, anew, 0.02F)
      << "but for the minute that the start takes for stimulated";
}

TEST_F(MoodOfABank, Saf394_WhatWasLearntOfOtherContactsIsNotBelieved) {
  live(10, 20.0);
  const MoodMemory memory = bank_->mood_memory();
  EXPECT_TRUE(bank_->restore_mood(memory));
  settings_.channels[0].plus_contact = 5;
  make();
  EXPECT_FALSE(bank_->restore_mood(memory));
}

TEST_F(MoodOfABank, Saf391_BinsThatNeverCameAreMissing) {
  live(12 * kFramesPerBin, 60.0);
  EXPECT_EQ(seen_.mood.mood, Mood::kSymptomatic);
  frame_.time = frame_.time + Microseconds(8 * kMoodBin.count());
  frame_.sequence += 8U * static_cast<std::uint32_t>(kFramesPerBin);
  live(1, 60.0);
  EXPECT_EQ(seen_.mood.bins, 20U);
  EXPECT_EQ(seen_.mood.mood, Mood::kUnknown);
}

TEST_F(MoodOfABank, FindsRoomBesideSixSmallDetectors) {
  settings_.detector_count = 6;
  for (auto& detector : settings_.detectors) detector = line_length_ratio(2.0F);
  make();
  EXPECT_NE(bank_->mood_memory().bytes, MoodMemory{}.bytes);
  live(2, 20.0);
  EXPECT_FALSE(seen_.detectors[5].fires);
}

}  // namespace
}  // namespace homeostat::biomarkers
