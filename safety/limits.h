// The clinician's limits: what the program states and the guard enforces.
//
// Every field is inclusive. A default-made Limits admits nothing. Where zero means "none"
// it is said beside the field: continuous on-time, status latch, interphase gap,
// recharge. Programs as text must state these too. A program can only tighten the
// compiled ceilings of safety/ceilings.h; validate() says which field does not hold, on
// the host and again on the device. Rules and sources: safety/HAZARDS.md.
#pragma once

#include <array>
#include <cstdint>

#include "safety/lead.h"
#include "safety/units.h"

namespace homeostat::safety {

enum class Polarity : std::uint8_t { kUnused = 0, kCathode, kAnode };

// One contact's part in an electrode configuration. Contacts in parallel do not
// share current equally: the share is the worst case that the clinician states,
// and shares of one polarity add up to at least 1000.
struct ContactUse {
  Polarity polarity = Polarity::kUnused;
  std::uint16_t worst_case_share_permille = 0;
};

// A way to drive the contacts that a clinician chose. Requests name it by index.
struct ElectrodeConfiguration {
  std::array<ContactUse, kContacts> contacts{};
  std::uint8_t second_phase_ratio =
      0;                        // phase 2: width * ratio, amplitude / ratio; 1..10
  Microseconds interphase_gap;  // zero: none
  Microseconds recharge;        // passive discharge after phase 2; zero: none
  Microamps tested_amplitude;   // the highest that supervised titration reached
};

inline constexpr int kMaxConfigurations = 4;

// A leaky bucket of charge, by physical contact and phase.
struct ChargeBudget {
  Picocoulombs capacity;
  std::int64_t refill_pc_per_s = 0;
};

// For how long the guard may remember a therapy of an hour or a day, whose bins are whole
// minutes and hours; and how much of duty, in twelfths of its window.
inline constexpr Microseconds kHourRemembered{62 * kMinuteLong.count()};
inline constexpr Microseconds kDayRemembered{26 * kHourLong.count()};
inline constexpr std::int64_t kDutyTwelfths = 14;

// What bounds therapies that come in bursts. Counted by the guard from what it
// grants, never from what the controller says: silence of at least burst_gap ends a
// burst, of at least therapy_gap a therapy, of at least episode_gap an episode.
struct EpisodicLimits {
  Microseconds max_burst;
  Microseconds burst_gap;
  std::uint8_t bursts_per_therapy = 0;
  Microseconds therapy_gap;
  std::uint8_t therapies_per_episode = 0;
  Microseconds episode_gap;
  std::uint16_t therapies_per_hour = 0;  // sliding, in minutes
  std::uint16_t therapies_per_day = 0;   // sliding, in hours
  std::uint16_t reserved_for_episodes =
      0;                              // of the day's: first therapies may not spend these
  bool day_ends_at_midnight = false;  // profile option: calendar day instead of sliding
  std::uint8_t status_therapies = 0;  // this many within status_window latch; zero: none
  Microseconds status_window;
};

// What bounds therapies that are meant to go on. Zero on both: not stated.
struct ContinuousLimits {
  Microseconds max_on;
  Microseconds min_off;  // silence this long before the on-timer starts anew
};

struct Limits {
  std::array<LeadModel, kMaxLeads> leads{};
  std::uint8_t configuration_count = 0;
  std::array<ElectrodeConfiguration, kMaxConfigurations> configurations{};

  Microamps max_amplitude;      // of one output
  Microamps max_sum_amplitude;  // of both outputs together
  Microseconds min_pulse_width;
  Microseconds max_pulse_width;
  Microseconds min_period;
  Microseconds max_period;
  std::int32_t max_ramp_ua_per_ms = 0;  // rising; falling is never limited
  Microamps max_rise_per_window;        // rise within any ramp_window
  Microseconds ramp_window;

  std::int32_t charge_density_nc_per_cm2 = 0;  // per phase; ceiling 25'000
  std::int32_t shannon_k_hundredths = 0;       // ceiling 175; shipped programs 150

  Microvolts compliance;  // of the source, headroom already taken off
  Ohms min_impedance;
  Ohms max_impedance;
  Microseconds max_impedance_age;

  bool episodic = false;  // which of the two below holds
  EpisodicLimits episodes;
  ContinuousLimits continuous;

  std::uint16_t max_duty_permille_1min = 0;
  std::uint16_t max_duty_permille_1h = 0;
  std::uint16_t max_duty_permille_24h = 0;
  ChargeBudget fast_budget;        // minutes
  ChargeBudget slow_budget;        // a day
  std::int64_t max_energy_nj = 0;  // bucket of delivered energy, I^2 * Z * width
  std::int64_t max_power_nw = 0;   // its refill

  Microseconds max_command_lifetime;  // every command expires by itself
  Microseconds max_step_gap;          // a longer silence of the caller is a stall
  Microseconds latch_cooldown;
  Millivolts battery_floor;
  Millicelsius max_temperature;
  std::int32_t max_echo_error_permille = 0;  // delivered against granted charge
  Microvolts max_residual;                   // electrode voltage left after recharge
};

// Which field does not hold, and what it would accept. Numbers are in the unit that the
// field's name ends in ("limits.episodes.max_burst_ms": milliseconds), rounded towards
// the safe side.
struct LimitsFault {
  const char* field =
      nullptr;     // null: all is well; else as spelled in the program's schema
  int index = -1;  // contact of the implant where the field is a contact's
  std::int64_t value = 0;
  std::int64_t lowest = 0;  // accepted range
  std::int64_t highest = 0;
  const char* why = "";
};

// The first fault; a null field where all is well.
[[nodiscard]] LimitsFault validate(const Limits& limits) noexcept;

// Every fault, in the schema's order. True if there was none.
using LimitsFaultSink = void (*)(void* context, const LimitsFault& fault);
bool validate(const Limits& limits, LimitsFaultSink sink, void* context) noexcept;

// The most charge one phase may carry through a contact of this area: both bounds,
// the lower one holds, rounded down. Zero for a k that is not in the compiled table.
Picocoulombs max_charge_per_phase(std::uint32_t area_um2, std::int32_t density_nc_per_cm2,
                                  std::int32_t shannon_k_hundredths) noexcept;

// The same for a whole configuration at a pulse width: the highest amplitude that keeps
// every contact's charge, zero where the configuration or width is invalid.
Microamps max_amplitude_for(const Limits& limits, int configuration,
                            Microseconds pulse_width) noexcept;

}  // namespace homeostat::safety
