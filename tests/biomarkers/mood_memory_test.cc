// What a mood biomarker remembers beyond a reset, and what it makes of it afterwards.
#include "biomarkers/mood_memory.h"

#include <gtest/gtest.h>

#include <bit>
#include <memory>
#include <random>

#include "biomarkers/mood_chain.h"
#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

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
