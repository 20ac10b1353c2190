// What a device would find in the bins of a depressed patient.
#include "models/mood_patient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/models/resistant_patient.h"

namespace homeostat::models {
namespace {

constexpr double kRate_hz = 250.0;
constexpr SensedPair kNear{0, 1};
constexpr SensedPair kFar{2, 3};
constexpr NoiseKey kKey{.seed = 5};

VirtualPatientSettings with(const MoodPatientSettings& mood) {
  VirtualPatientSettings s = resistant_patient();
  s.mood = mood;
  return s;
}

// Gamma of each of `bins`, while awake.
std::vector<double> gammas(MoodPatient& patient, int bins) {
  std::vector<double> all;
  for (int i = 0; i < bins; ++i) {
    if (!patient.asleep()) all.push_back(patient.band_power_log10(kNear, 30.0, 90.0));
    patient.advance({});
  }
  return all;
}

double mean(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

MoodPatientSettings well() {
  MoodPatientSettings s = resistant_mood();
  s.slow.dynamics.start = 1.2;
  s.slow.dynamics.tilt = 0.2;
  return s;
}

TEST(MoodPatient, HasMoreGammaWhereItIsDepressedAndNearItsSource) {
  MoodPatient ill(resistant_patient(), kRate_hz, kKey);
  MoodPatient fine(with(well()), kRate_hz, kKey);
  EXPECT_GT(ill.band_power_log10(kNear, 30, 90), ill.band_power_log10(kFar, 30, 90));
  EXPECT_GT(mean(gammas(ill, 20 * 144)), mean(gammas(fine, 20 * 144)) + 0.15);
}

TEST(MoodPatient, IsAsleepByNightGiveOrTakeAndShowsItInDeltaOverBeta) {
  MoodPatient patient(resistant_patient(), kRate_hz, kKey);
  std::set<std::uint64_t> lengths;
  std::uint64_t length = 0;
  for (int i = 0; i < 60 * 144; ++i) {
    const double minute = patient.minute_of_day();
    const bool asleep = patient.asleep();
    const bool night = minute > 120.0 && minute < 300.0;
    const bool day = minute > 540.0 && minute < 1260.0;
    EXPECT_TRUE(asleep ? !day : !night) << minute;
    EXPECT_EQ(patient.delta_over_beta_log10(kNear) > 0.65, asleep) << minute;
    if (!asleep && length > 0) lengths.insert(length);
    length = asleep ? length + 1 : 0;
    patient.advance({});
  }
  EXPECT_GT(lengths.size(), 5U);
}

TEST(MoodPatient, StartsAtItsMinuteOfTheDay) {
  MoodPatient patient(resistant_patient(), kRate_hz, kKey);
  EXPECT_EQ(patient.minute_of_day(), 480.0);
  for (int i = 0; i < 96; ++i) patient.advance({});
  EXPECT_EQ(patient.minute_of_day(), 0.0);
}

TEST(MoodPatient, TellsTheSameHoweverOftenItIsAsked) {
  MoodPatient once(resistant_patient(), kRate_hz, kKey);
  MoodPatient often(resistant_patient(), kRate_hz, kKey);
  for (int i = 0; i < 300; ++i) {
    (void)often.band_power_log10(kFar, 4.0, 8.0);
    (void)often.coherence(kNear, kFar, 30.0, 90.0);
    EXPECT_EQ(once.band_power_log10(kNear, 30.0, 90.0),
              often.band_power_log10(kNear, 30.0, 90.0));
    once.advance({});
    often.advance({});
  }
}

// Two arms differ by what therapy did to mood, not by another night or another noise.
TEST(MoodPatient, WithoutEffectSensesTheSameUnderTherapyAsUnderSham) {
  MoodPatient treated(with(without_effect(resistant_mood())), kRate_hz, kKey);
  MoodPatient sham(with(without_effect(resistant_mood())), kRate_hz, kKey);
  for (int i = 0; i < 60 * 144; ++i) {
    ASSERT_EQ(treated.asleep(), sham.asleep());
    ASSERT_EQ(treated.depression(), sham.depression());
    ASSERT_EQ(treated.band_power_log10(kNear, 30, 90),
              sham.band_power_log10(kNear, 30, 90));
    ASSERT_EQ(treated.coherence(kNear, kFar, 30, 90),
              sham.coherence(kNear, kFar, 30, 90));
    treated.advance(dose_of_bin(treated.bins_done(), 300.0));
    sham.advance({});
  }
}

TEST(MoodPatient, SharesNightsAndNoiseBetweenArmsThatDiffer) {
  MoodPatient treated(resistant_patient(), kRate_hz, kKey);
  MoodPatient sham(resistant_patient(), kRate_hz, kKey);
  for (int i = 0; i < 60 * 144; ++i) {
    ASSERT_EQ(treated.asleep(), sham.asleep());
    ASSERT_EQ(treated.rhythm_power(Rhythm::kBeta), sham.rhythm_power(Rhythm::kBeta));
    treated.advance(dose_of_bin(treated.bins_done(), 120.0));
    sham.advance({});
  }
  EXPECT_GT(treated.mood(), sham.mood() + 0.5);
}

TEST(MoodPatient, CoherenceIsOneOfAPairWithItselfAndLowBetweenOthers) {
  MoodPatient patient(resistant_patient(), kRate_hz, kKey);
  EXPECT_NEAR(patient.coherence(kNear, kNear, 30.0, 90.0), 1.0, 0.08);
  const double between = patient.coherence(kNear, kFar, 30.0, 90.0);
  EXPECT_GT(between, 0.0);
  EXPECT_LT(between, 0.3);
}

// Noise is of both channels, not of whichever is named first.
TEST(MoodPatient, CoherenceIsTheSameInEitherOrder) {
  MoodPatient patient(resistant_patient(), kRate_hz, kKey);
  for (int i = 0; i < 144; ++i, patient.advance({})) {
    ASSERT_EQ(patient.coherence(kNear, kFar, 30.0, 90.0),
              patient.coherence(kFar, kNear, 30.0, 90.0));
  }
}

TEST(MoodPatient, WhoGoesToBedAtMidnightIsAsleepBeforeItOnSomeEvenings) {
  MoodPatientSettings s = resistant_mood();
  s.sleep = {0.0, 480.0, 60.0};
  MoodPatient patient(with(s), kRate_hz, kKey);
  int early = 0;
  for (int i = 0; i < 60 * 144; ++i, patient.advance({}))
    early += patient.asleep() && patient.minute_of_day() >= 1320.0;
  EXPECT_GT(early, 10);
  EXPECT_LT(early, 60 * 12);
}

TEST(MoodPatient, DepressionIsWhatMadrsCouldScore) {
  MoodPatient patient(resistant_patient(), kRate_hz, kKey);
  EXPECT_NEAR(patient.depression(), 18.0 + 12.0 * 1.2, 1e-12);
  MoodPatientSettings s = resistant_mood();
  s.slow.dynamics.start = 2.9;
  EXPECT_EQ(MoodPatient(with(s), kRate_hz, kKey).depression(), 0.0);
  s.madrs_per_mood = 60.0;
  s.slow.dynamics.start = -2.9;
  EXPECT_EQ(MoodPatient(with(s), kRate_hz, kKey).depression(), 60.0);
}

TEST(MoodPatient, OfAPatientWithoutAMoodIsRefused) {
  EXPECT_THROW(MoodPatient(demo_patient(), kRate_hz, kKey), std::invalid_argument);
  VirtualPatientSettings bad = resistant_patient();
  bad.mood.wander_hours = 0.0;
  EXPECT_THROW(MoodPatient(bad, kRate_hz, kKey), std::invalid_argument);
}

std::set<std::string> faults_of(const VirtualPatientSettings& settings) {
  std::set<std::string> fields;
  for (const SettingsFault& fault : validate(settings)) {
    EXPECT_FALSE(fault.why.empty()) << fault.field;
    fields.insert(fault.field);
  }
  return fields;
}

TEST(MoodPatientSettings, OfTheTestsPatientHoldAndNeedNoResponse) {
  VirtualPatientSettings s = resistant_patient();
  EXPECT_TRUE(faults_of(s).empty());
  s.response = {};
  s.seconds_per_unit = 0.0;
  EXPECT_TRUE(faults_of(s).empty());
}

TEST(MoodPatientSettings, HaveNoDefaultThatPasses) {
  VirtualPatientSettings s = resistant_patient();
  s.mood = {};
  const auto faults = faults_of(s);
  for (const char* field :
       {"mood.dynamics.time_days", "mood.plasticity.half_uc_per_day",
        "mood.plasticity.time_days", "mood.over_stimulation.tolerated_uc_per_day",
        "mood.expectancy.fade_days", "mood.life_events.fade_days",
        "mood.sleep.length_minutes", "mood.delta.centre_hz", "mood.beta.half_width_hz",
        "mood.activity.centre_hz", "mood.wander_hours"}) {
    EXPECT_TRUE(faults.count(field)) << field;
  }
}

TEST(MoodPatientSettings, RangesIncludeTheirEndsAndRefuseWhatIsNoNumber) {
  VirtualPatientSettings s = resistant_patient();
  for (const double good : {0.25, 60.0}) {
    s.mood.slow.dynamics.time_days = good;
    EXPECT_TRUE(faults_of(s).empty()) << good;
  }
  for (const double bad :
       {std::nextafter(0.25, 0.0), std::nextafter(60.0, 61.0), std::nan("")}) {
    s.mood.slow.dynamics.time_days = bad;
    EXPECT_EQ(faults_of(s), std::set<std::string>{"mood.dynamics.time_days"}) << bad;
  }
}

TEST(MoodPatientSettings, OfTheOtherNodeAreNotAsked) {
  VirtualPatientSettings s = resistant_patient();
  s.mood.vacc = {99.0, 99.0, 99.0};
  EXPECT_TRUE(faults_of(s).empty());
  s.model = ModelKind::kVaccDlpfc;
  EXPECT_EQ(faults_of(s).size(), 3U);
}

}  // namespace
}  // namespace homeostat::models
