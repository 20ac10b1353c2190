// SAF-271 to SAF-273: boosted trees decide only while they can, and otherwise the
// detectors beside them do.
#include "biomarkers/tree_detector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "biomarkers/biomarker_bank.h"
#include "tests/biomarkers/sensor.h"
#include "tests/support/tree_models.h"

namespace homeostat::biomarkers {
namespace {

using homeostat::testing::made_of;
using homeostat::testing::TreeModelParts;

constexpr float kDrift = 1.0F;
constexpr float kAlarmAt = 4.0F;

TEST(OddsSum, AlarmsAboveItsThresholdNotAtIt) {
  OddsSum sum;
  sum.add(5.0F, kDrift, kAlarmAt);
  EXPECT_EQ(sum.value(), 4.0F);
  EXPECT_FALSE(sum.alarm());
  sum.add(1.5F, kDrift, kAlarmAt);
  EXPECT_TRUE(sum.alarm());
}

TEST(OddsSum, NeverFallsBelowZeroNorRisesAboveTwiceTheThreshold) {
  OddsSum sum;
  for (int i = 0; i < 10; ++i) sum.add(-6.0F, kDrift, kAlarmAt);
  EXPECT_EQ(sum.value(), 0.0F);
  for (int i = 0; i < 10; ++i) sum.add(6.0F, kDrift, kAlarmAt);
  EXPECT_EQ(sum.value(), 8.0F);
}

TEST(OddsSum, NoHalfSecondCountsForMoreThanSix) {
  OddsSum sum;
  sum.add(100.0F, kDrift, 50.0F);
  EXPECT_EQ(sum.value(), 5.0F);
  sum.add(4.0F, kDrift, 50.0F);
  sum.add(-100.0F, kDrift, 50.0F);
  EXPECT_EQ(sum.value(), 1.0F);
}

TEST(OddsSum, EndsAfterEightHalfSecondsBelowZero) {
  OddsSum sum;
  for (int i = 0; i < 3; ++i) sum.add(6.0F, kDrift, kAlarmAt);
  for (int i = 0; i < 7; ++i) sum.add(-0.1F, kDrift, kAlarmAt);
  EXPECT_TRUE(sum.alarm());
  sum.add(0.0F, kDrift, kAlarmAt);  // not below: counts anew
  for (int i = 0; i < 7; ++i) sum.add(-0.1F, kDrift, kAlarmAt);
  EXPECT_TRUE(sum.alarm());
  sum.add(-0.1F, kDrift, kAlarmAt);
  EXPECT_FALSE(sum.alarm());
  EXPECT_EQ(sum.value(), 0.0F);
}

// Trees that see a seizure where the line length exceeds 2^5 uV a sample.
TreeModelParts loud() {
  return {.trees = {{.feature = 0, .threshold = 49, .left = -3, .right = 3}},
          .levels_per_unit = 10.0F};
}

TreeSettings on_channels(int count, int votes, const TreeModelParts& parts = loud()) {
  TreeSettings settings;
  settings.channel_count = static_cast<std::uint8_t>(count);
  for (int i = 0; i < count; ++i)
    settings.channels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
  settings.votes = static_cast<std::uint8_t>(votes);
  settings.drift = kDrift;
  settings.alarm_at = kAlarmAt;
  settings.model = made_of(parts);
  return settings;
}

BiomarkerSettings settings_with(const TreeSettings& trees) {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = std::max<std::uint8_t>(trees.channel_count, 1);
  settings.detector_count = 1;
  settings.detectors[0] = line_length_ratio(2.0F);
  settings.quality.flat_time = 10_s;
  settings.trees = trees;
  return settings;
}

// A bank and what it hears: background of about 20 uV, each channel as loud as told.
class Bench {
 public:
  explicit Bench(const TreeSettings& trees)
      : settings_(settings_with(trees)), bank_(settings_), source_(settings_) {}

  const Biomarkers& hear(double seconds, bool armed = false) {
    for (int i = 0; i < static_cast<int>(seconds / 0.032 + 0.5); ++i) {
      const SampleFrame& frame = source_.next([this](int channel, int sample) {
        return gain[static_cast<std::size_t>(channel)] * background_uv(channel, sample);
      });
      seen_ = bank_.update(frame, armed, model);
    }
    return seen_;
  }

  std::array<float, kMaxChannels> gain{1, 1, 1, 1, 1, 1, 1, 1};
  TreeModel& model = settings_.trees.model;
  SampleFrame& frame() { return source_.frame(); }

 private:
  BiomarkerSettings settings_;
  BiomarkerBank bank_;
  FrameSource source_;
  Biomarkers seen_;
};

TEST(TreeDetector, Saf271_BeforeAMinuteOfBackgroundTheOtherDetectorsDecide) {
  Bench bench(on_channels(1, 1));
  EXPECT_FALSE(bench.hear(59.0).trees.valid);
  bench.gain[0] = 4.0F;
  EXPECT_TRUE(bench.hear(1.0).seizure) << "the line length saw it";
  bench.gain[0] = 1.0F;
  EXPECT_TRUE(bench.hear(6.0).trees.valid);
}

TEST(TreeDetector, SeesWhatItsModelSeesWithinTwoSeconds) {
  Bench bench(on_channels(1, 1));
  EXPECT_FALSE(bench.hear(70.0).seizure);
  EXPECT_EQ(bench.hear(0.0).trees.alarms, 0);
  EXPECT_EQ(bench.hear(0.0).trees.log_odds, -3.0F);
  bench.gain[0] = 4.0F;
  EXPECT_TRUE(bench.hear(2.5).seizure);
  EXPECT_EQ(bench.hear(0.0).trees.alarms, 1);
  bench.gain[0] = 1.0F;
  EXPECT_TRUE(bench.hear(3.0).seizure);
  EXPECT_FALSE(bench.hear(6.0).seizure) << "eight half seconds, the vote's two, 640 ms";
}

// The detector beside them rises with any gain; trees that never see anything overrule
// it.
TEST(TreeDetector, Saf271_WhereTreesCanDecideTheyDo) {
  TreeModelParts never = loud();
  never.trees[0].right = -3;
  Bench bench(on_channels(1, 1, never));
  bench.hear(70.0);
  bench.gain[0] = 4.0F;
  const Biomarkers& seen = bench.hear(2.0);
  EXPECT_EQ(seen.votes, 1);
  EXPECT_TRUE(seen.trees.valid);
  EXPECT_FALSE(seen.seizure);
}

TEST(TreeDetector, Saf272_AModelThatChangedInMemoryIsNotBelieved) {
  Bench bench(on_channels(1, 1));
  bench.hear(70.0);
  ASSERT_TRUE(bench.hear(0.0).trees.valid);
  bench.model.bytes[243] ^= 1U;
  EXPECT_FALSE(bench.hear(2 * 0.5 * (254 - 4) / 32.0 + 1.0).trees.valid);
  bench.model.bytes[243] ^= 1U;
  EXPECT_FALSE(bench.hear(20.0).trees.valid) << "never again before a restart";
  bench.gain[0] = 4.0F;
  EXPECT_TRUE(bench.hear(2.0).seizure) << "the line length saw it";
}

TEST(TreeDetector, Saf272_AModelWithoutChangeIsBelievedForEver) {
  Bench bench(on_channels(1, 1));
  bench.hear(62.0);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(bench.hear(1.0).trees.valid);
}

TEST(TreeDetector, Saf272_AModelOfAnotherSizeIsNotBelieved) {
  Bench bench(on_channels(1, 1));
  bench.hear(70.0);
  bench.model.size = 65535;
  EXPECT_FALSE(bench.hear(1.0).trees.valid);
}

TEST(TreeDetector, Saf272_ABrokenModelIsNoModel) {
  TreeSettings settings = on_channels(1, 1);
  settings.model.bytes[230] ^= 1U;
  Bench bench(settings);
  EXPECT_FALSE(bench.hear(70.0).trees.valid);
  bench.gain[0] = 4.0F;
  EXPECT_TRUE(bench.hear(2.0).seizure);
}

TEST(TreeDetector, AsManyChannelsMustAgreeAsTheProgramSays) {
  Bench bench(on_channels(3, 2));
  bench.hear(70.0);
  bench.gain[1] = 4.0F;
  EXPECT_EQ(bench.hear(3.0).trees.alarms, 1);
  EXPECT_FALSE(bench.hear(0.0).seizure);
  bench.gain[2] = 4.0F;
  EXPECT_EQ(bench.hear(3.0).trees.alarms, 2);
  EXPECT_TRUE(bench.hear(0.0).seizure);
}

TEST(TreeDetector, Saf273_WhereFewerChannelsCanBeReadAllOfThemAgree) {
  Bench bench(on_channels(2, 2));
  bench.hear(70.0);
  ASSERT_EQ(bench.hear(0.0).trees.channels, 2);
  bench.frame().front_end[0] = kLeadOff;
  EXPECT_EQ(bench.hear(1.0).trees.channels, 1);
  bench.gain[1] = 4.0F;
  EXPECT_TRUE(bench.hear(3.0).seizure);
}

TEST(TreeDetector, Saf273_WhereNoChannelCanBeReadTreesDoNotDecide) {
  Bench bench(on_channels(1, 1));
  bench.hear(70.0);
  bench.frame().front_end[0] = kLeadOff;
  EXPECT_FALSE(bench.hear(1.0).trees.valid);
  bench.frame().front_end[0] = 0;
  EXPECT_TRUE(bench.hear(4.0).trees.valid);
}

TEST(TreeDetector, NothingSpeaksForASeizureThatTheVetoCallsAnArtefact) {
  TreeModelParts parts = loud();
  parts.veto = {{.feature = 0, .threshold = 49, .left = -1, .right = 1}};
  Bench bench(on_channels(1, 1, parts));
  bench.hear(70.0);
  bench.gain[0] = 4.0F;
  const Biomarkers& seen = bench.hear(5.0);
  EXPECT_EQ(seen.trees.log_odds, 0.0F);
  EXPECT_FALSE(seen.seizure);
}

// Else a long seizure would become what the channel usually is.
TEST(TreeDetector, BackgroundIsNotLearntFromASeizureThatIsTreated) {
  TreeModelParts parts = loud();
  parts.trees[0] = {.feature = 13, .threshold = 29, .left = -3, .right = 3};  // 3 sigma
  Bench bench(on_channels(1, 1, parts));
  bench.hear(130.0);
  bench.gain[0] = 1.5F;
  ASSERT_EQ(bench.hear(2.0).trees.log_odds, 3.0F);
  EXPECT_EQ(bench.hear(400.0, true).trees.log_odds, 3.0F);
}

TEST(TreeDetector, WithoutTreesNothingChanges) {
  Bench bench({});
  EXPECT_FALSE(bench.hear(70.0).trees.valid);
  bench.gain[0] = 4.0F;
  EXPECT_TRUE(bench.hear(2.0).seizure);
}

}  // namespace
}  // namespace homeostat::biomarkers
