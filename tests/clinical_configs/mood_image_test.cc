// Therapies of depression in a program's image.
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string>

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

config::MoodSettings a_biomarker() {
  config::MoodSettings mood =
      shipped(Written("depression/amygdala_gamma_dosed")).biomarkers().mood();
  config::MoodFeature& power = *mood.mutable_features(0);
  power.set_name("power");
  power.set_channel(1);
  power.set_band_low_hz(31.0F);
  power.set_band_high_hz(62.0F);
  power.set_typical(1.5F);
  power.set_deviation(0.25F);
  power.set_weight(-2.0F);
  config::MoodFeature& coherence = *mood.mutable_features(1);
  coherence = power;
  coherence.set_name("coherence");
  coherence.set_measure(config::MoodFeature::COHERENCE);
  coherence.set_channel(2);
  coherence.set_other_channel(3);
  mood.mutable_sleep()->set_channel(1);
  mood.mutable_record()->set_clauses(9);
  mood.mutable_record()->set_clauses_held(8);
  mood.mutable_record()->set_valid_days(7);
  return mood;
}

template <std::size_t kSize>
std::string text_of(const std::array<char, kSize>& text) {
  return text.data();
}

TEST(MoodImage, AMoodBiomarkersFeaturesAreReadInFull) {
  config::TherapyProgram message = shipped(Written("depression/amygdala_gamma_dosed"));
  *message.mutable_biomarkers()->mutable_mood() = a_biomarker();
  const Decoded decoded = decode(message);
  EXPECT_EQ(decoded.faults, Faults{});
  const biomarkers::MoodSettings& read = decoded.program.biomarkers.mood;
  ASSERT_EQ(read.feature_count, 2);
  const biomarkers::MoodFeatureSettings& power = read.features[0];
  EXPECT_EQ(text_of(power.name), "power");
  EXPECT_EQ(power.measure, biomarkers::MoodMeasure::kBandPower);
  EXPECT_EQ(power.channel, 1);
  EXPECT_EQ(power.band_low_hz, 31.0F);
  EXPECT_EQ(power.band_high_hz, 62.0F);
  EXPECT_EQ(power.typical, 1.5F);
  EXPECT_EQ(power.deviation, 0.25F);
  EXPECT_EQ(power.weight, -2.0F);
  EXPECT_EQ(read.features[1].measure, biomarkers::MoodMeasure::kCoherence);
  EXPECT_EQ(read.features[1].channel, 2);
  EXPECT_EQ(read.features[1].other_channel, 3);
}

TEST(MoodImage, AMoodBiomarkersOwnFieldsAreReadInFull) {
  config::TherapyProgram message = shipped(Written("depression/amygdala_gamma_dosed"));
  const config::MoodSettings mood = a_biomarker();
  *message.mutable_biomarkers()->mutable_mood() = mood;
  const Decoded decoded = decode(message);
  const biomarkers::MoodSettings& read = decoded.program.biomarkers.mood;
  EXPECT_EQ(read.bias, mood.bias());
  EXPECT_EQ(read.smoothing.count(), mood.smoothing_min() * 60'000'000LL);
  EXPECT_EQ(read.on, mood.on());
  EXPECT_EQ(read.off, mood.off());
  EXPECT_EQ(read.on_bins, mood.on_bins());
  EXPECT_EQ(read.off_bins, mood.off_bins());
  EXPECT_EQ(read.sick_from, mood.sick_from());
  EXPECT_EQ(read.sensed_while, biomarkers::SensedWhile::kOff);
  EXPECT_EQ(read.exclusion.count(), mood.exclusion_s() * 1'000'000LL);
  EXPECT_EQ(read.daily_memory.count(), mood.daily_memory_d() * 86'400'000'000LL);
  EXPECT_EQ(read.scale_memory.count(), mood.scale_memory_d() * 86'400'000'000LL);
  EXPECT_EQ(read.hold_off.count(), mood.hold_off_h() * 3'600'000'000LL);
  EXPECT_TRUE(read.has_sleep);
  EXPECT_EQ(read.sleep.channel, 1);
  EXPECT_EQ(read.sleep.ratio_log10, mood.sleep().ratio_log10());
  EXPECT_EQ(read.sleep.night_log10, mood.sleep().night_log10());
  EXPECT_EQ(read.sleep.night_from_minute, mood.sleep().night_from_minute());
  EXPECT_EQ(read.sleep.night_to_minute, mood.sleep().night_to_minute());
  EXPECT_EQ(text_of(read.circumstances.lead), mood.circumstances().lead());
  EXPECT_EQ(text_of(read.circumstances.gain), mood.circumstances().gain());
  EXPECT_EQ(text_of(read.circumstances.medication), mood.circumstances().medication());
  EXPECT_TRUE(read.has_record);
  EXPECT_EQ(text_of(read.record.approver), mood.record().approver());
  EXPECT_EQ(text_of(read.record.date), mood.record().date());
  EXPECT_EQ(read.record.valid_days, 7);
  EXPECT_EQ(read.record.clauses, 9);
  EXPECT_EQ(read.record.clauses_held, 8);
  EXPECT_EQ(read.record.made_for, mood.record().made_for());
}

// Each on its own: missing, or given where it means nothing.
TEST(MoodImage, Saf170_EachFieldOfAMoodBiomarkerIsWanted) {
  const auto faults_of = [](const auto& change) {
    config::TherapyProgram message = shipped(Written("depression/amygdala_gamma_dosed"));
    config::MoodSettings& mood = *message.mutable_biomarkers()->mutable_mood();
    mood = a_biomarker();
    change(mood);
    return decode(message).faults;
  };
  const std::string at = "biomarkers.mood.";
  EXPECT_EQ(faults_of([](auto& m) { m.mutable_record()->clear_evidence_sha256(); }),
            Faults{at + "record.evidence_sha256: missing"});
  const auto faults_of_hash = [&](const std::string& text) {
    return faults_of([&](auto& m) { m.mutable_record()->set_evidence_sha256(text); });
  };
  const std::string hash = "0123456789abcdefABCDEF99" + std::string(39, 'c');
  for (const char last : {'0', '9', 'a', 'f', 'A', 'F'})
    EXPECT_EQ(faults_of_hash(hash + last), Faults{}) << last;
  const Faults no_hash{at +
                       "record.evidence_sha256: not a SHA-256 of 64 hexadecimal digits"};
  for (const char last : {'/', ':', '@', 'G', '`', 'g'})
    EXPECT_EQ(faults_of_hash(hash + last), no_hash) << last;
  EXPECT_EQ(faults_of_hash(hash), no_hash);
  EXPECT_EQ(faults_of_hash('g' + hash), no_hash);
  EXPECT_EQ(faults_of([](auto& m) { m.mutable_record()->clear_made_for(); }),
            Faults{at + "record.made_for: missing"});
  EXPECT_EQ(faults_of([](auto& m) { m.clear_hold_off_h(); }),
            Faults{at + "hold_off_h: missing"});
  EXPECT_EQ(faults_of([](auto& m) { m.mutable_features(0)->set_other_channel(1); }),
            Faults{at + "features[0].other_channel: given, but this measure has no use "
                        "for it"});
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
