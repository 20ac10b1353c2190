#include "models/virtual_patient.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "tests/models/demo_patient.h"

namespace homeostat::models {
namespace {

using namespace homeostat::literals;
using biomarkers::SampleFrame;

bool same_signal(const SampleFrame& a, const SampleFrame& b) {
  return std::memcmp(a.samples_uv.data(), b.samples_uv.data(), sizeof a.samples_uv) ==
             0 &&
         a.front_end == b.front_end;
}

bool silent(const SampleFrame& frame) {
  return frame.echo[0].count == 0 && frame.echo[1].count == 0;
}

// A patient without noise and a front end without taste: what is sensed is the brain.
VirtualPatientSettings quiet_patient() {
  VirtualPatientSettings s = demo_patient();
  s.spike_wave.noise_per_sqrt_s = 0.0;
  s.sensing.background_uv_rms = 0.0;
  s.sensing.amplifier_noise_uv_rms = 0.0;
  s.sensing.high_pass_hz = 0.001;
  s.sensing.low_pass_hz = 1e5;
  s.sensing.step_uv = 1e-3;
  return s;
}

TEST(VirtualPatient, FillsFramesThatFollowEachOther) {
  VirtualPatient patient(demo_patient(), demo_setup(), {1, 0, 0}, Instant(7'000'000));
  for (std::uint32_t k = 0; k < 20; ++k) {
    const SampleFrame frame = step(patient);
    EXPECT_EQ(frame.time, Instant(7'000'000 + (k + 1) * kFrame_us));
    EXPECT_EQ(frame.sequence, k);
    EXPECT_EQ(frame.channel_count, 2);
    EXPECT_EQ(frame.sample_count, 8);
    EXPECT_TRUE(silent(frame));
    EXPECT_EQ(frame.battery, 3000_mV);
    EXPECT_EQ(frame.temperature.count(), 37000);
  }
}

TEST(VirtualPatient, KeepsTimeAtRatesThatDoNotDivideASecond) {
  DeviceSetup setup = demo_setup();
  setup.rate_hz = 256;
  setup.samples_per_frame = 10;
  VirtualPatient patient(demo_patient(), setup, {1, 0, 0});
  SampleFrame frame;
  for (int k = 0; k < 256; ++k) frame = step(patient);
  EXPECT_EQ(frame.time, Instant(10'000'000));
}

TEST(VirtualPatient, KeepsTimeAtARateThatIsNoWholeNumber) {
  DeviceSetup setup = demo_setup();
  setup.rate_hz = 250.5;
  VirtualPatient patient(demo_patient(), setup, {1, 0, 0});
  EXPECT_EQ(step(patient).time, Instant(31'936));  // 31936.1
  SampleFrame frame;
  for (int k = 1; k < 501; ++k) frame = step(patient);
  EXPECT_EQ(frame.time, Instant(16'000'000));
}

TEST(VirtualPatient, MeasuresTheImpedancesOfItsContactsNowAndThen) {
  VirtualPatientSettings settings = demo_patient();
  settings.impedance_check_period_s = 1.0;
  VirtualPatient patient(settings, demo_setup(), {1, 0, 0});
  const SampleFrame first = step(patient);
  EXPECT_TRUE(first.impedances[0].valid);
  EXPECT_EQ(first.impedances[0].value, 900_ohm);
  EXPECT_EQ(first.impedances[0].age, Microseconds(kFrame_us));
  EXPECT_FALSE(first.impedances[5].valid);
  Microseconds oldest;
  for (int k = 1; k < 100; ++k)
    oldest = std::max(oldest, step(patient).impedances[0].age);
  EXPECT_LT(oldest, 1_s);
  EXPECT_GT(oldest, 950_ms);
}

TEST(VirtualPatient, TwoRunsOfOneKeyAreEqualByteForByte) {
  VirtualPatient one(demo_patient(), demo_setup(), {5, 2, 1});
  VirtualPatient other(demo_patient(), demo_setup(), {5, 2, 1});
  for (std::uint64_t k = 0; k < 500; ++k) {
    const auto command = forge(burst(3000, 1'000'000, 100'000));
    ASSERT_TRUE(same_signal(step(one, command), step(other, command))) << k;
  }
}

TEST(VirtualPatient, EveryPartOfTheKeyMakesAnotherLife) {
  const auto first_frame = [](const NoiseKey& key) {
    VirtualPatient patient(demo_patient(), demo_setup(), key);
    return step(patient);
  };
  const SampleFrame original = first_frame({5, 2, 1});
  EXPECT_FALSE(same_signal(original, first_frame({6, 2, 1})));
  EXPECT_FALSE(same_signal(original, first_frame({5, 3, 1})));
  EXPECT_FALSE(same_signal(original, first_frame({5, 2, 2})));
}

TEST(VirtualPatient, ShamEqualsUntreatedExactly) {
  VirtualPatient untreated(demo_patient(), demo_setup(), {5, 0, 0});
  VirtualPatient sham(demo_patient(), demo_setup(), {5, 0, 0});
  for (std::uint64_t k = 0; k < 2000; ++k) {
    const SampleFrame frame = step(sham, forge(burst(0, 123, 60'000'000)));
    ASSERT_TRUE(silent(frame));
    ASSERT_TRUE(same_signal(step(untreated), frame)) << k;
  }
}

TEST(VirtualPatient, TreatedAndUntreatedAreEqualUntilTheFirstPulse) {
  VirtualPatient untreated(demo_patient(), demo_setup(), {5, 0, 0});
  VirtualPatient treated(demo_patient(), demo_setup(), {5, 0, 0});
  const auto command = forge(burst(3000, 100 * kFrame_us + 3, 500'000));
  for (std::uint64_t k = 0; k < 110; ++k) {
    EXPECT_EQ(same_signal(step(untreated), step(treated, command)), k < 100) << k;
  }
}

// Volleys that move nothing and leave no artefact only make the engine stop more often.
TEST(VirtualPatient, StimulationDoesNotShiftTheRandomPath) {
  VirtualPatientSettings settings = demo_patient();
  settings.response.acute_effect = 1e-12;
  settings.sensing.artefact_uv_per_ma = 0.0;
  VirtualPatient untreated(settings, demo_setup(), {5, 0, 0});
  VirtualPatient stimulated(settings, demo_setup(), {5, 0, 0});
  const auto command = forge(burst(3000, 777, 60'000'000));
  for (std::uint64_t k = 0; k < 1000; ++k) {
    const SampleFrame a = step(untreated);
    const SampleFrame b = step(stimulated, command);
    for (std::size_t i = 0; i < 8; ++i) {
      ASSERT_NEAR(a.samples_uv[0][i], b.samples_uv[0][i], 1.0F) << k;
    }
  }
}

TEST(VirtualPatient, LivesTheSameLifeWhateverTheProgramSamples) {
  VirtualPatientSettings settings = quiet_patient();
  settings.spike_wave.noise_per_sqrt_s = 0.0205;
  DeviceSetup fast = demo_setup();
  fast.rate_hz = 500;
  fast.samples_per_frame = 16;
  VirtualPatient slow_patient(settings, demo_setup(), {2, 0, 0});
  VirtualPatient fast_patient(settings, fast, {2, 0, 0});
  for (int k = 0; k < 1000; ++k) {
    const SampleFrame a = step(slow_patient);
    const SampleFrame b = step(fast_patient);
    for (std::size_t i = 0; i < 8; ++i) {
      ASSERT_NEAR(a.samples_uv[0][i], b.samples_uv[0][2 * i], 1.0F) << k;
    }
  }
}

// How long a frame is, is the program's affair. To the bit, under stimulation, at a rate
// whose samples lie between the macro steps.
TEST(VirtualPatient, LivesTheSameLifeWhateverTheLengthOfAFrame) {
  DeviceSetup brief = demo_setup();
  brief.rate_hz = 256;
  brief.samples_per_frame = 7;
  DeviceSetup lengthy = brief;
  lengthy.samples_per_frame = 56;
  VirtualPatient one(demo_patient(), brief, {2, 0, 0});
  VirtualPatient other(demo_patient(), lengthy, {2, 0, 0});
  const auto command = forge(burst(3000, 1'000'777, 4'000'000));
  for (int k = 0; k < 40; ++k) {
    const SampleFrame whole = step(other, command);
    for (std::size_t part = 0; part < 8; ++part) {
      const SampleFrame piece = step(one, command);
      for (std::size_t i = 0; i < 7; ++i) {
        ASSERT_EQ(piece.samples_uv[0][i], whole.samples_uv[0][7 * part + i]) << k;
      }
    }
  }
  EXPECT_EQ(one.seizures().size(), other.seizures().size());
}

TEST(VirtualPatient, EchoesExactlyWhatItWasTold) {
  VirtualPatient patient(demo_patient(), demo_setup(), {5, 0, 0}, Instant(1'000'000));
  safety::PulseTrain train = burst(2999, 1'012'345, 700'000);
  train.pulse_width = Microseconds(161);
  train.period = Microseconds(7693);
  std::uint32_t pulses = 0;
  for (std::uint64_t k = 0; k < 30; ++k) {
    const SampleFrame frame = step(patient, forge(train));
    ASSERT_LE(frame.echo[0].count, 1);
    EXPECT_EQ(frame.echo[1].count, 0);
    if (frame.echo[0].count == 0) continue;
    const safety::PulseSegment& segment = frame.echo[0].segments[0];
    EXPECT_EQ(segment.first_pulse.count(), 1'012'345 + std::uint64_t{pulses} * 7693);
    EXPECT_GE(segment.first_pulse, frame.time - Microseconds(kFrame_us));
    EXPECT_LT(segment.first_pulse, frame.time);
    EXPECT_EQ(segment.charge1, Picocoulombs(2999 * 161));
    EXPECT_EQ(segment.charge2, segment.charge1);
    pulses += segment.pulses;
  }
  EXPECT_EQ(pulses, 91U);  // ceil(700000 / 7693)
}

TEST(VirtualPatient, APermissionThatEndsInTheFrameEndsThere) {
  VirtualPatient patient(demo_patient(), demo_setup(), {5, 0, 0});
  EXPECT_EQ(step(patient, forge(burst(1000, 0, 10'000))).echo[0].segments[0].pulses, 2U);
  EXPECT_EQ(step(patient, forge(burst(1000, 35'000, 5'001))).echo[0].segments[0].pulses,
            2U);
  EXPECT_TRUE(silent(step(patient, forge(burst(1000, 0, 64'000)))));
}

TEST(VirtualPatient, DeliversBothOutputs) {
  VirtualPatient patient(demo_patient(), demo_setup(), {5, 0, 0});
  const SampleFrame frame =
      step(patient, forge(burst(1000, 1'000, 9'000), burst(500, 2'000, 20'000)));
  EXPECT_EQ(frame.echo[0].segments[0].pulses, 2U);
  EXPECT_EQ(frame.echo[1].segments[0].pulses, 4U);
  EXPECT_EQ(frame.echo[1].segments[0].amplitude, 500_uA);
}

TEST(VirtualPatient, RefusesAConfigurationItWasNotToldOf) {
  VirtualPatient patient(demo_patient(), demo_setup(), {5, 0, 0});
  safety::PulseTrain train = burst(1000, 0, 32'000);
  train.configuration = 1;
  EXPECT_THROW(step(patient, forge(train)), std::invalid_argument);
}

// The artefact tells when a pulse took place: 1000 uV * e^(-t / 2 ms) from its end on.
TEST(VirtualPatient, PutsPulsesOffTheGridAtTheirExactMicrosecond) {
  VirtualPatientSettings settings = quiet_patient();
  settings.response.acute_effect = 0.0;
  VirtualPatient still(settings, demo_setup(), {1, 0, 0});
  VirtualPatient pulsed(settings, demo_setup(), {1, 0, 0});
  const SampleFrame without = step(still);
  const SampleFrame with = step(pulsed, forge(burst(2000, 9'137, 1)));
  for (std::size_t i = 0; i < 8; ++i) {
    const double since_us = static_cast<double>(i) * 4000.0 - (9'137.0 + 320.0);
    const double expected = since_us < 0.0 ? 0.0 : 1000.0 * std::exp(-since_us / 2000.0);
    EXPECT_NEAR(with.samples_uv[0][i] - without.samples_uv[0][i], expected, 0.2) << i;
  }
}

// How far the observable has moved, in units of the model, at each sample of the frame in
// which one pulse starts at `onset_us`.
std::vector<double> moved_by_pulse_at(std::uint64_t onset_us) {
  VirtualPatientSettings settings = quiet_patient();
  settings.response = jumping_patient().response;
  settings.sensing.artefact_uv_per_ma = 0.0;
  VirtualPatient still(settings, demo_setup(), {1, 0, 0});
  VirtualPatient pulsed(settings, demo_setup(), {1, 0, 0});
  const SampleFrame without = step(still);
  const SampleFrame with = step(pulsed, forge(burst(4000, onset_us, 1)));
  std::vector<double> moved;
  for (std::size_t i = 0; i < 8; ++i) {
    const float uv = with.samples_uv[0][i] - without.samples_uv[0][i];
    moved.push_back(static_cast<double>(uv) / (3000.0 - 1200.0));
  }
  return moved;
}

TEST(VirtualPatient, APulseMovesTheBrainByItsJumpAndNotBeforeItsTime) {
  const VirtualPatientSettings settings = demo_patient();
  const double jump =
      -0.04 * recruited_fraction(demo_setup().configurations[0], 4000_uA, 160_us,
                                 settings.contacts, settings.tissue);
  const auto just_before_a_sample = moved_by_pulse_at(7'999);
  EXPECT_EQ(just_before_a_sample[1], 0.0);
  EXPECT_NEAR(just_before_a_sample[2], jump, 1e-5);
  const auto on_the_sample = moved_by_pulse_at(8'000);  // the sample is taken first
  EXPECT_EQ(on_the_sample[2], 0.0);
  EXPECT_LT(on_the_sample[3], 0.5 * jump);
}

TEST(VirtualPatient, KnowsItsOwnSeizures) {
  VirtualPatientSettings settings = quiet_patient();
  settings.spike_wave.fatigue_depth = 0.2;
  VirtualPatient patient(settings, demo_setup(), {1, 0, 0});
  const auto provoke = forge(burst(7000, 5'000'000, 100'000));
  bool during = false;
  for (std::uint64_t k = 0; k < 4000; ++k) {
    step(patient, provoke);
    if (k * kFrame_us > 10'000'000 && k * kFrame_us < 15'000'000) {
      during = patient.in_seizure();
    }
  }
  EXPECT_TRUE(during);
  const auto seizures = patient.seizures();
  ASSERT_EQ(seizures.size(), 1U);
  EXPECT_NEAR(seizures[0].onset_s, 5.1, 0.5);
  EXPECT_GT(seizures[0].end_s - seizures[0].onset_s, 20.0);
  EXPECT_LT(seizures[0].end_s, 100.0);
}

TEST(VirtualPatient, TakesOneCommandAndOneFrame) {
  VirtualPatient patient(demo_patient(), demo_setup(), {1, 0, 0});
  EXPECT_EQ(patient.size(), 1U);
  EXPECT_THROW(patient.advance({}, {}), std::invalid_argument);
}

// A drug taken away after ten seconds, h_t from -2 to -1.6: noise that starts nothing
// before is enough then. With much less of it the patient keeps, for five minutes at
// least, to a rest that a slow change leaves it and a quick one does not.
TEST(VirtualPatient, SeizesWhenItsMedicationIsTakenAway) {
  VirtualPatientSettings settings = quiet_patient();
  settings.spike_wave.noise_per_sqrt_s = 0.01;
  settings.spike_wave.thalamic_drive = -2.0;
  VirtualPatient steady(settings, demo_setup(), {1, 0, 0});
  settings.slow.medication = {{.start_s = 10.0, .effect = 0.4, .wash_in_s = 5.0}};
  VirtualPatient changed(settings, demo_setup(), {1, 0, 0});
  for (int frame = 0; frame < 60 * 32; ++frame) {
    (void)step(steady);
    (void)step(changed);
  }
  EXPECT_TRUE(steady.seizures().empty());
  ASSERT_FALSE(changed.seizures().empty());
  EXPECT_GT(changed.seizures().front().onset_s, 10.0);
  EXPECT_GT(changed.susceptibility(), 0.3);
  EXPECT_EQ(steady.susceptibility(), 0.0);
}

TEST(VirtualPatient, WithoutASlowStateIsTheSameToTheBit) {
  VirtualPatientSettings settings = demo_patient();
  VirtualPatient plain(settings, demo_setup(), {1, 0, 0});
  settings.slow.plasticity = {.depth = 1e-9, .half_pulses_per_day = 1e8, .time_s = 1e6};
  VirtualPatient moving(settings, demo_setup(), {1, 0, 0});  // with none delivered: 0
  for (int frame = 0; frame < 300; ++frame) {
    ASSERT_TRUE(same_signal(step(plain), step(moving))) << frame;
  }
}

}  // namespace
}  // namespace homeostat::models
