// What stimulation does to the patient, on average: the directions that a plant must get
// right before any controller is tried on it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/models/demo_patient.h"

namespace homeostat::models {
namespace {

constexpr std::uint64_t kSecond_us = 1'000'000;

// Stimulates as an all-knowing device would: 3 s after the model began to discharge, and
// again every 2 s until it stops. Amplitude zero: never.
VirtualPatient& lives_under(VirtualPatient& patient, std::int32_t amplitude_ua,
                            std::uint64_t burst_us, std::uint64_t seconds) {
  std::uint64_t wait_us = 0;
  safety::StimCommand command = safety::StimCommand::off();
  for (std::uint64_t now_us = 0; now_us < seconds * kSecond_us; now_us += kFrame_us) {
    wait_us = patient.in_seizure() ? wait_us + kFrame_us : 0;
    if (wait_us >= 3 * kSecond_us) {
      command = forge(burst(amplitude_ua, now_us, burst_us));
      wait_us = kSecond_us;
    }
    step(patient, command);
  }
  return patient;
}

double seconds_in_seizure_under(const VirtualPatientSettings& settings,
                                std::uint64_t seed, std::int32_t amplitude_ua,
                                std::uint64_t burst_us, std::uint64_t seconds) {
  VirtualPatient patient(settings, demo_setup(), {seed, 0, 0});
  return seconds_in_seizure(lives_under(patient, amplitude_ua, burst_us, seconds));
}

// Share of discharges that one burst ends, over 24 phases of the cycle. The discharge
// itself is provoked in a patient without noise.
double aborted_share(std::int32_t amplitude_ua, std::uint64_t burst_us) {
  VirtualPatientSettings settings = demo_patient();
  settings.spike_wave.noise_per_sqrt_s = 0.0;
  int aborted = 0;
  for (std::uint64_t phase = 0; phase < 24; ++phase) {
    VirtualPatient patient(settings, demo_setup(), {1, 0, 0});
    const auto provoke = burst(7000, 1 * kSecond_us, 100'000);
    const auto treat = burst(amplitude_ua, 5 * kSecond_us + phase * 13'957, burst_us);
    bool discharging = false;
    for (std::uint64_t now_us = 0; now_us < 9 * kSecond_us; now_us += kFrame_us) {
      step(patient, forge(provoke, treat));
      if (now_us == 4 * kSecond_us) discharging = patient.in_seizure();
    }
    EXPECT_TRUE(discharging);
    aborted += patient.in_seizure() ? 0 : 1;
  }
  return aborted / 24.0;
}

// Does a burst in quiet start a discharge that outlasts it by a second?
bool provokes(std::int32_t amplitude_ua) {
  VirtualPatientSettings settings = demo_patient();
  settings.spike_wave.noise_per_sqrt_s = 0.0;
  VirtualPatient patient(settings, demo_setup(), {1, 0, 0});
  for (std::uint64_t now_us = 0; now_us < 6 * kSecond_us; now_us += kFrame_us) {
    step(patient, forge(burst(amplitude_ua, 2 * kSecond_us, 100'000)));
  }
  return patient.in_seizure();
}

TEST(PatientLaws, UntreatedItSeizesSeveralTimesInTenMinutesAtRandom) {
  std::vector<double> gaps_s, lengths_s;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    VirtualPatient patient(demo_patient(), demo_setup(), {seed, 0, 0});
    for (std::uint64_t now_us = 0; now_us < 600 * kSecond_us; now_us += kFrame_us) {
      step(patient);
    }
    const auto seizures = patient.seizures();
    EXPECT_GE(seizures.size(), 2U) << seed;
    for (std::size_t i = 0; i < seizures.size(); ++i) {
      lengths_s.push_back(seizures[i].end_s - seizures[i].onset_s);
      if (i > 0) gaps_s.push_back(seizures[i].onset_s - seizures[i - 1].end_s);
    }
  }
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0.0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
  };
  double spread = 0.0;
  for (const double gap : gaps_s) spread += std::pow(gap - mean(gaps_s), 2);
  spread = std::sqrt(spread / static_cast<double>(gaps_s.size()));
  EXPECT_GT(mean(lengths_s), 15.0);
  EXPECT_LT(mean(lengths_s), 60.0);
  EXPECT_GT(mean(gaps_s), 40.0);
  EXPECT_GT(spread / mean(gaps_s), 0.3);
}

TEST(PatientLaws, MoreCurrentEndsMoreDischargesBelowTheAfterDischargeThreshold) {
  double before = 0.0;
  for (const int ua : {0, 200, 500, 1000, 2000}) {
    const double share = aborted_share(ua, 500'000);
    EXPECT_GE(share, before) << ua;
    before = share;
  }
  EXPECT_EQ(aborted_share(100, 500'000), 0.0);  // recruits nothing
  EXPECT_GE(before, 0.8);
}

TEST(PatientLaws, ALongerBurstEndsMoreDischarges) {
  const double brief = aborted_share(2000, 100'000);
  EXPECT_GT(brief, 0.05);
  EXPECT_LT(brief, aborted_share(2000, 500'000));
}

TEST(PatientLaws, AboveTheAfterDischargeThresholdNoDischargeIsEnded) {
  EXPECT_EQ(aborted_share(7000, 100'000), 0.0);
}

TEST(PatientLaws, OnlyAboveTheAfterDischargeThresholdABurstProvokes) {
  for (const int ua : {500, 2000, 4000, 5000}) EXPECT_FALSE(provokes(ua)) << ua;
  for (const int ua : {6000, 7000, 9000}) EXPECT_TRUE(provokes(ua)) << ua;
}

// Too much keeps the patient seizing but for pauses: 562 of 900 s, where 289 are
// untreated.
TEST(PatientLaws, TreatmentHalvesTheTimeInSeizureAndTooMuchNearlyDoublesIt) {
  double untreated_s = 0.0, brief_s = 0.0, long_s = 0.0, excessive_s = 0.0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const VirtualPatientSettings settings = demo_patient();
    untreated_s += seconds_in_seizure_under(settings, seed, 0, 100'000, 300);
    brief_s += seconds_in_seizure_under(settings, seed, 2000, 100'000, 300);
    long_s += seconds_in_seizure_under(settings, seed, 2000, 500'000, 300);
    excessive_s += seconds_in_seizure_under(settings, seed, 7000, 100'000, 300);
  }
  EXPECT_LT(brief_s, 0.5 * untreated_s);
  EXPECT_LT(long_s, brief_s);
  EXPECT_GT(excessive_s, 1.8 * untreated_s);
}

VirtualPatientSettings epileptor_patient() {
  VirtualPatientSettings settings = demo_patient();
  settings.model = ModelKind::kEpileptor;
  settings.seconds_per_unit = 0.05;
  settings.epileptor = {.excitability = -2.07,
                        .slow_noise_per_sqrt_unit = 0.03,
                        .fast_noise_per_sqrt_unit = 0.0224};
  settings.contacts[0].focus_gain_uv = 300.0;
  settings.contacts[1].focus_gain_uv = 0.0;
  settings.response.acute_effect = -100.0;
  settings.response.after_discharge_effect = 0.0;
  return settings;
}

TEST(PatientLaws, AnEpileptorBelowItsThresholdSeizesByChance) {
  VirtualPatient patient(epileptor_patient(), demo_setup(), {3, 0, 0});
  for (std::uint64_t now_us = 0; now_us < 1200 * kSecond_us; now_us += kFrame_us) {
    step(patient);
  }
  auto seizures = patient.seizures();
  if (patient.in_seizure()) seizures.pop_back();  // not over yet
  ASSERT_GE(seizures.size(), 4U);
  double shortest_s = 1e9, longest_s = 0.0;
  for (std::size_t i = 1; i < seizures.size(); ++i) {
    EXPECT_NEAR(seizures[i].end_s - seizures[i].onset_s, 30.0, 5.0);
    const double gap_s = seizures[i].onset_s - seizures[i - 1].end_s;
    shortest_s = std::min(shortest_s, gap_s);
    longest_s = std::max(longest_s, gap_s);
  }
  EXPECT_GT(shortest_s, 60.0);
  EXPECT_GT(longest_s, 1.2 * shortest_s);
}

// Through inhibitory afferents, as the spike-wave patient; below the effect that carries
// x1 from the seizing branch to the resting one, bursts do nothing.
TEST(PatientLaws, AVolleyOfEnoughEffectEndsAnEpileptorsSeizures) {
  double longest_s[2] = {};
  for (const bool enough : {false, true}) {
    VirtualPatientSettings settings = epileptor_patient();
    settings.response.acute_effect = enough ? -100.0 : -3.0;
    VirtualPatient patient(settings, demo_setup(), {2, 0, 0});
    const auto seizures = lives_under(patient, 4000, 500'000, 600).seizures();
    ASSERT_FALSE(seizures.empty());
    for (const auto& s : seizures) {
      longest_s[enough] = std::max(longest_s[enough], s.end_s - s.onset_s);
    }
  }
  EXPECT_GT(longest_s[false], 25.0);
  EXPECT_LT(longest_s[true], 12.0);
}

}  // namespace
}  // namespace homeostat::models
