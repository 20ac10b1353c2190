// Rules of detection by boosted trees.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"
#include "tests/support/tree_models.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::TreeSettings;
using homeostat::testing::made_of;

// A sound program whose trees listen to `channels` of its three.
TherapyProgram with_trees(int channels = 2, int votes = 2) {
  TherapyProgram program = responsive_program();
  biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  sensing.sample_rate_hz = 250.0F;
  sensing.channel_count = 3;
  for (std::size_t i = 1; i < 3; ++i) {
    sensing.channels[i] = sensing.channels[0];
    sensing.channels[i].label[0] = static_cast<char>('P' + i);
  }
  sensing.trees = {.channel_count = static_cast<std::uint8_t>(channels),
                   .channels = {0, 1, 2, 0},
                   .votes = static_cast<std::uint8_t>(votes),
                   .drift = 1.0F,
                   .alarm_at = 6.0F,
                   .model = made_of({})};
  return program;
}

template <class Change>
Findings changed(const Change& change) {
  TherapyProgram program = with_trees();
  change(program.biomarkers.trees);
  return Findings(program);
}

TEST(ValidateTrees, Saf274_SoundTreesAreAcceptedWithoutAWord) {
  EXPECT_EQ(Findings(with_trees(1, 1)).text(), "");
  EXPECT_EQ(Findings(with_trees(2, 2)).text(), "");
  EXPECT_EQ(Findings(with_trees(3, 3)).text(), "");
}

TEST(ValidateTrees, Saf274_WithoutChannelsAndModelThereAreNone) {
  EXPECT_EQ(changed([](TreeSettings& trees) { trees = {}; }).text(), "");
  EXPECT_TRUE(changed([](TreeSettings& trees) {
                trees.channel_count = 0;
              }).refuse("biomarkers.trees.listens_to"));
  EXPECT_TRUE(changed([](TreeSettings& trees) {
                trees.model = {};
              }).refuse("biomarkers.trees.model"));
}

TEST(ValidateTrees, Saf274_ChannelsAreTheProgramsAndEachListensOnce) {
  TherapyProgram program = with_trees(3, 2);
  program.biomarkers.trees.channels[1] = 3;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.trees.listens_to[1]"));
  program.biomarkers.trees.channels[1] = 0;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.trees.listens_to[1]"));
  program.biomarkers.trees.channels[1] = 2;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.trees.listens_to[2]"));
  program = with_trees(3, 2);
  program.biomarkers.trees.channels[0] = 3;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.trees.listens_to[0]"));
  program = with_trees(5, 2);
  EXPECT_TRUE(Findings(program).refuse("biomarkers.trees.listens_to"));
  EXPECT_EQ(Findings(program).of("biomarkers.trees.listens_to").highest, 4.0);
  EXPECT_FALSE(Findings(program).refuse("biomarkers.trees.listens_to[4]"))
      << "there is none";
}

TEST(ValidateTrees, Saf274_VotesAreOneAtLeastAndAtMostAllChannels) {
  EXPECT_TRUE(Findings(with_trees(2, 0)).refuse("biomarkers.trees.votes"));
  EXPECT_TRUE(Findings(with_trees(2, 3)).refuse("biomarkers.trees.votes"));
  EXPECT_TRUE(Findings(with_trees(2, 1)).accepted);
  EXPECT_TRUE(Findings(with_trees(2, 1)).advise("biomarkers.trees.votes"));
}

TEST(ValidateTrees, Saf274_DriftAndAlarmLieInTheirRanges) {
  const auto drift = [](float value) {
    return changed([=](TreeSettings& trees) { trees.drift = value; })
        .refuse("biomarkers.trees.drift");
  };
  EXPECT_FALSE(drift(0.0F));
  EXPECT_FALSE(drift(5.5F));
  for (const float bad : {-0.01F, 5.51F, std::nanf("")}) EXPECT_TRUE(drift(bad)) << bad;
  const auto alarm = [](float value) {
    return changed([=](TreeSettings& trees) { trees.alarm_at = value; })
        .refuse("biomarkers.trees.alarm_at");
  };
  EXPECT_FALSE(alarm(0.5F));
  EXPECT_FALSE(alarm(100.0F));
  for (const float bad : {0.49F, 100.1F, std::nanf("")}) EXPECT_TRUE(alarm(bad)) << bad;
}

TEST(ValidateTrees, Saf274_TheRateIsOneOfTheirFeatures) {
  for (const float rate_hz : {127.0F, 128.0F, 256.0F, 257.0F}) {
    TherapyProgram program = with_trees();
    program.biomarkers.sample_rate_hz = rate_hz;
    EXPECT_EQ(Findings(program).refuse("biomarkers.sample_rate_hz"),
              rate_hz < 128.0F || rate_hz > 256.0F)
        << rate_hz;
  }
}

TEST(ValidateTrees, Saf270_ABrokenModelIsRefusedWithItsReason) {
  const Findings findings =
      changed([](TreeSettings& trees) { trees.model.bytes[100] ^= 1U; });
  EXPECT_FALSE(findings.accepted);
  EXPECT_STREQ(findings.of("biomarkers.trees.model").why, "its checksum does not hold");
}

}  // namespace
}  // namespace homeostat::controller::testing
