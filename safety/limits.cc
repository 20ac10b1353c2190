#include "safety/limits.h"

#include "safety/ceilings.h"
#include "safety/guard.h"
#include "safety/limits_findings.h"
#include "safety/lowering.h"

namespace homeostat::safety {
namespace {

static_assert(kHourRemembered.count() == GUARD_HOUR_BINS * std::int64_t{60'000'000});
static_assert(kDayRemembered.count() == GUARD_DAY_BINS * std::int64_t{3'600'000'000});
static_assert(kDutyTwelfths == GUARD_DUTY_BINS);

constexpr std::int64_t kPerMilli = 1'000;
constexpr std::int64_t kPerSecond = 1'000'000;

// The names of one configuration's fields.
struct ConfigurationFields {
  const char *contacts, *share, *ratio, *gap, *recharge, *tested;
};
#define FIELDS(i)                                                           \
  {                                                                         \
    "limits.configurations[" #i "].contacts",                               \
        "limits.configurations[" #i "].contacts.worst_case_share_permille", \
        "limits.configurations[" #i "].second_phase_ratio",                 \
        "limits.configurations[" #i "].interphase_gap_us",                  \
        "limits.configurations[" #i "].recharge_us",                        \
        "limits.configurations[" #i "].tested_amplitude_ua"                 \
  }
constexpr ConfigurationFields kFields[kMaxConfigurations] = {FIELDS(0), FIELDS(1),
                                                             FIELDS(2), FIELDS(3)};
#undef FIELDS

void check_contacts(const Limits& limits, const ElectrodeConfiguration& configuration,
                    const ConfigurationFields& names, LimitsFindings& findings) {
  std::int64_t cathodes = 0;
  std::int64_t anodes = 0;
  for (int i = 0; i < kContacts; ++i) {
    const ContactUse& use = configuration.contacts[static_cast<std::size_t>(i)];
    const std::int64_t share = use.worst_case_share_permille;
    if (use.polarity == Polarity::kUnused) {
      findings.range({.name = names.share, .index = i}, share, 0, 0,
                     "contact has a share but no part");
      continue;
    }
    findings.range({.name = names.contacts, .index = i}, static_cast<int>(use.polarity),
                   1, 2, "polarity must be cathode or anode");
    findings.range({.name = names.contacts, .index = i}, area_um2(limits, i) != 0 ? 1 : 0,
                   1, 1, "the lead in this port has no such contact");
    findings.range({.name = names.share, .index = i}, share, 1, 1000,
                   "worst-case share of current");
    (use.polarity == Polarity::kAnode ? anodes : cathodes) += share;
  }
  constexpr std::int64_t kMost = 1000 * kContacts;
  findings.range({names.contacts}, cathodes, 1000, kMost,
                 "worst-case shares of the cathodes must add up to at least 1000");
  findings.range({names.contacts}, anodes, 1000, kMost,
                 "worst-case shares of the anodes must add up to at least 1000");
}

void check_configuration(const Limits& limits, const ElectrodeConfiguration& c,
                         const ConfigurationFields& names, LimitsFindings& findings) {
  check_contacts(limits, c, names, findings);
  findings.range({names.ratio}, c.second_phase_ratio, 1, CEILING_SECOND_PHASE_RATIO,
                 "second phase as many times as long as the first");
  findings.range({names.gap}, c.interphase_gap, 0, CEILING_INTERPHASE_GAP_US,
                 "pause between the phases");
  findings.range({names.recharge}, c.recharge, 0, CEILING_RECHARGE_US,
                 "passive discharge after the second phase");
  findings.range({names.tested}, c.tested_amplitude, 1, limits.max_amplitude.count(),
                 "titration cannot have tested more than max_amplitude_ua");
}

// The longest pulse of every configuration must fit the longest period.
void check_occupied(const Limits& limits, LimitsFindings& findings) {
  const auto up_to = [](Microseconds span, std::int64_t highest) {
    return span.count() >= 0 && span.count() <= highest;
  };
  for (std::size_t i = 0; i < limits.configuration_count; ++i) {
    const ElectrodeConfiguration& c = limits.configurations[i];
    const bool sane = up_to(limits.max_pulse_width, CEILING_PULSE_WIDTH_US) &&
                      up_to(c.interphase_gap, CEILING_INTERPHASE_GAP_US) &&
                      up_to(c.recharge, CEILING_RECHARGE_US);
    if (!sane) continue;  // told by itself; the sum might overflow
    const std::int64_t occupied =
        limits.max_pulse_width.count() * (1 + c.second_phase_ratio) +
        c.interphase_gap.count() + c.recharge.count();
    findings.range({"limits.max_period_us"}, limits.max_period, occupied,
                   CEILING_PERIOD_US, "both phases, gap and recharge must fit");
  }
}

void check_leads(const Limits& limits, LimitsFindings& findings) {
  for (const LeadModel lead : limits.leads) {
    findings.range({"limits.leads"}, static_cast<int>(lead), 0, kLeadModels - 1,
                   "not a lead of the catalogue");
  }
  findings.range({"limits.configurations"}, limits.configuration_count, 1,
                 kMaxConfigurations, "how many electrode configurations");
  if (limits.configuration_count > kMaxConfigurations) return;
  for (std::size_t i = 0; i < limits.configuration_count; ++i) {
    check_configuration(limits, limits.configurations[i], kFields[i], findings);
  }
  check_occupied(limits, findings);
}

void check_train(const Limits& l, LimitsFindings& findings) {
  findings.range({"limits.max_amplitude_ua"}, l.max_amplitude, 1, CEILING_AMPLITUDE_UA,
                 "current of one output");
  findings.range({"limits.max_sum_amplitude_ua"}, l.max_sum_amplitude, 1,
                 CEILING_SUM_AMPLITUDE_UA, "current of both outputs together");
  findings.range({"limits.min_pulse_width_us"}, l.min_pulse_width, FLOOR_PULSE_WIDTH_US,
                 CEILING_PULSE_WIDTH_US, "width of the first phase");
  findings.range({"limits.max_pulse_width_us"}, l.max_pulse_width,
                 l.min_pulse_width.count(), CEILING_PULSE_WIDTH_US,
                 "not below min_pulse_width_us");
  findings.range({"limits.min_period_us"}, l.min_period, FLOOR_PERIOD_US,
                 CEILING_PERIOD_US, "time from pulse to pulse");
  findings.range({"limits.max_period_us"}, l.max_period, l.min_period.count(),
                 CEILING_PERIOD_US, "not below min_period_us");
  findings.range({"limits.max_ramp_ua_per_ms"}, l.max_ramp_ua_per_ms, 1,
                 CEILING_RAMP_UA_PER_MS, "how fast current may rise");
  findings.range({"limits.max_rise_per_window_ua"}, l.max_rise_per_window, 1,
                 CEILING_AMPLITUDE_UA, "rise within any ramp window");
  findings.range({"limits.ramp_window_ms", kPerMilli}, l.ramp_window,
                 FLOOR_RAMP_WINDOW_US, CEILING_RAMP_WINDOW_US, "window of the rise");
}

void check_tissue(const Limits& l, LimitsFindings& findings) {
  findings.range({"limits.charge_density_nc_per_cm2"}, l.charge_density_nc_per_cm2, 1,
                 CEILING_DENSITY_NC_PER_CM2, "charge density of one phase");
  findings.range({"limits.shannon_k_hundredths"}, l.shannon_k_hundredths,
                 FLOOR_SHANNON_K_HUNDREDTHS, CEILING_SHANNON_K_HUNDREDTHS,
                 "Shannon's k in hundredths");
  findings.range({"limits.compliance_mv", kPerMilli}, l.compliance, kPerMilli,
                 CEILING_COMPLIANCE_UV, "voltage of the source");
  findings.range({"limits.min_impedance_ohm"}, l.min_impedance, FLOOR_IMPEDANCE_OHM,
                 CEILING_IMPEDANCE_OHM, "lower is a short");
  findings.range({"limits.max_impedance_ohm"}, l.max_impedance, l.min_impedance.count(),
                 CEILING_IMPEDANCE_OHM, "not below min_impedance_ohm; higher is open");
  findings.range({"limits.max_impedance_age_s", kPerSecond}, l.max_impedance_age,
                 kPerSecond, CEILING_IMPEDANCE_AGE_US, "age of a measurement");
}

void check_status(const EpisodicLimits& e, LimitsFindings& findings) {
  if (e.status_therapies == 0) return;
  findings.range({"limits.episodes.status_therapies"}, e.status_therapies,
                 e.therapies_per_episode + 1, CEILING_STATUS_THERAPIES,
                 "therapies that latch, more than one full episode; 0 for none");
  findings.range({"limits.episodes.status_window_s", kPerSecond}, e.status_window,
                 FLOOR_STATUS_WINDOW_US, CEILING_STATUS_WINDOW_US,
                 "window of status_therapies");
}

void check_episodes(const Limits& l, LimitsFindings& findings) {
  const EpisodicLimits& e = l.episodes;
  findings.range({"limits.episodes.max_burst_ms", kPerMilli}, e.max_burst, kPerMilli,
                 CEILING_BURST_US, "length of a burst");
  findings.range({"limits.episodes.burst_gap_ms", kPerMilli}, e.burst_gap,
                 l.max_period.count() + 1, CEILING_GAP_US,
                 "longer than max_period_us, or every pulse were a burst");
  findings.range({"limits.episodes.bursts_per_therapy"}, e.bursts_per_therapy, 1,
                 CEILING_BURSTS_PER_THERAPY, "bursts of a therapy");
  findings.range({"limits.episodes.therapy_gap_ms", kPerMilli}, e.therapy_gap,
                 e.burst_gap.count(), CEILING_GAP_US, "not below burst_gap_ms");
  findings.range({"limits.episodes.therapies_per_episode"}, e.therapies_per_episode, 1,
                 CEILING_THERAPIES_PER_EPISODE, "therapies of an episode");
  findings.range({"limits.episodes.episode_gap_ms", kPerMilli}, e.episode_gap,
                 e.therapy_gap.count(), CEILING_GAP_US, "not below therapy_gap_ms");
  findings.range({"limits.episodes.therapies_per_hour"}, e.therapies_per_hour, 1,
                 CEILING_THERAPIES_PER_HOUR, "therapies in any hour");
  findings.range({"limits.episodes.therapies_per_day"}, e.therapies_per_day, 1,
                 CEILING_THERAPIES_PER_DAY, "therapies in any day");
  findings.range({"limits.episodes.reserved_for_episodes"}, e.reserved_for_episodes, 0,
                 std::int64_t{e.therapies_per_day} - 1,
                 "must leave one of therapies_per_day for a first therapy");
  check_status(e, findings);
}

void check_continuous(const Limits& l, LimitsFindings& findings) {
  const ContinuousLimits& c = l.continuous;
  if (c.max_on == Microseconds{} && c.min_off == Microseconds{}) return;
  findings.range({"limits.continuous.max_on_s", kPerSecond}, c.max_on, kPerSecond,
                 CEILING_ON_US, "state both max_on_s and min_off_s, or neither");
  findings.range({"limits.continuous.min_off_s", kPerSecond}, c.min_off,
                 l.max_period.count() + 1, CEILING_GAP_US,
                 "longer than max_period_us; state both max_on_s and min_off_s");
}

void check_budgets(const Limits& l, LimitsFindings& findings) {
  findings.range({"limits.max_duty_permille_1min"}, l.max_duty_permille_1min, 1, 1000,
                 "share of any minute");
  findings.range({"limits.max_duty_permille_1h"}, l.max_duty_permille_1h, 1, 1000,
                 "share of any hour");
  findings.range({"limits.max_duty_permille_24h"}, l.max_duty_permille_24h, 1, 1000,
                 "share of any 24 hours");
  findings.range({"limits.fast_budget.capacity_nc", kPerMilli}, l.fast_budget.capacity,
                 kPerMilli, CEILING_FAST_CAPACITY_PC, "charge by contact, over minutes");
  findings.range({"limits.fast_budget.refill_nc_per_s", kPerMilli},
                 l.fast_budget.refill_pc_per_s, 1, CEILING_REFILL_PC_PER_S,
                 "charge that flows back");
  findings.range({"limits.slow_budget.capacity_nc", kPerMilli}, l.slow_budget.capacity,
                 kPerMilli, CEILING_SLOW_CAPACITY_PC, "charge by contact, over a day");
  findings.range({"limits.slow_budget.refill_nc_per_s", kPerMilli},
                 l.slow_budget.refill_pc_per_s, 1, CEILING_REFILL_PC_PER_S,
                 "charge that flows back");
  findings.range({"limits.max_energy_uj", kPerMilli}, l.max_energy_nj, kPerMilli,
                 CEILING_ENERGY_NJ, "energy that may be spent at once");
  findings.range({"limits.max_power_uw", kPerMilli}, l.max_power_nw, 1, CEILING_POWER_NW,
                 "energy that flows back");
}

void check_device(const Limits& l, LimitsFindings& findings) {
  findings.range({"limits.max_command_lifetime_ms", kPerMilli}, l.max_command_lifetime,
                 kPerMilli, CEILING_COMMAND_LIFETIME_US, "every command ends by itself");
  findings.range({"limits.max_step_gap_ms", kPerMilli}, l.max_step_gap, kPerMilli,
                 CEILING_STEP_GAP_US, "a longer silence of the caller is a stall");
  findings.range({"limits.latch_cooldown_s", kPerSecond}, l.latch_cooldown,
                 FLOOR_COOLDOWN_US, CEILING_COOLDOWN_US, "after a reset of the latch");
  findings.range({"limits.battery_floor_mv"}, l.battery_floor, FLOOR_BATTERY_FLOOR_MV,
                 CEILING_BATTERY_FLOOR_MV, "below it no therapy");
  findings.range({"limits.max_temperature_millicelsius"}, l.max_temperature,
                 FLOOR_TEMPERATURE_MC, CEILING_TEMPERATURE_MC, "above it no therapy");
  findings.range({"limits.max_echo_error_permille"}, l.max_echo_error_permille, 1,
                 CEILING_ECHO_ERROR_PERMILLE, "measured against granted charge");
  findings.range({"limits.max_residual_mv", kPerMilli}, l.max_residual, kPerMilli,
                 CEILING_RESIDUAL_UV, "voltage left on the electrode");
}

void keep_first(void* context, const LimitsFault& fault) {
  auto& first = *static_cast<LimitsFault*>(context);
  if (first.field == nullptr) first = fault;
}

}  // namespace

bool validate(const Limits& limits, LimitsFaultSink sink, void* context) noexcept {
  LimitsFindings findings(sink, context);
  check_leads(limits, findings);
  check_train(limits, findings);
  check_tissue(limits, findings);
  if (limits.episodic) {
    check_episodes(limits, findings);
  } else {
    check_continuous(limits, findings);
  }
  check_budgets(limits, findings);
  check_device(limits, findings);
  return findings.none();
}

LimitsFault validate(const Limits& limits) noexcept {
  LimitsFault first;
  (void)validate(limits, keep_first, &first);
  return first;
}

Picocoulombs max_charge_per_phase(std::uint32_t area_um2, std::int32_t density_nc_per_cm2,
                                  std::int32_t shannon_k_hundredths) noexcept {
  if (density_nc_per_cm2 < 0 || shannon_k_hundredths < 0) return Picocoulombs{};
  return Picocoulombs(
      guard_charge_limit_pc(area_um2, static_cast<std::uint32_t>(density_nc_per_cm2),
                            static_cast<std::uint32_t>(shannon_k_hundredths)));
}

Microamps max_amplitude_for(const Limits& limits, int configuration,
                            Microseconds pulse_width) noexcept {
  if (configuration < 0 || configuration >= limits.configuration_count ||
      configuration >= kMaxConfigurations || pulse_width < limits.min_pulse_width ||
      pulse_width > limits.max_pulse_width) {
    return Microamps{};
  }
  guard_configuration c;
  lower(limits.configurations[static_cast<std::size_t>(configuration)], c);
  std::array<std::uint32_t, kContacts> room{};
  for (int i = 0; i < kContacts; ++i) {
    room[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(
        max_charge_per_phase(area_um2(limits, i), limits.charge_density_nc_per_cm2,
                             limits.shannon_k_hundredths)
            .count());
  }
  const std::uint32_t bound = guard_charge_bound_ua(
      &c, room.data(), static_cast<std::uint32_t>(pulse_width.count()));
  return Microamps(static_cast<std::int32_t>(bound));
}

}  // namespace homeostat::safety
