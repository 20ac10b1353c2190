#include "biomarkers/mood_chain.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kDay = 144;

// Feature 0 lies at 1.0 and strays by 0.5; score is its deviations.
MoodSettings settings_of(int hold_off_h = 0) {
  MoodSettings mood = plain_mood();
  mood.hold_off = Microseconds(hold_off_h * 3'600'000'000LL);
  return mood;
}

MoodBin bin_of(double value, int clean = 900, int stimulated = 0) {
  MoodBin bin;
  bin.values.fill(kNotKnown);
  bin.values[0] = static_cast<float>(value);
  bin.clean_permille = static_cast<std::uint16_t>(clean);
  bin.stimulated_permille = static_cast<std::uint16_t>(stimulated);
  return bin;
}

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

// A life of random bins: values, gaps, sleep, days of silence.
class Life {
 public:
  explicit Life(std::uint64_t seed) : random_(seed) {}

  void next(std::initializer_list<MoodChain*> chains) {
    minute_ = (minute_ + 10) % 1440;
    if (random_() % 300 == 0) level_ = normal_(random_);
    if (random_() % 400 == 0) silent_ = static_cast<int>(random_() % 200);
    MoodBin bin;
    for (std::size_t f = 0; f < 3; ++f)
      bin.values[f] = static_cast<float>(1.0 + 0.7 * (level_ + normal_(random_)));
    bin.clean_permille = silent_-- > 0 ? 0 : random_() % 20 == 0 ? 400 : 950;
    bin.stimulated_permille = static_cast<std::uint16_t>(random_() % 300);
    bin.sleep_ratio_log10 = minute_ < 400 ? 1.5F : 0.5F;
    if (random_() % 50 == 0) bin.values[random_() % 3] = kNotKnown;
    const auto minute =
        random_() % 100 == 0 ? kUnknownMinute : static_cast<std::uint16_t>(minute_);
    for (MoodChain* chain : chains) chain->update(bin, minute);
  }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  double level_ = 0.0;
  int silent_ = 0;
  int minute_ = 0;
};

MoodSettings lived() {
  MoodSettings mood = settings_of(12);
  mood.feature_count = 3;
  mood.features[1] = power_of(1, 4.0F, 8.0F);
  mood.features[2] = coherence_of(0, 1, 8.0F, 12.0F);
  mood.features[1].weight = -0.5F;
  mood.has_sleep = true;
  mood.sleep.ratio_log10 = 1.0F;
  mood.smoothing = 3600_s;
  return mood;
}

bool same(const MoodReading& a, const MoodReading& b) {
  return a.mood == b.mood && a.weekly == b.weekly && a.gap == b.gap &&
         a.asleep == b.asleep && a.known_bins == b.known_bins && a.bins == b.bins &&
         std::bit_cast<std::uint32_t>(a.score) == std::bit_cast<std::uint32_t>(b.score) &&
         std::bit_cast<std::uint32_t>(a.mean) == std::bit_cast<std::uint32_t>(b.mean);
}

TEST(MoodMemory, Saf394_WhoGoesOnFromItTellsTheSameFromTheNextBinThatTells) {
  int symptomatic = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Life life(seed);
    const auto chain = std::make_unique<MoodChain>(lived());
    const auto bins = static_cast<int>(seed * 97 % 3100);
    for (int bin = 0; bin < bins; ++bin) life.next({chain.get()});
    const auto other = std::make_unique<MoodChain>(lived());
    ASSERT_TRUE(other->restore(chain->store()));
    EXPECT_EQ(other->store().bytes, chain->store().bytes);
    bool told = false;
    for (int bin = 0; bin < 300; ++bin) {
      if (!told) {
        EXPECT_EQ(other->reading().mood, Mood::kUnknown);
      }
      life.next({chain.get(), other.get()});
      told = told || chain->reading().gap == MoodGap::kNone;
      if (!told) continue;
      ASSERT_TRUE(same(chain->reading(), other->reading())) << seed << " " << bin;
      symptomatic += chain->reading().mood == Mood::kSymptomatic ? 1 : 0;
    }
    EXPECT_EQ(other->store().bytes, chain->store().bytes);
  }
  EXPECT_GT(symptomatic, 1000);
}

// A chain that was symptomatic in its last bin, which ended at 12:00, and what goes on
// from its memory.
class Resumed : public ::testing::Test {
 protected:
  Resumed() {
    MoodChain before(settings_of());
    for (int bin = 1; bin <= 24; ++bin)
      before.update(bin_of(2.0), minutes(480 + 10 * bin));
    EXPECT_EQ(before.reading().mood, Mood::kSymptomatic);
    EXPECT_TRUE(chain_.restore(before.store()));
  }
  static std::uint16_t minutes(int minute) {
    return static_cast<std::uint16_t>(minute % kMinutesPerDay);
  }

  MoodChain chain_{settings_of()};
};

TEST_F(Resumed, Saf391_BinsThatTellNothingLeaveMoodUnknown) {
  chain_.update(bin_of(2.0, 0), minutes(730));
  EXPECT_EQ(chain_.reading().mood, Mood::kUnknown);
  EXPECT_EQ(chain_.reading().known_bins, 0);
  chain_.update(bin_of(2.0), minutes(740));
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  EXPECT_EQ(chain_.reading().known_bins, 11);
}

TEST_F(Resumed, Saf391_AfterHalfAnHourItGoesOnAndLaterHearsAnew) {
  const MoodMemory memory = chain_.store();
  chain_.update(bin_of(2.0), minutes(750));
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  for (const int minute : {751, 719, 1439, 0}) {
    ASSERT_TRUE(chain_.restore(memory));
    chain_.update(bin_of(2.0), minutes(minute));
    EXPECT_EQ(chain_.reading().mood, Mood::kUnknown) << minute;
    EXPECT_EQ(chain_.reading().known_bins, 1) << minute;
    EXPECT_EQ(chain_.reading().bins, 25U) << "what was learnt is kept";
  }
}

TEST_F(Resumed, Saf391_WhoKnowsNoTimeAtFirstIsAskedAgain) {
  chain_.update(bin_of(2.0), kUnknownMinute);
  chain_.update(bin_of(2.0), kUnknownMinute);
  EXPECT_EQ(chain_.reading().mood, Mood::kUnknown);
  const MoodMemory memory = chain_.store();
  chain_.update(bin_of(2.0), minutes(770));
  EXPECT_EQ(chain_.reading().mood, Mood::kSymptomatic);
  ASSERT_TRUE(chain_.restore(memory));
  chain_.update(bin_of(2.0), minutes(771));
  EXPECT_EQ(chain_.reading().known_bins, 1);
}

TEST_F(Resumed, Saf391_WeeksBeforeAnOutageSayNothing) {
  MoodChain before(settings_of());
  for (int bin = 1; bin <= 2 * MoodWeeks::kBins; ++bin)
    before.update(bin_of(2.0), minutes(10 * bin));
  EXPECT_EQ(before.reading().weekly, WeeklyMood::kSick);
  EXPECT_EQ(before.reading().last_week, WeeklyMood::kSick);
  ASSERT_TRUE(chain_.restore(before.store()));
  chain_.update(bin_of(2.0), minutes(10));
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kSick);
  ASSERT_TRUE(chain_.restore(before.store()));
  chain_.update(bin_of(2.0), minutes(300));
  EXPECT_EQ(chain_.reading().weekly, WeeklyMood::kUnknown);
  EXPECT_EQ(chain_.reading().last_week, WeeklyMood::kUnknown);
}

TEST(MoodMemory, Saf394_AnyFlippedBitIsRefused) {
  Life life(1);
  MoodChain chain(lived());
  for (int bin = 0; bin < 1500; ++bin) life.next({&chain});
  const MoodMemory memory = chain.store();
  for (std::size_t bit = 0; bit < 8 * kMoodMemoryBytes; ++bit) {
    MoodMemory flipped = memory;
    flipped.bytes[bit / 8] =
        static_cast<std::uint8_t>(flipped.bytes[bit / 8] ^ (1U << (bit % 8)));
    ASSERT_FALSE(chain.restore(flipped)) << bit;
  }
  EXPECT_TRUE(chain.restore(memory));
}

TEST(MoodMemory, Saf394_WhatIsRefusedLeavesItBegunAnew) {
  Life life(2);
  MoodChain chain(lived());
  for (int bin = 0; bin < 500; ++bin) life.next({&chain});
  EXPECT_FALSE(chain.restore({}));
  EXPECT_EQ(chain.store().bytes, MoodChain(lived()).store().bytes);
  life.next({&chain});
  EXPECT_EQ(chain.reading().mood, Mood::kUnknown);
  EXPECT_EQ(chain.reading().bins, 1U);
}

TEST(MoodMemory, Saf394_AnotherVersionIsRefused) {
  const MoodChain chain(lived());
  MoodMemory memory = chain.store();
  memory.bytes[0] = static_cast<std::uint8_t>(memory.bytes[0] + 1U);
  seal(memory);
  EXPECT_TRUE(holds(memory));
  EXPECT_FALSE(MoodChain(lived()).restore(memory));
}

TEST(MoodMemory, Saf394_WhatWasMadeForOtherSettingsIsRefused) {
  const MoodMemory memory = MoodChain(lived()).store();
  const auto fits = [&](auto change) {
    MoodSettings mood = lived();
    change(mood);
    return MoodChain(mood).restore(memory);
  };
  EXPECT_TRUE(fits([](MoodSettings&) {}));
  EXPECT_TRUE(fits([](MoodSettings& m) { m.has_record = true; }))
      << "a record renewed is no other person";
  EXPECT_FALSE(fits([](MoodSettings& m) { m.feature_count = 2; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[0].name[1] = 'x'; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[1].band_high_hz = 9.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[1].band_low_hz = 3.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[2].other_channel = 0; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[0].channel = 1; }));
  EXPECT_FALSE(
      fits([](MoodSettings& m) { m.features[0].measure = MoodMeasure::kCoherence; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[0].typical = 2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[0].deviation = 2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.features[0].weight = 2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.bias = 2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.smoothing = 1800_s; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.on = 2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.off = -2.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.on_bins = 5; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.off_bins = 5; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sick_from = 5.0F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sensed_while = SensedWhile::kOn; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.exclusion = 120_s; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.daily_memory = 86'400_s; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.scale_memory = 86'400_s; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.hold_off = 86'400_s; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.has_sleep = false; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sleep.channel = 1; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sleep.ratio_log10 = 1.1F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sleep.night_log10 = 1.1F; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sleep.night_from_minute = 1; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.sleep.night_to_minute = 1; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.circumstances.lead = {'x'}; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.circumstances.gain = {'x'}; }));
  EXPECT_FALSE(fits([](MoodSettings& m) { m.circumstances.medication = {'x'}; }));
  EXPECT_FALSE(MoodChain(lived(), 1).restore(memory)) << "heard otherwise";
}

TEST(MoodMemory, HasRoomForAllThatItHolds) {
  MoodMemory memory;
  MoodWriter writer(memory);
  writer(std::array<double, kMoodMemoryBytes / 8>{});
  EXPECT_EQ(writer.size(), kMoodMemoryBytes) << "counts what finds no room";
  EXPECT_LE(MoodChain::memory_bytes(), kMoodMemoryBytes - 4);
}

TEST(MoodMemory, NumbersComeBackAsTheyWentIn) {
  MoodMemory memory;
  MoodWriter writer(memory);
  writer(-1.5, std::nanf("1"), std::int32_t{-7}, std::uint16_t{65'535}, true,
         Mood::kSymptomatic, std::array<std::uint8_t, 2>{3, 4});
  MoodReader reader(memory);
  double d = 0.0;
  float f = 0.0F;
  std::int32_t i = 0;
  std::uint16_t u = 0;
  bool b = false;
  Mood mood = Mood::kUnknown;
  std::array<std::uint8_t, 2> list{};
  reader(d, f, i, u, b, mood, list);
  EXPECT_EQ(d, -1.5);
  EXPECT_EQ(std::bit_cast<std::uint32_t>(f),
            std::bit_cast<std::uint32_t>(std::nanf("1")));
  EXPECT_EQ(i, -7);
  EXPECT_EQ(u, 65'535);
  EXPECT_TRUE(b);
  EXPECT_EQ(mood, Mood::kSymptomatic);
  EXPECT_EQ(list[0] + 10 * list[1], 43);
}

}  // namespace
}  // namespace homeostat::biomarkers
