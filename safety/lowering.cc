#include "safety/lowering.h"

namespace homeostat::safety {
namespace {

template <class Q>
std::uint32_t u32(Q quantity) {
  return static_cast<std::uint32_t>(quantity.count());
}

template <class Q>
std::uint64_t u64(Q quantity) {
  return static_cast<std::uint64_t>(quantity.count());
}

std::uint64_t millionths(std::int64_t whole) {
  return static_cast<std::uint64_t>(whole) * GUARD_MILLION;
}

void lower_turns(const Limits& limits, guard_limits& out) {
  out.episodic = limits.episodic ? 1 : 0;
  if (!limits.episodic) {
    out.on_us = u64(limits.continuous.max_on);
    out.off_us = u64(limits.continuous.min_off);
    return;
  }
  const EpisodicLimits& e = limits.episodes;
  out.on_us = u64(e.max_burst);
  out.off_us = u64(e.burst_gap);
  out.bursts = e.bursts_per_therapy;
  out.therapy_gap_us = u64(e.therapy_gap);
  out.therapies = e.therapies_per_episode;
  out.episode_gap_us = u64(e.episode_gap);
  out.hour = e.therapies_per_hour;
  out.day = e.therapies_per_day;
  out.reserved = e.reserved_for_episodes;
  out.calendar_day = e.day_ends_at_midnight ? 1 : 0;
  out.status = e.status_therapies;
  if (out.status == 0) return;
  // Whole minutes that cover any such window, and one for the look-ahead of grants.
  out.status_bins =
      static_cast<std::uint32_t>((e.status_window.count() + 59'999'999) / 60'000'000 + 2);
  if (out.status_bins > GUARD_HOUR_BINS) out.status_bins = GUARD_HOUR_BINS;
}

void lower_budgets(const Limits& limits, guard_limits& out) {
  out.duty_us[0] = std::uint64_t{60'000} * limits.max_duty_permille_1min;
  out.duty_us[1] = std::uint64_t{3'600'000} * limits.max_duty_permille_1h;
  out.duty_us[2] = std::uint64_t{86'400'000} * limits.max_duty_permille_24h;
  out.fast_capacity = millionths(limits.fast_budget.capacity.count());
  out.slow_capacity = millionths(limits.slow_budget.capacity.count());
  out.energy_capacity = millionths(limits.max_energy_nj);
  out.fast_refill = static_cast<std::uint32_t>(limits.fast_budget.refill_pc_per_s);
  out.slow_refill = static_cast<std::uint32_t>(limits.slow_budget.refill_pc_per_s);
  out.energy_refill = static_cast<std::uint32_t>(limits.max_power_nw);
}

void lower_train(const Limits& limits, guard_limits& out) {
  out.amplitude_ua = u32(limits.max_amplitude);
  out.sum_ua = u32(limits.max_sum_amplitude);
  out.width_min_us = u32(limits.min_pulse_width);
  out.width_max_us = u32(limits.max_pulse_width);
  out.period_min_us = u32(limits.min_period);
  out.period_max_us = u32(limits.max_period);
  out.ramp_ua_per_ms = static_cast<std::uint32_t>(limits.max_ramp_ua_per_ms);
  out.rise_ua = u32(limits.max_rise_per_window);
  out.rise_half_us = static_cast<std::uint32_t>((limits.ramp_window.count() + 1) / 2);
}

}  // namespace

std::uint32_t area_um2(const Limits& limits, int contact) noexcept {
  if (contact == kCan) return kCanArea_um2;
  const auto port = static_cast<std::size_t>(contact / kContactsPerLead);
  return describe(limits.leads[port]).area_um2[contact % kContactsPerLead];
}

void lower(const ElectrodeConfiguration& configuration,
           guard_configuration& out) noexcept {
  for (std::size_t i = 0; i < kContacts; ++i) {
    const ContactUse& use = configuration.contacts[i];
    const bool used = use.polarity != Polarity::kUnused;
    out.share_permille[i] = used ? use.worst_case_share_permille : 0;
    out.anode[i] = use.polarity == Polarity::kAnode ? 1 : 0;
  }
  out.ratio = configuration.second_phase_ratio;
  out.gap_us = u32(configuration.interphase_gap);
  out.recharge_us = u32(configuration.recharge);
  out.tested_ua = u32(configuration.tested_amplitude);
}

void lower(const Limits& limits, guard_limits& out) noexcept {
  out = guard_limits{};
  out.configurations = limits.configuration_count;
  for (std::size_t i = 0; i < limits.configuration_count; ++i) {
    lower(limits.configurations[i], out.configuration[i]);
  }
  for (int i = 0; i < kContacts; ++i) {
    out.charge_pc[i] = guard_charge_limit_pc(
        area_um2(limits, i), static_cast<std::uint32_t>(limits.charge_density_nc_per_cm2),
        static_cast<std::uint32_t>(limits.shannon_k_hundredths));
  }
  lower_train(limits, out);
  out.compliance_uv = u32(limits.compliance);
  out.impedance_min_ohm = u32(limits.min_impedance);
  out.impedance_max_ohm = u32(limits.max_impedance);
  out.impedance_age_us = u64(limits.max_impedance_age);
  lower_turns(limits, out);
  lower_budgets(limits, out);
  out.lifetime_us = u32(limits.max_command_lifetime);
  out.step_gap_us = u32(limits.max_step_gap);
  out.cooldown_us = u64(limits.latch_cooldown);
  out.battery_floor_mv = limits.battery_floor.count();
  out.temperature_max_mc = limits.max_temperature.count();
  out.echo_permille = static_cast<std::uint32_t>(limits.max_echo_error_permille);
  out.residual_uv = u32(limits.max_residual);
}

}  // namespace homeostat::safety
