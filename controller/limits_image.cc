#include "controller/limits_image.h"

#include <type_traits>

#include "controller/therapy_program.npb.h"

namespace homeostat::controller {
namespace {

using safety::ElectrodeConfiguration;
using safety::LeadModel;
using safety::Polarity;

using PbBudget = homeostat_config_ChargeBudget;
using PbConfiguration = homeostat_config_ElectrodeConfiguration;
using PbContact = homeostat_config_ContactUse;
using PbContinuous = homeostat_config_ContinuousLimits;
using PbEpisodes = homeostat_config_EpisodicLimits;
using PbLimits = homeostat_config_Limits;

static_assert(std::extent_v<decltype(PbConfiguration::contacts)> == safety::kContacts);
static_assert(std::extent_v<decltype(PbLimits::leads)> == safety::kMaxLeads);
static_assert(std::extent_v<decltype(PbLimits::configurations)> ==
              safety::kMaxConfigurations);
static_assert(homeostat_config_ContactUse_Polarity_ANODE ==
              static_cast<int>(Polarity::kAnode));
static_assert(homeostat_config_Limits_LeadModel_SEEG_080X200 ==
              static_cast<int>(LeadModel::kSeeg080x200));

// A list of contacts by number becomes the vector over all contacts.
void read(ImageReader& in, const PbContact& from, ElectrodeConfiguration& to) noexcept {
  safety::ContactUse use;
  in.read_choice(IMAGE_CHOICE(from, polarity), Polarity::kAnode, use.polarity);
  in.read(IMAGE_FIELD(from, worst_case_share_permille), use.worst_case_share_permille);
  if (!in.wants(IMAGE_FIELD(from, contact))) return;
  if (from.contact < 0 || from.contact >= safety::kContacts) {
    in.choice("contact", "no such contact", from.contact, 0.0, safety::kContacts - 1);
    return;
  }
  safety::ContactUse& place = to.contacts[static_cast<std::size_t>(from.contact)];
  if (place.polarity != Polarity::kUnused) {
    in.fault("contact", "listed twice in one configuration", from.contact, 0.0,
             safety::kContacts - 1);
  }
  place = use;
}

void read(ImageReader& in, const PbConfiguration& from,
          ElectrodeConfiguration& to) noexcept {
  in.read_list("contacts", from.contacts_count,
               [&](auto i) { read(in, from.contacts[i], to); });
  in.read(IMAGE_FIELD(from, second_phase_ratio), to.second_phase_ratio);
  in.read(IMAGE_FIELD(from, interphase_gap_us), to.interphase_gap);
  in.read(IMAGE_FIELD(from, recharge_us), to.recharge);
  in.read(IMAGE_FIELD(from, tested_amplitude_ua), to.tested_amplitude);
}

void read(ImageReader& in, const PbBudget& from, safety::ChargeBudget& to) noexcept {
  in.read(IMAGE_FIELD(from, capacity_nc), to.capacity, kPerMilli);
  in.read(IMAGE_FIELD(from, refill_nc_per_s), to.refill_pc_per_s, kPerMilli);
}

void read(ImageReader& in, const PbEpisodes& from, safety::EpisodicLimits& to) noexcept {
  in.read(IMAGE_FIELD(from, max_burst_ms), to.max_burst, kPerMilli);
  in.read(IMAGE_FIELD(from, burst_gap_ms), to.burst_gap, kPerMilli);
  in.read(IMAGE_FIELD(from, bursts_per_therapy), to.bursts_per_therapy);
  in.read(IMAGE_FIELD(from, therapy_gap_ms), to.therapy_gap, kPerMilli);
  in.read(IMAGE_FIELD(from, therapies_per_episode), to.therapies_per_episode);
  in.read(IMAGE_FIELD(from, episode_gap_ms), to.episode_gap, kPerMilli);
  in.read(IMAGE_FIELD(from, therapies_per_hour), to.therapies_per_hour);
  in.read(IMAGE_FIELD(from, therapies_per_day), to.therapies_per_day);
  in.read(IMAGE_FIELD(from, reserved_for_episodes), to.reserved_for_episodes);
  in.read(IMAGE_FIELD(from, day_ends_at_midnight), to.day_ends_at_midnight);
  in.read(IMAGE_FIELD(from, status_therapies), to.status_therapies);
  in.read(IMAGE_FIELD(from, status_window_s), to.status_window, kPerSecond);
}

void read(ImageReader& in, const PbContinuous& from,
          safety::ContinuousLimits& to) noexcept {
  in.read(IMAGE_FIELD(from, max_on_s), to.max_on, kPerSecond);
  in.read(IMAGE_FIELD(from, min_off_s), to.min_off, kPerSecond);
}

void read_leads(ImageReader& in, const PbLimits& from, safety::Limits& to) noexcept {
  if (from.leads_count == 0) in.fault("leads", ImageReader::kEmpty);
  for (pb_size_t i = 0; i < from.leads_count; ++i) {
    const std::int64_t model = ImageReader::raw(from.leads[i]);
    if (model < safety::kLeadModels) {
      to.leads[i] = static_cast<LeadModel>(model);
    } else {
      in.fault(i == 0 ? "leads[0]" : "leads[1]", "not in the lead catalogue",
               static_cast<double>(model), 0.0, safety::kLeadModels - 1);
    }
  }
}

void read_budgets(ImageReader& in, const PbLimits& from, safety::Limits& to) noexcept {
  if (from.has_episodes == from.has_continuous) {
    in.fault("episodes", "exactly one of episodes and continuous must be given");
  }
  to.episodic = from.has_episodes;
  if (from.has_episodes) READ_IMAGE_PART(in, from, episodes, to.episodes);
  if (from.has_continuous) READ_IMAGE_PART(in, from, continuous, to.continuous);
  in.read(IMAGE_FIELD(from, max_duty_permille_1min), to.max_duty_permille_1min);
  in.read(IMAGE_FIELD(from, max_duty_permille_1h), to.max_duty_permille_1h);
  in.read(IMAGE_FIELD(from, max_duty_permille_24h), to.max_duty_permille_24h);
  READ_IMAGE_PART(in, from, fast_budget, to.fast_budget);
  READ_IMAGE_PART(in, from, slow_budget, to.slow_budget);
  in.read(IMAGE_FIELD(from, max_energy_uj), to.max_energy_nj, kPerMilli);
  in.read(IMAGE_FIELD(from, max_power_uw), to.max_power_nw, kPerMilli);
}

}  // namespace

void read(ImageReader& in, const PbLimits& from, safety::Limits& to) noexcept {
  read_leads(in, from, to);
  READ_IMAGE_LIST(in, from, configurations, to.configurations);
  to.configuration_count = static_cast<std::uint8_t>(from.configurations_count);
  in.read(IMAGE_FIELD(from, max_amplitude_ua), to.max_amplitude);
  in.read(IMAGE_FIELD(from, max_sum_amplitude_ua), to.max_sum_amplitude);
  in.read(IMAGE_FIELD(from, min_pulse_width_us), to.min_pulse_width);
  in.read(IMAGE_FIELD(from, max_pulse_width_us), to.max_pulse_width);
  in.read(IMAGE_FIELD(from, min_period_us), to.min_period);
  in.read(IMAGE_FIELD(from, max_period_us), to.max_period);
  in.read(IMAGE_FIELD(from, max_ramp_ua_per_ms), to.max_ramp_ua_per_ms);
  in.read(IMAGE_FIELD(from, max_rise_per_window_ua), to.max_rise_per_window);
  in.read(IMAGE_FIELD(from, ramp_window_ms), to.ramp_window, kPerMilli);
  in.read(IMAGE_FIELD(from, charge_density_nc_per_cm2), to.charge_density_nc_per_cm2);
  in.read(IMAGE_FIELD(from, shannon_k_hundredths), to.shannon_k_hundredths);
  in.read(IMAGE_FIELD(from, compliance_mv), to.compliance, kPerMilli);
  in.read(IMAGE_FIELD(from, min_impedance_ohm), to.min_impedance);
  in.read(IMAGE_FIELD(from, max_impedance_ohm), to.max_impedance);
  in.read(IMAGE_FIELD(from, max_impedance_age_s), to.max_impedance_age, kPerSecond);
  read_budgets(in, from, to);
  in.read(IMAGE_FIELD(from, max_command_lifetime_ms), to.max_command_lifetime, kPerMilli);
  in.read(IMAGE_FIELD(from, max_step_gap_ms), to.max_step_gap, kPerMilli);
  in.read(IMAGE_FIELD(from, latch_cooldown_s), to.latch_cooldown, kPerSecond);
  in.read(IMAGE_FIELD(from, battery_floor_mv), to.battery_floor);
  in.read(IMAGE_FIELD(from, max_temperature_millicelsius), to.max_temperature);
  in.read(IMAGE_FIELD(from, max_echo_error_permille), to.max_echo_error_permille);
  in.read(IMAGE_FIELD(from, max_residual_mv), to.max_residual, kPerMilli);
}

}  // namespace homeostat::controller
