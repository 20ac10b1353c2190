#include "tests/golden/scripted_patient.h"

namespace homeostat::golden {
namespace {

using namespace homeostat::literals;
using biomarkers::DetectorSettings;
using biomarkers::Feature;

// Contact 1 against contact 2 of the depth lead in port 0.
safety::ElectrodeConfiguration bipolar() noexcept {
  safety::ElectrodeConfiguration configuration{};
  configuration.contacts[1] = {safety::Polarity::kCathode, 1000};
  configuration.contacts[2] = {safety::Polarity::kAnode, 1000};
  configuration.second_phase_ratio = 1;
  configuration.interphase_gap = 60_us;
  configuration.recharge = 500_us;
  configuration.tested_amplitude = 4000_uA;
  return configuration;
}

safety::Limits limits() noexcept {
  safety::Limits limits{};
  limits.leads[0] = safety::LeadModel::kDepthRing127x200;
  limits.configuration_count = 1;
  limits.configurations[0] = bipolar();
  limits.max_amplitude = 5000_uA;
  limits.max_sum_amplitude = 5000_uA;
  limits.min_pulse_width = 60_us;
  limits.max_pulse_width = 300_us;
  limits.min_period = 4000_us;
  limits.max_period = 200_ms;
  limits.max_ramp_ua_per_ms = 20;
  limits.max_rise_per_window = 2000_uA;
  limits.ramp_window = 200_ms;
  limits.charge_density_nc_per_cm2 = 25'000;
  limits.shannon_k_hundredths = 150;
  limits.compliance = Microvolts(10'000'000);
  limits.min_impedance = 250_ohm;
  limits.max_impedance = 3500_ohm;
  limits.max_impedance_age = Microseconds(3'600'000'000);
  limits.episodic = true;
  limits.episodes = {.max_burst = 6_s,
                     .burst_gap = 400_ms,
                     .bursts_per_therapy = 2,
                     .therapy_gap = 3_s,
                     .therapies_per_episode = 5,
                     .episode_gap = 20_s,
                     .therapies_per_hour = 60,
                     .therapies_per_day = 100,
                     .reserved_for_episodes = 5,
                     .day_ends_at_midnight = false,
                     .status_therapies = 40,
                     .status_window = 600_s};
  limits.max_duty_permille_1min = 500;
  limits.max_duty_permille_1h = 300;
  limits.max_duty_permille_24h = 100;
  limits.fast_budget = {Picocoulombs(2'000'000'000), 10'000'000};
  limits.slow_budget = {Picocoulombs(20'000'000'000), 1'000'000};
  limits.max_energy_nj = 20'000'000;
  limits.max_power_nw = 200'000;
  limits.max_command_lifetime = 500_ms;
  limits.max_step_gap = 200_ms;
  limits.latch_cooldown = 10_s;
  limits.battery_floor = 2800_mV;
  limits.max_temperature = Millicelsius(39'500);
  limits.max_echo_error_permille = 100;
  limits.max_residual = Microvolts(50'000);
  return limits;
}

DetectorSettings line_length(std::uint8_t channel) noexcept {
  return {.channel = channel,
          .feature = Feature::kLineLength,
          .short_window = 1024_ms,
          .long_window = 30_s,
          .threshold = 3.0F};
}

biomarkers::BiomarkerSettings sensing() noexcept {
  biomarkers::BiomarkerSettings settings{};
  settings.channel_count = kChannels;
  for (std::size_t c = 0; c < kChannels; ++c) {
    biomarkers::ChannelSettings& channel = settings.channels[c];
    channel.label[0] = 'C';
    channel.label[1] = static_cast<char>('1' + c);
    channel.high_pass_hz = 1.0F;
    channel.low_pass_hz = 90.0F;
    channel.notch_hz = 50.0F;
  }
  settings.channels[0].plus_contact = 0;
  settings.channels[0].minus_contact = 3;
  settings.sample_rate_hz = kSampleRateHz;
  settings.samples_per_frame = kSamplesPerFrame;
  settings.blanking = 2_ms;
  settings.detector_count = 4;
  settings.detectors[0] = line_length(0);
  settings.detectors[1] = line_length(1);
  settings.detectors[2] = {.channel = 2,
                           .feature = Feature::kArea,
                           .short_window = 1024_ms,
                           .long_window = 30_s,
                           .threshold = 3.0F};
  settings.detectors[3] = {.channel = 2,
                           .feature = Feature::kBandPower,
                           .short_window = 1024_ms,
                           .long_window = {},
                           .threshold = 400.0F,
                           .band_low_hz = 8.0F,
                           .band_high_hz = 20.0F};
  settings.persistence = {.votes = 2, .onset = 640_ms, .termination = 2_s};
  settings.quality = {.rail_uv = 4500.0F,
                      .rail_time = 200_ms,
                      .flat_uv = 0.5F,
                      .flat_time = 2_s,
                      .max_frame_age = 100_ms,
                      .recovery_time = 2_s,
                      .episode_hold = 10_s,
                      .min_good_channels = 2};
  settings.warm_up = 30_s;
  return settings;
}

controller::OutputStimulation on_output_0(Microamps amplitude,
                                          Microseconds period) noexcept {
  controller::OutputStimulation outputs{};
  outputs[0] = {.configuration = 0,
                .amplitude = amplitude,
                .pulse_width = 160_us,
                .period = period};
  return outputs;
}

controller::ResponsiveSettings therapies() noexcept {
  controller::ResponsiveSettings responsive{};
  responsive.therapy_count = 5;
  for (int i = 0; i < responsive.therapy_count; ++i) {
    controller::TherapySettings& therapy =
        responsive.therapies[static_cast<std::size_t>(i)];
    const Microamps amplitude(1500 + 500 * i);
    therapy.bursts[0] = {on_output_0(amplitude, 5000_us), 1_s};
    therapy.bursts[1] = {on_output_0(amplitude, 5000_us), 2_s};
    therapy.pause = 1_s;
  }
  responsive.redetection = 4_s;
  responsive.refractory = 20_s;
  responsive.therapies_per_day = 100;
  return responsive;
}

}  // namespace

controller::TherapyProgram golden_program() noexcept {
  controller::TherapyProgram program{};
  program.schema_version = controller::kSchemaVersion;
  program.name = {'g', 'o', 'l', 'd', 'e', 'n'};
  program.biomarkers = sensing();
  program.policy = controller::PolicyKind::kResponsive;
  program.responsive = therapies();
  program.has_fallback = true;
  program.fallback.outputs = on_output_0(500_uA, 20'000_us);
  program.fallback.on_time = 2_s;
  program.fallback.off_time = 30_s;
  program.fallback.ramp = 500_ms;
  program.ramp_off = 1_s;
  program.limits = limits();
  return program;
}

}  // namespace homeostat::golden
