#include "biomarkers/mood_chain.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kDay = 144;

class MoodChainTest : public ::testing::Test {
 protected:
  // Bins of ten minutes from 08:00 on.
  const MoodReading& see(const MoodBin& bin, int bins = 1) {
    for (int i = 0; i < bins; ++i) {
      minute_ = (minute_ + 10) % 1440;
      chain_.update(bin, static_cast<std::uint16_t>(minute_));
    }
    return chain_.reading();
  }
  const MoodReading& see(double value, int bins = 1) { return see(bin_of(value), bins); }

  int minute_ = 480;
  MoodChain chain_{settings_of()};
};

TEST_F(MoodChainTest, KnowsNothingBeforeItsFirstBin) {
  EXPECT_EQ(chain_.reading().mood, Mood::kUnknown);
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kUnknown);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kMissing);
  EXPECT_FALSE(chain_.reading().bin_ended);
}

TEST_F(MoodChainTest, TheScoreIsInDeviationsFromWhereAFeatureLay) {
  see(1.0, 6);
  EXPECT_NEAR(see(2.0).score, 2.0F, 0.02F);
  EXPECT_NEAR(see(0.75).score, -0.5F, 0.02F);
  EXPECT_NEAR(see(100.0).score, 5.0F, 1e-6F) << "no more than five";
}

TEST_F(MoodChainTest, MoodFollowsTheScoreWithHysteresis) {
  EXPECT_EQ(see(1.2, 5).mood, Mood::kUnknown);
  EXPECT_EQ(see(1.2).mood, Mood::kWell);
  EXPECT_EQ(see(2.0).mood, Mood::kWell);
  EXPECT_EQ(see(2.0).mood, Mood::kSymptomatic);
  EXPECT_EQ(see(1.2, 10).mood, Mood::kSymptomatic) << "between on and off";
  EXPECT_EQ(see(0.5, 2).mood, Mood::kSymptomatic);
  EXPECT_EQ(see(0.5).mood, Mood::kWell);
}

TEST_F(MoodChainTest, ABinThatEndedIsToldOnce) {
  see(1.0);
  EXPECT_TRUE(chain_.reading().bin_ended);
  EXPECT_EQ(chain_.reading().bins, 1U);
  chain_.next_frame();
  EXPECT_FALSE(chain_.reading().bin_ended);
  EXPECT_EQ(chain_.reading().bins, 1U);
}

TEST_F(MoodChainTest, Saf391_WithoutEnoughCleanSignalNothingIsTold) {
  see(2.0, 20);
  EXPECT_EQ(see(bin_of(2.0, 500)).gap, MoodGap::kNone);
  EXPECT_EQ(see(bin_of(2.0, 499)).gap, MoodGap::kMissing);
  EXPECT_EQ(see(bin_of(std::nan(""), 900)).gap, MoodGap::kMissing);
  EXPECT_EQ(see(bin_of(HUGE_VAL, 900)).gap, MoodGap::kMissing);
  EXPECT_EQ(see(bin_of(2.0, 0), 3).mood, Mood::kSymptomatic) << "six of twelve";
  EXPECT_EQ(see(bin_of(2.0, 0)).mood, Mood::kUnknown);
  EXPECT_EQ(chain_.reading().known_bins, 5);
}

TEST_F(MoodChainTest, Saf391_WhereNobodyKnowsTheTimeNothingIsTold) {
  see(2.0, 20);
  for (int i = 0; i < 7; ++i) chain_.update(bin_of(2.0), kUnknownMinute);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kNoTime);
  EXPECT_EQ(chain_.reading().mood, Mood::kUnknown);
  chain_.update(bin_of(2.0), kMinutesPerDay);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kNoTime);
  chain_.update(bin_of(2.0), kMinutesPerDay - 1);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kNone);
}

TEST_F(MoodChainTest, OfStimulatedSecondsABinMayHaveAnyWhereHalfOfItWasClean) {
  EXPECT_EQ(see(bin_of(1.0, 500, 500)).gap, MoodGap::kNone);
  EXPECT_EQ(see(bin_of(1.0, 499, 501)).gap, MoodGap::kStimulation);
  EXPECT_EQ(see(bin_of(1.0, 0, 499)).gap, MoodGap::kMissing)
      << "without stimulation it would not have been enough either";
}

TEST_F(MoodChainTest, Saf392_MixedBinsAreRefusedAndNotAveraged) {
  MoodSettings mood = settings_of();
  mood.sensed_while = SensedWhile::kOn;
  mood.exclusion = {};
  chain_ = MoodChain(mood);
  EXPECT_EQ(see(bin_of(1.0, 900, 1000)).gap, MoodGap::kNone);
  EXPECT_EQ(see(bin_of(1.0, 900, 950)).gap, MoodGap::kNone);
  EXPECT_EQ(see(bin_of(1.0, 900, 949)).gap, MoodGap::kStimulation);
  EXPECT_EQ(see(bin_of(1.0, 900, 0)).gap, MoodGap::kStimulation);
  EXPECT_EQ(see(bin_of(1.0, 499, 1000)).gap, MoodGap::kMissing);
}

TEST_F(MoodChainTest, Saf391_InTheHoldOffItLearnsAndTellsNothing) {
  chain_ = MoodChain(settings_of(72));
  EXPECT_EQ(see(3.0, 432).mood, Mood::kUnknown);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kHoldOff);
  EXPECT_EQ(chain_.reading().known_bins, 0);
  EXPECT_EQ(see(3.0).mood, Mood::kSymptomatic) << "what was found before still holds";
  EXPECT_EQ(chain_.reading().gap, MoodGap::kNone);
}

TEST_F(MoodChainTest, TheRhythmOfTheDayIsTakenOffAndTheLevelIsNot) {
  const auto live = [&](int days, double level) {
    double most = -9.0;
    double least = 9.0;
    for (int bin = 0; bin < days * kDay; ++bin) {
      const double turn = 2.0 * std::numbers::pi * ((minute_ + 10) % 1440) / 1440.0;
      const float score =
          see(level + 0.8 * std::cos(turn) + 0.3 * std::sin(2.0 * turn)).score;
      if (bin < (days - 1) * kDay) continue;
      most = std::max(most, static_cast<double>(score));
      least = std::min(least, static_cast<double>(score));
    }
    return std::pair(least, most);
  };
  const auto well = live(8, 1.0);
  EXPECT_NEAR(well.first, 0.0, 0.15);
  EXPECT_NEAR(well.second, 0.0, 0.15);
  const auto sick = live(60, 2.0);
  EXPECT_GT(sick.first, 1.5) << "a depression of two months is no rhythm";
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kSick);
}

TEST_F(MoodChainTest, BeforeTwoDaysNoRhythmIsTakenOff) {
  see(2.0, 1);
  EXPECT_NEAR(see(2.0, 100).score, 2.0F, 0.05F);
}

TEST_F(MoodChainTest, WhereAFeatureUsuallyLiesIsLearntOfWellBinsAlone) {
  see(1.2, 14 * kDay);
  EXPECT_NEAR(see(1.2).score, 0.4F, 0.05F) << "not before two weeks were stable";
  see(1.2, 60 * kDay);
  EXPECT_NEAR(see(1.2).score, 0.0F, 0.1F) << "then a slow drift is followed";
  see(4.0, 60 * kDay);
  EXPECT_GT(see(4.0).score, 3.0F) << "an illness is not";
}

TEST_F(MoodChainTest, AFlatSeasonDoesNotMakeTriflesLarge) {
  see(1.0, 100 * kDay);
  EXPECT_NEAR(see(1.0625).score, 0.5F, 0.02F) << "a quarter of the deviation is left";
}

TEST_F(MoodChainTest, AMissingBinMakesTheNextOnesCountForMore) {
  see(1.0, 10 * kDay);
  const auto before = chain_.store();
  see(bin_of(1.0, 0));
  const auto after = chain_.store();
  MoodReader then(before);
  MoodReader now(after);
  std::uint32_t u = 0;
  double of_level_then = 0.0;
  double of_level_now = 0.0;
  then(u, u, of_level_then);
  now(u, u, of_level_now);
  EXPECT_NEAR(of_level_now / of_level_then, 1.0 / (1.0 - 1.0 / 1440.0), 1e-9);
}

TEST_F(MoodChainTest, AWeekOfBinsThatToldNothingDoesNotCount) {
  see(3.0, 2 * 7 * kDay);
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kSick);
  see(bin_of(3.0, 0), 2 * 7 * kDay);
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kUnknown);
}

class MoodChainAsleep : public MoodChainTest {
 protected:
  MoodChainAsleep() {
    MoodSettings mood = settings_of();
    mood.has_sleep = true;
    mood.sleep.ratio_log10 = 1.0F;
    chain_ = MoodChain(mood);
  }
  static MoodBin sleeping(double value) {
    MoodBin bin = bin_of(value);
    bin.sleep_ratio_log10 = 2.0F;
    return bin;
  }
  static MoodBin awake(double value) {
    MoodBin bin = bin_of(value);
    bin.sleep_ratio_log10 = 0.0F;
    return bin;
  }
};

TEST_F(MoodChainAsleep, Saf393_BinsOfSleepTellNothingAndTheNightIsUnknown) {
  see(awake(2.0), 20);
  see(sleeping(2.0), 2);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kNone) << "half an hour, to change";
  EXPECT_EQ(see(sleeping(9.0)).gap, MoodGap::kAsleep);
  EXPECT_TRUE(chain_.reading().asleep);
  EXPECT_EQ(see(sleeping(9.0), 5).mood, Mood::kSymptomatic);
  EXPECT_EQ(see(sleeping(9.0)).mood, Mood::kUnknown);
  see(sleeping(9.0), 40);
  see(awake(1.0), 2);
  EXPECT_EQ(see(awake(1.0)).gap, MoodGap::kNone);
  EXPECT_EQ(see(awake(1.0), 4).mood, Mood::kUnknown);
  EXPECT_EQ(see(awake(1.0)).mood, Mood::kWell) << "an hour of the morning";
}

TEST_F(MoodChainAsleep, Saf393_WhatIsHeardAsleepIsNotLearnt) {
  see(awake(1.0), 20);
  see(sleeping(1.0), 3);
  MoodChain other = chain_;
  for (int bin = 0; bin < 40; ++bin) {
    minute_ = (minute_ + 10) % 1440;
    chain_.update(sleeping(1.0), static_cast<std::uint16_t>(minute_));
    other.update(sleeping(4.0), static_cast<std::uint16_t>(minute_));
  }
  EXPECT_EQ(chain_.store().bytes, other.store().bytes);
}

TEST_F(MoodChainAsleep, BegunAnewItIsAwake) {
  see(sleeping(1.0), 3);
  chain_.begin_anew();
  EXPECT_EQ(see(sleeping(1.0)).gap, MoodGap::kNone);
  EXPECT_FALSE(chain_.reading().asleep);
}

TEST_F(MoodChainTest, Saf393_WhereNobodyKnowsWhetherThePersonSleepsNothingIsTold) {
  MoodSettings mood = settings_of();
  mood.has_sleep = true;
  chain_ = MoodChain(mood);
  see(2.0, 1);
  EXPECT_EQ(chain_.reading().gap, MoodGap::kMissing) << "no ratio";
  MoodBin awake = bin_of(2.0);
  awake.sleep_ratio_log10 = -5.0F;
  see(awake, 12);
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  see(2.0, 6);
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  see(2.0, 1);
  EXPECT_EQ(chain_.reading().mood, Mood::kUnknown);
}

}  // namespace
}  // namespace homeostat::biomarkers
