// Therapies of depression in a program's image.
#include <gtest/gtest.h>

#include <limits>

#include "tests/clinical_configs/decoded.h"

namespace homeostat::clinical_configs {
namespace {

// Every field of a controller of band power.
config::ProportionalSettings a_controller() {
  config::ProportionalSettings settings;
  *settings.add_outputs() = shipped(open_loop()).open_loop().outputs(0);
  settings.set_feature(3);
  settings.set_target_log10(1.25F);
  settings.set_smoothing_s(9.0F);
  settings.set_gain_ua(410.0F);
  settings.set_integral_ua_per_s(0.5F);
  settings.set_lowest_ua(120);
  settings.set_rise_ua_per_s(31);
  settings.set_fall_ua_per_s(47);
  return settings;
}

TEST(MoodImage, AControllerOfBandPowerIsReadInFull) {
  config::TherapyProgram message = shipped();
  message.clear_responsive();
  message.set_policy(config::TherapyProgram::PROPORTIONAL);
  *message.mutable_proportional() = a_controller();
  const Decoded decoded = decode(message);
  EXPECT_EQ(decoded.faults, Faults{});
  const controller::ProportionalSettings& read = decoded.program.proportional;
  EXPECT_EQ(read.outputs[0].amplitude.count(),
            message.proportional().outputs(0).amplitude_ua());
  EXPECT_EQ(read.feature, 3);
  EXPECT_EQ(read.target_log10, 1.25F);
  EXPECT_EQ(read.smoothing_s, 9.0F);
  EXPECT_EQ(read.gain_ua, 410.0F);
  EXPECT_EQ(read.integral_ua_per_s, 0.5F);
  EXPECT_EQ(read.lowest.count(), 120);
  EXPECT_EQ(read.rise_ua_per_s, 31);
  EXPECT_EQ(read.fall_ua_per_s, 47);
}

TEST(MoodImage, Saf170_TimesBeyondAllCountingAreRefused) {
  config::TherapyProgram message = shipped(Written("depression/amygdala_gamma_dosed"));
  for (const std::int32_t days : {std::numeric_limits<std::int32_t>::max(),
                                  std::numeric_limits<std::int32_t>::min()}) {
    message.mutable_biomarkers()->mutable_mood()->set_daily_memory_d(days);
    EXPECT_EQ(decode(message).faults,
              Faults{"biomarkers.mood.daily_memory_d: too large or too small a number"});
  }
}

TEST(MoodImage, Saf170_TherapiesOfDepressionAreThereExactlyWhereTheyAreChosen) {
  const auto dosed = shipped(Written("depression/amygdala_gamma_dosed")).dosed();
  const auto schedule = shipped(Written("depression/vs_schedule")).schedule();
  const struct {
    config::TherapyProgram::Policy policy;
    std::string name;
    std::string chosen;
  } sections[] = {{config::TherapyProgram::DOSED, "dosed", "DOSED"},
                  {config::TherapyProgram::PROPORTIONAL, "proportional", "PROPORTIONAL"},
                  {config::TherapyProgram::SCHEDULE, "schedule", "SCHEDULE"}};
  for (const auto& section : sections) {
    config::TherapyProgram message = shipped();
    message.clear_responsive();
    message.set_policy(section.policy);
    EXPECT_EQ(decode(message).faults, Faults{section.name + ": missing"});
    message = shipped();
    if (section.name == "dosed") *message.mutable_dosed() = dosed;
    if (section.name == "proportional") *message.mutable_proportional() = a_controller();
    if (section.name == "schedule") *message.mutable_schedule() = schedule;
    EXPECT_EQ(decode(message).faults,
              Faults{section.name + ": given, but the policy is not " + section.chosen});
    message = shipped();  // what is given is read all the same
    if (section.name == "dosed") message.mutable_dosed();
    if (section.name == "proportional") message.mutable_proportional();
    if (section.name == "schedule") message.mutable_schedule();
    EXPECT_GT(decode(message).faults.size(), 1U) << section.name;
  }
}

}  // namespace
}  // namespace homeostat::clinical_configs
