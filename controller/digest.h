// A CRC-32 over settings, field by field: the same sum on every machine. What the
// program's checksum and the sum of a commissioning share.
//
// Numbers in the order of their declaration, each as many bytes as its type has,
// little-endian, without padding. Private to the room.
#pragma once

#include <bit>
#include <cstddef>
#include <type_traits>

#include "controller/carried_rules.h"
#include "controller/therapy_program.h"
#include "safety/crc32.h"

namespace homeostat::controller {

class Digest {
 public:
  std::uint32_t sum() const { return crc_; }

  template <class Whole>
  requires(std::is_integral_v<Whole> || std::is_enum_v<Whole>) Digest& operator<<(
      Whole value) {
    using Wide = std::conditional_t<sizeof(Whole) == 8, std::uint64_t, std::uint32_t>;
    take(static_cast<Wide>(value), sizeof value);
    return *this;
  }
  Digest& operator<<(float value) { return *this << std::bit_cast<std::uint32_t>(value); }
  Digest& operator<<(double value) {
    return *this << std::bit_cast<std::uint64_t>(value);
  }
  template <class Unit, class Rep>
  Digest& operator<<(Quantity<Unit, Rep> value) {
    return *this << value.count();
  }
  template <class Each, std::size_t kCount>
  Digest& operator<<(const std::array<Each, kCount>& list) {
    for (const Each& item : list) *this << item;
    return *this;
  }

  Digest& operator<<(const biomarkers::ChannelSettings& c) {
    return *this << c.label << c.plus_contact << c.minus_contact << c.high_pass_hz
                 << c.low_pass_hz << c.notch_hz << c.notch_harmonics
                 << c.plus_commissioned << c.minus_commissioned;
  }
  Digest& operator<<(const biomarkers::DetectorSettings& d) {
    return *this << d.channel << d.feature << d.short_window << d.long_window
                 << d.threshold << d.fires << d.band_low_hz << d.band_high_hz
                 << d.hysteresis_uv << d.min_amplitude_uv << d.stretch_samples
                 << d.edge_percent << d.line_hz << d.lag_samples << d.other_channel
                 << d.amplitude_low_hz << d.amplitude_high_hz;
  }
  Digest& operator<<(const biomarkers::QualitySettings& q) {
    return *this << q.rail_uv << q.rail_time << q.flat_uv << q.flat_time
                 << q.max_frame_age << q.recovery_time << q.episode_hold
                 << q.min_good_channels << q.line_hz << q.line_percent << q.line_uv
                 << q.line_time << q.step_medians << q.muscle_hz << q.muscle_percent;
  }
  Digest& operator<<(const biomarkers::TreeSettings& t) {
    *this << t.channel_count << t.channels << t.votes << t.drift << t.alarm_at
          << t.model.size;
    // Of all that can be there, what is there.
    for (std::size_t i = 0; i < t.model.size && i < t.model.bytes.size(); ++i) {
      *this << t.model.bytes[i];
    }
    return *this;
  }
  Digest& operator<<(const biomarkers::CommissioningRecord& r) {
    return *this << r.approver << r.date << r.valid_days << r.clauses << r.clauses_held
                 << r.made_for;
  }
  Digest& operator<<(const biomarkers::BiomarkerSettings& b) {
    return *this << b.channel_count << schema_channels(b) << b.sample_rate_hz
                 << b.samples_per_frame << b.blanking << b.artefact << b.detector_count
                 << b.detectors << b.persistence.votes << b.persistence.onset
                 << b.persistence.termination << b.quality << b.warm_up << b.trees;
  }
  Digest& operator<<(const Stimulation& s) {
    return *this << s.configuration << s.amplitude << s.pulse_width << s.period;
  }
  Digest& operator<<(const BurstSettings& b) { return *this << b.outputs << b.duration; }
  Digest& operator<<(const TherapySettings& t) { return *this << t.bursts << t.pause; }
  Digest& operator<<(const ResponsiveSettings& r) {
    return *this << r.therapy_count << r.therapies << r.redetection << r.refractory
                 << r.therapies_per_day;
  }
  Digest& operator<<(const OpenLoopSettings& o) {
    return *this << o.outputs << o.on_time << o.off_time << o.ramp;
  }
  Digest& operator<<(const biomarkers::RcsChannelSettings& c) {
    return *this << c.label << c.gain250_trim;
  }
  Digest& operator<<(const biomarkers::RcsBandSettings& b) {
    return *this << b.channel << b.low_hz << b.high_hz;
  }
  Digest& operator<<(const biomarkers::RcsInputSettings& i) {
    return *this << i.band << i.weight << i.multiply << i.subtract;
  }
  Digest& operator<<(const biomarkers::RcsDetectorSettings& d) {
    return *this << d.inputs << count_of(d.input_count) << d.fractional_bits
                 << d.update_rate << d.dual_threshold << d.low_threshold
                 << d.high_threshold << d.onset_updates << d.termination_updates
                 << d.blanking_ffts << d.holdoff_updates << d.blank_both;
  }
  Digest& operator<<(const biomarkers::RcsStateSettings& s) {
    return *this << s.state << s.amplitudes_ma << count_of(s.amplitude_count);
  }
  Digest& operator<<(const biomarkers::RcsSettings& r) {
    *this << r.sample_rate_hz << r.channels << count_of(r.channel_count) << r.fft_size
          << r.fft_interval_ms << r.hann_percent << r.first_window_samples << r.bit_shift
          << r.power_scale_256ths << r.wrap_bits;
    return *this << r.bands << count_of(r.band_count) << r.detectors
                 << count_of(r.detector_count) << r.other_is_blanked << r.states
                 << count_of(r.state_count) << r.rise_ma_per_s << r.fall_ma_per_s;
  }
  Digest& operator<<(const DayWindow& d) { return *this << d.from_minute << d.to_minute; }
  Digest& operator<<(const DoseSettings& d) {
    return *this << d.adapts << d.start_permille << d.lowest_permille
                 << d.highest_permille << d.step_permille;
  }
  Digest& operator<<(const DosedSettings& d) {
    return *this << d.burst << d.ramp << d.spacing << d.refractory << d.bursts_per_hour
                 << d.bursts_per_day << d.day << d.lockout << d.sham << d.dose;
  }
  Digest& operator<<(const ProportionalSettings& p) {
    return *this << p.outputs << p.feature << p.target_log10 << p.smoothing_s << p.gain_ua
                 << p.integral_ua_per_s << p.lowest << p.rise_ua_per_s << p.fall_ua_per_s;
  }
  Digest& operator<<(const ScheduleSettings& s) { return *this << s.cycle << s.day; }
  Digest& operator<<(const safety::ContactUse& c) {
    return *this << c.polarity << c.worst_case_share_permille;
  }
  Digest& operator<<(const safety::ElectrodeConfiguration& c) {
    return *this << c.contacts << c.second_phase_ratio << c.interphase_gap << c.recharge
                 << c.tested_amplitude;
  }
  Digest& operator<<(const safety::ChargeBudget& b) {
    return *this << b.capacity << b.refill_pc_per_s;
  }
  Digest& operator<<(const safety::EpisodicLimits& e) {
    return *this << e.max_burst << e.burst_gap << e.bursts_per_therapy << e.therapy_gap
                 << e.therapies_per_episode << e.episode_gap << e.therapies_per_hour
                 << e.therapies_per_day << e.reserved_for_episodes
                 << e.day_ends_at_midnight << e.status_therapies << e.status_window;
  }
  Digest& operator<<(const safety::Limits& l) {
    *this << l.leads << l.configuration_count << l.configurations << l.max_amplitude
          << l.max_sum_amplitude << l.min_pulse_width << l.max_pulse_width << l.min_period
          << l.max_period << l.max_ramp_ua_per_ms << l.max_rise_per_window
          << l.ramp_window << l.charge_density_nc_per_cm2 << l.shannon_k_hundredths
          << l.compliance << l.min_impedance << l.max_impedance << l.max_impedance_age;
    *this << l.episodic << l.episodes << l.continuous.max_on << l.continuous.min_off
          << l.max_duty_permille_1min << l.max_duty_permille_1h << l.max_duty_permille_24h
          << l.fast_budget << l.slow_budget << l.max_energy_nj << l.max_power_nw;
    return *this << l.max_command_lifetime << l.max_step_gap << l.latch_cooldown
                 << l.battery_floor << l.max_temperature << l.max_echo_error_permille
                 << l.max_residual;
  }

 private:
  // Once, not once a type.
  [[gnu::noinline]] void take(std::uint32_t value, std::size_t size) {
    for (; size > 0; --size, value >>= 8) {
      const auto byte = static_cast<std::byte>(value & 0xFFU);
      crc_ = safety::crc32(&byte, sizeof byte, crc_);
    }
  }
  [[gnu::noinline]] void take(std::uint64_t value, std::size_t) {
    take(static_cast<std::uint32_t>(value), sizeof(std::uint32_t));
    take(static_cast<std::uint32_t>(value >> 32), sizeof(std::uint32_t));
  }
  // As wide on every machine.
  static std::uint32_t count_of(std::size_t count) {
    return static_cast<std::uint32_t>(count);
  }

  std::uint32_t crc_ = 0;
};

}  // namespace homeostat::controller
