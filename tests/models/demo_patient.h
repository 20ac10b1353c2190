// The patient and the device that the tests of this room share: a spike-wave patient with
// a depth lead in the focus, sensed at two pairs, stimulated from contact 0.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "models/virtual_patient.h"

namespace homeostat::models {

inline VirtualPatientSettings demo_patient() {
  VirtualPatientSettings s;
  s.name = "test_patient_accelerated";
  s.model = ModelKind::kSpikeWave;
  s.seconds_per_unit = 1.0;
  s.spike_wave = {.thalamic_drive = -1.90,
                  .noise_per_sqrt_s = 0.0205,
                  .fatigue_depth = 0.12,
                  .fatigue_time_s = 60.0};
  s.contacts[0] = {true, 2.0, 3000.0, 900.0};
  s.contacts[1] = {true, 4.5, 1200.0, 950.0};
  s.contacts[2] = {true, 7.5, 600.0, 1000.0};
  s.contacts[3] = {true, 11.0, 250.0, 1050.0};
  s.contacts[safety::kCan] = {true, 150.0, 0.0, 300.0};
  s.tissue = {.focus_radius_mm = 3.0,
              .chronaxie_us = 200.0,
              .rheobase_ua = 50.0,
              .current_distance_ua_per_mm2 = 100.0,
              .anode_to_cathode_threshold = 3.0};
  s.response = {.acute_effect = -15.0,
                .after_discharge_threshold_nc = 800.0,
                .after_discharge_effect = -400.0,
                .afferent = {.use = 0.016,  // kInhibitoryFacilitating
                             .facilitation_ms = 376.0,
                             .depression_ms = 45.0,
                             .dispersion_ms = 1.0,
                             .latency_ms = 1.0}};
  s.sensing = {.background_uv_rms = 12.0,
               .amplifier_noise_uv_rms = 2.0,
               .high_pass_hz = 0.5,
               .low_pass_hz = 100.0,
               .artefact_uv_per_ma = 500.0,
               .artefact_decay_us = 2000.0,
               .recovery_us = 20000.0,
               .rail_uv = 4000.0,
               .step_uv = 0.5};
  s.impedance_check_period_s = 3600.0;
  s.battery_mv = 3000;
  s.temperature_mc = 37000;
  return s;
}

// The same patient, its state jumping at each pulse.
inline VirtualPatientSettings jumping_patient() {
  VirtualPatientSettings s = demo_patient();
  s.response = {.way_in = WayIn::kJump,
                .acute_effect = -0.04,
                .after_discharge_threshold_nc = 800.0,
                .after_discharge_effect = -0.8};
  return s;
}

inline DeviceSetup demo_setup() {
  safety::ElectrodeConfiguration monopolar;
  monopolar.contacts[0] = {safety::Polarity::kCathode, 1000};
  monopolar.contacts[safety::kCan] = {safety::Polarity::kAnode, 1000};
  monopolar.second_phase_ratio = 1;
  return {.rate_hz = 250,
          .samples_per_frame = 8,
          .channels = {{0, 1}, {2, 3}},
          .configurations = {monopolar}};
}

inline constexpr std::uint64_t kFrame_us = 32'000;  // of demo_setup()

// Only an Envelope can make a command that is on. A test of the plant forges one from its
// bytes; nothing that ships may.
inline safety::StimCommand forge(const safety::PulseTrain& first,
                                 const safety::PulseTrain& second = {}) {
  return std::bit_cast<safety::StimCommand>(
      std::array<safety::PulseTrain, safety::kOutputs>{first, second});
}

// Pulses of 160 us at 200 Hz from `from_us` on, for `length_us`.
inline safety::PulseTrain burst(std::int32_t amplitude_ua, std::uint64_t from_us,
                                std::uint64_t length_us) {
  safety::PulseTrain train;
  train.amplitude = Microamps(amplitude_ua);
  train.pulse_width = Microseconds(160);
  train.period = Microseconds(5000);
  train.first_pulse = Instant(from_us);
  train.valid_until = Instant(from_us + length_us);
  return train;
}

// Lives one frame under `command`.
inline biomarkers::SampleFrame step(
    VirtualPatient& patient,
    const safety::StimCommand& command = safety::StimCommand::off()) {
  biomarkers::SampleFrame frame;
  patient.advance({&command, 1}, {&frame, 1});
  return frame;
}

inline double seconds_in_seizure(const VirtualPatient& patient) {
  double sum_s = 0.0;
  for (const SeizureInterval& s : patient.seizures()) sum_s += s.end_s - s.onset_s;
  return sum_s;
}

}  // namespace homeostat::models
