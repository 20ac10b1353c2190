// Small programs that pass validate() without a word, for tests to change.
#pragma once

#include "biomarkers/feature_list.h"
#include "controller/commissioning.h"
#include "controller/therapy_program.h"
#include "safety/units.h"

namespace homeostat::controller::testing {

using namespace homeostat::literals;

inline constexpr Microseconds kFrame{32'000};  // 8 samples at 250 Hz

// Contacts 1 and 2 of the depth lead in port 0, bipolar.
inline safety::ElectrodeConfiguration bipolar() {
  safety::ElectrodeConfiguration configuration{};
  configuration.contacts[1] = {safety::Polarity::kCathode, 1000};
  configuration.contacts[2] = {safety::Polarity::kAnode, 1000};
  configuration.second_phase_ratio = 1;
  configuration.interphase_gap = 50_us;
  configuration.recharge = 1_ms;
  configuration.tested_amplitude = 4000_uA;
  return configuration;
}

// What all programs share; neither episodic nor continuous bounds yet.
inline safety::Limits common_limits() {
  safety::Limits limits{};
  limits.leads[0] = safety::LeadModel::kDepthRing127x200;
  limits.configuration_count = 1;
  limits.configurations[0] = bipolar();
  limits.max_amplitude = 6000_uA;
  limits.max_sum_amplitude = 6000_uA;
  limits.min_pulse_width = 40_us;
  limits.max_pulse_width = 400_us;
  limits.min_period = 3003_us;
  limits.max_period = 20_ms;
  limits.max_ramp_ua_per_ms = 1000;
  limits.max_rise_per_window = 6000_uA;
  limits.ramp_window = 1_s;
  limits.charge_density_nc_per_cm2 = 25'000;
  limits.shannon_k_hundredths = 150;
  limits.compliance = Microvolts(11'000'000);
  limits.min_impedance = 250_ohm;
  limits.max_impedance = 3500_ohm;
  limits.max_impedance_age = 86'400_s;
  limits.max_duty_permille_1min = 1000;
  limits.max_duty_permille_1h = 1000;
  limits.max_duty_permille_24h = 1000;
  limits.fast_budget = {Picocoulombs(100'000'000'000), 100'000'000};
  limits.slow_budget = {Picocoulombs(1'000'000'000'000), 100'000'000};
  limits.max_energy_nj = 1'000'000'000;
  limits.max_power_nw = 100'000'000;
  limits.max_command_lifetime = 500_ms;
  limits.max_step_gap = 500_ms;
  limits.latch_cooldown = 10_s;
  limits.battery_floor = 2500_mV;
  limits.max_temperature = Millicelsius(41'000);
  limits.max_echo_error_permille = 100;
  limits.max_residual = Microvolts(100'000);
  return limits;
}

// What a sound program gives to the detector's feature, and nothing else.
inline void give_what_it_wants(biomarkers::DetectorSettings& detector) {
  using namespace biomarkers;
  const auto if_wanted = [&](FeatureNeed need, float value) {
    return wants(detector.feature, need) ? value : 0.0F;
  };
  if (wants(detector.feature, kNeedsAbsolute)) {
    detector.long_window = {};
    detector.threshold = 0.5F;
  }
  detector.band_low_hz = if_wanted(kNeedsBand, 4.0F);
  detector.band_high_hz = if_wanted(kNeedsBand, 8.0F);
  detector.hysteresis_uv = if_wanted(kNeedsHysteresis, 10.0F);
  detector.min_amplitude_uv = if_wanted(kNeedsAmplitude, 40.0F);
  detector.stretch_samples = wants(detector.feature, kNeedsStretch) ? 256 : 0;
  detector.edge_percent = wants(detector.feature, kNeedsEdge) ? 95 : 0;
  detector.line_hz = if_wanted(kNeedsLine, 50.0F);
  detector.lag_samples = wants(detector.feature, kNeedsLag) ? 5 : 0;
  detector.other_channel = wants(detector.feature, kNeedsOther) ? 1 : 0;
  detector.amplitude_low_hz = if_wanted(kNeedsAmplitudeBand, 40.0F);
  detector.amplitude_high_hz = if_wanted(kNeedsAmplitudeBand, 80.0F);
}

// One channel beside the lead's stimulated pair, one detector.
inline biomarkers::BiomarkerSettings one_channel() {
  biomarkers::BiomarkerSettings settings{};
  settings.channel_count = 1;
  settings.channels[0].label = {'L', 'H', '1', '-', 'L', 'H', '4'};
  settings.channels[0].plus_contact = 0;
  settings.channels[0].minus_contact = 3;
  settings.channels[0].high_pass_hz = 1.0F;
  settings.channels[0].low_pass_hz = 90.0F;
  settings.channels[0].notch_hz = 50.0F;
  settings.sample_rate_hz = 250.0F;
  settings.samples_per_frame = 8;
  settings.blanking = 8_ms;
  settings.detector_count = 1;
  settings.detectors[0] = {.channel = 0,
                           .feature = biomarkers::Feature::kLineLength,
                           .short_window = 1024_ms,
                           .long_window = 60_s,
                           .threshold = 2.0F};
  settings.persistence = {.votes = 1, .onset = 512_ms, .termination = 2_s};
  settings.quality = {.rail_uv = 3000.0F,
                      .rail_time = 500_ms,
                      .flat_uv = 0.5F,
                      .flat_time = 2_s,
                      .max_frame_age = 200_ms,
                      .recovery_time = 1_s,
                      .episode_hold = 60_s,
                      .min_good_channels = 1};
  settings.warm_up = 60_s;
  return settings;
}

inline OutputStimulation on_output_0(Microamps amplitude) {
  OutputStimulation outputs{};
  outputs[0] = {
      .configuration = 0, .amplitude = amplitude, .pulse_width = 160_us, .period = 5_ms};
  return outputs;
}

// Two bursts of 100 ms with 500 ms between them.
inline TherapySettings therapy_of(Microamps amplitude) {
  TherapySettings therapy{};
  therapy.bursts[0] = {on_output_0(amplitude), 100_ms};
  therapy.bursts[1] = {on_output_0(amplitude), 100_ms};
  therapy.pause = 500_ms;
  return therapy;
}

inline TherapyProgram named_program() {
  TherapyProgram program{};
  program.schema_version = kSchemaVersion;
  program.name = {'t', 'e', 's', 't'};
  program.biomarkers = one_channel();
  return program;
}

// Episodes of up to three therapies of 1, 2 and 3 mA; ten a day.
inline TherapyProgram responsive_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kResponsive;
  program.responsive.therapy_count = 3;
  program.responsive.therapies[0] = therapy_of(1000_uA);
  program.responsive.therapies[1] = therapy_of(2000_uA);
  program.responsive.therapies[2] = therapy_of(3000_uA);
  program.responsive.redetection = 2_s;
  program.responsive.refractory = 10_s;
  program.responsive.therapies_per_day = 10;
  program.limits = common_limits();
  program.limits.episodic = true;
  program.limits.episodes = {.max_burst = 1_s,
                             .burst_gap = 100_ms,
                             .bursts_per_therapy = 2,
                             .therapy_gap = 1500_ms,
                             .therapies_per_episode = 5,
                             .episode_gap = 9_s,
                             .therapies_per_hour = 100,
                             .therapies_per_day = 500,
                             .reserved_for_episodes = 50,
                             .day_ends_at_midnight = false,
                             .status_therapies = 60,
                             .status_window = 600_s};
  return program;
}

// 20 s on, 40 s off, 2 mA.
inline TherapyProgram open_loop_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kOpenLoop;
  program.open_loop = {
      .outputs = on_output_0(2000_uA), .on_time = 20_s, .off_time = 40_s, .ramp = 2_s};
  program.ramp_off = 4_s;
  program.limits = common_limits();
  program.limits.max_ramp_ua_per_ms = 2;
  return program;
}

// One output of at most 3 mA. Power of 4 to 12 Hz on the one channel: state 0 gives 1 mA,
// state 1 holds, state 2 gives 3 mA.
inline TherapyProgram adaptive_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kAdaptive;
  program.adaptive.outputs = on_output_0(3000_uA);
  biomarkers::RcsSettings& chain = program.adaptive.chain;
  chain.sample_rate_hz = 250;
  chain.channels[0] = {{'L', 'H', '1', '-', 'L', 'H', '4'}, 236};
  chain.channel_count = 1;
  chain.fft_size = 256;
  chain.fft_interval_ms = 200;
  chain.hann_percent = 100;
  chain.bit_shift = 7;
  chain.power_scale_256ths = 256;
  chain.bands[0] = {0, 4.0, 12.0};
  chain.band_count = 1;
  chain.detectors[0].inputs[0] = {0, 1.0, 1.0, 0};
  chain.detectors[0].input_count = 1;
  chain.detectors[0].update_rate = 1;
  chain.detectors[0].dual_threshold = true;
  chain.detectors[0].low_threshold = 1.0e4;
  chain.detectors[0].high_threshold = 1.0e5;
  chain.detector_count = 1;
  chain.states[0] = {0, {1.0}, 1};
  chain.states[1] = {1, {biomarkers::kRcsHoldMa}, 1};
  chain.states[2] = {2, {3.0}, 1};
  chain.state_count = 3;
  chain.rise_ma_per_s = 2.0;
  chain.fall_ma_per_s = 10.0;
  program.ramp_off = 4_s;
  program.limits = common_limits();
  program.limits.max_ramp_ua_per_ms = 2;
  return program;
}

inline TherapyProgram detection_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kDetectionOnly;
  return program;
}

// One band power on the one channel.
inline biomarkers::MoodSettings one_power(biomarkers::SensedWhile sensed_while) {
  biomarkers::MoodSettings mood{};
  mood.feature_count = 1;
  mood.features[0] = {.name = {'g', 'a', 'm', 'm', 'a'},
                      .measure = biomarkers::MoodMeasure::kBandPower,
                      .channel = 0,
                      .band_low_hz = 30.0F,
                      .band_high_hz = 45.0F,
                      .typical = 0.5F,
                      .deviation = 0.2F,
                      .weight = 1.0F};
  mood.smoothing = 3600_s;
  mood.on = 1.0F;
  mood.off = 0.0F;
  mood.on_bins = 2;
  mood.off_bins = 3;
  mood.sick_from = 0.5F;
  mood.sensed_while = sensed_while;
  if (sensed_while == biomarkers::SensedWhile::kOff) mood.exclusion = 60_s;
  mood.daily_memory = 864'000_s;
  mood.scale_memory = 1'209'600_s;
  mood.hold_off = 259'200_s;
  mood.circumstances = {.lead = {'l'}, .gain = {'g'}, .medication = {'m'}};
  return mood;
}

// A record of half a year for the program as it is.
inline void commission(TherapyProgram& program) {
  program.biomarkers.mood.has_record = true;
  program.biomarkers.mood.record = {
      .approver = {'D', 'r'},
      .date = {'2', '0', '2', '6', '-', '1', '1', '-', '2', '7'},
      .valid_days = 180,
      .clauses = 7,
      .clauses_held = 7,
      .made_for = commissioned_for(program)};
}

// Bursts of 6 s and at most 1 mA, from 08:00 to 22:00, a minute apart, ten an hour,
// thirty a day, at half of the dose to begin with.
inline TherapyProgram dosed_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kDosed;
  program.biomarkers.mood = one_power(biomarkers::SensedWhile::kOff);
  program.dosed = {.burst = {on_output_0(1000_uA), 6_s},
                   .ramp = 500_ms,
                   .spacing = 60_s,
                   .refractory = 20_s,
                   .bursts_per_hour = 10,
                   .bursts_per_day = 30,
                   .day = {480, 1320},
                   .lockout = 7200_s,
                   .sham = false,
                   .dose = {.adapts = true,
                            .start_permille = 500,
                            .lowest_permille = 200,
                            .highest_permille = 800,
                            .step_permille = 100}};
  program.limits = common_limits();
  program.limits.episodic = true;
  program.limits.episodes = responsive_program().limits.episodes;
  program.limits.episodes.max_burst = 10_s;
  commission(program);
  return program;
}

// 1 mA at most, half a milliampere beside it; 200 uA where the power is at its target.
inline TherapyProgram proportional_program() {
  TherapyProgram program = named_program();
  program.policy = PolicyKind::kProportional;
  program.biomarkers.mood = one_power(biomarkers::SensedWhile::kOn);
  program.biomarkers.artefact = biomarkers::ArtefactRemoval::kTemplate;
  program.biomarkers.blanking = {};
  program.proportional = {.outputs = on_output_0(1000_uA),
                          .feature = 0,
                          .target_log10 = 1.0F,
                          .smoothing_s = 4.0F,
                          .gain_ua = 400.0F,
                          .integral_ua_per_s = 20.0F,
                          .lowest = 200_uA,
                          .rise_ua_per_s = 50,
                          .fall_ua_per_s = 100};
  program.proportional.outputs[1] = on_output_0(500_uA)[0];
  program.limits = common_limits();
  commission(program);
  return program;
}

// The open loop program's cycle, from 08:00 to 22:00.
inline TherapyProgram schedule_program() {
  TherapyProgram program = open_loop_program();
  program.policy = PolicyKind::kSchedule;
  program.schedule = {program.open_loop, {480, 1320}};
  program.open_loop = {};
  return program;
}

// A baseline for the responsive program that its episodic limits bear.
inline OpenLoopSettings baseline() {
  return {
      .outputs = on_output_0(500_uA), .on_time = 1_s, .off_time = 20_s, .ramp = 320_ms};
}

}  // namespace homeostat::controller::testing
