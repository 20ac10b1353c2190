// A therapy program: everything that a clinician chose. Plain, fixed size, no pointers:
// it travels to the device as bytes and is validated again there.
//
// Written by people as text (clinical_configs/therapy_program.proto), decoded by
// controller/program_image.h, checked by validate() on host and device alike.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/rcs_settings.h"
#include "safety/limits.h"
#include "safety/stimulus.h"
#include "safety/units.h"

namespace homeostat::controller {

inline constexpr int kMaxTherapies = 5;
inline constexpr int kBurstsPerTherapy = 2;

// What one output does while it is on. Amplitude zero: this output is not used.
struct Stimulation {
  std::uint8_t configuration = 0;
  Microamps amplitude;
  Microseconds pulse_width;
  Microseconds period;
};
using OutputStimulation = std::array<Stimulation, safety::kOutputs>;

struct BurstSettings {
  OutputStimulation outputs{};
  Microseconds duration;  // zero: this burst is not used
};

// One therapy: burst 1, then burst 2 after the pause, as in responsive neurostimulators.
struct TherapySettings {
  std::array<BurstSettings, kBurstsPerTherapy> bursts{};
  Microseconds pause;  // between burst 1 and burst 2
};

// Episodes of up to five therapies, each given only if the seizure goes on or comes back.
struct ResponsiveSettings {
  std::uint8_t therapy_count = 0;
  std::array<TherapySettings, kMaxTherapies> therapies{};
  Microseconds redetection;  // after a therapy: wait this long, then look again
  Microseconds refractory;   // after an episode: no new episode before this
  std::uint16_t therapies_per_day = 0;
};

// Stimulation that does not listen. On for on_time, off for off_time; off_time zero:
// always.
struct OpenLoopSettings {
  OutputStimulation outputs{};
  Microseconds on_time;
  Microseconds off_time;
  Microseconds ramp;  // from zero to full at each start
};

// Stimulation that goes on and follows the chain of an adaptive stimulator: its state
// sets the current of each output. An output's amplitude is the most that it may reach.
struct AdaptiveSettings {
  OutputStimulation outputs{};  // output i is program i of the states
#ifndef HOMEOSTAT_NO_RCS_CHAIN
  biomarkers::RcsSettings chain;  // channels are found by their labels
#endif
};

// Null where a build carries no chain (biomarkers/carried.h).
template <class Adaptive>
constexpr auto* chain_of(Adaptive& settings) noexcept {
#ifdef HOMEOSTAT_NO_RCS_CHAIN
  (void)settings;
  return static_cast<biomarkers::RcsSettings*>(nullptr);
#else
  return &settings.chain;
#endif
}

// Minutes of the local day, from the first up to the second, which may lie beyond
// midnight.
struct DayWindow {
  std::uint16_t from_minute = 0;
  std::uint16_t to_minute = 0;
};

// The dose that bursts are given at, of their amplitude, which is the most that
// titration tested. It changes by a step a week at most: up where it adapts and two weeks
// were sick, down at an adverse event.
struct DoseSettings {
  bool adapts = false;
  std::uint16_t start_permille = 0;
  std::uint16_t lowest_permille = 0;
  std::uint16_t highest_permille = 0;
  std::uint16_t step_permille = 0;
};

// A burst whenever mood is symptomatic, the person awake and a dose left.
struct DosedSettings {
  BurstSettings burst;
  Microseconds ramp;                  // at both ends of a burst
  Microseconds spacing;               // from the start of a burst to the next, at least
  Microseconds refractory;            // after each burst
  std::uint16_t bursts_per_hour = 0;  // any hour
  std::uint16_t bursts_per_day = 0;   // any day
  DayWindow day;                      // outside nothing is given
  Microseconds lockout;               // at least this long once the day's are spent
  bool sham = false;                  // all as if, and no current
  DoseSettings dose;
};

// Stimulation that goes on, at a current that holds a band's power at its target: above
// it more is given.
struct ProportionalSettings {
  OutputStimulation outputs{};  // amplitude: the most
  std::uint8_t feature = 0;     // of the mood's, a band power
  float target_log10 = 0.0F;    // uV^2
  float smoothing_s = 0.0F;
  float gain_ua = 0.0F;            // for a decade above target
  float integral_ua_per_s = 0.0F;  // likewise, for each second
  Microamps lowest;
  std::int32_t rise_ua_per_s = 0;
  std::int32_t fall_ua_per_s = 0;
};

// Open loop, by day.
struct ScheduleSettings {
  OpenLoopSettings cycle;
  DayWindow day;
};

enum class PolicyKind : std::uint8_t {
  kNone = 0,
  kDetectionOnly,
  kResponsive,
  kOpenLoop,
  kAdaptive,
  kDosed,
  kProportional,
  kSchedule
};

struct TherapyProgram {
  std::uint32_t schema_version = 0;
  std::array<char, 48> name{};
  biomarkers::BiomarkerSettings biomarkers;
  PolicyKind policy = PolicyKind::kNone;
  ResponsiveSettings responsive;  // kResponsive only
  OpenLoopSettings open_loop;     // kOpenLoop only
  AdaptiveSettings adaptive;      // kAdaptive only
#ifndef HOMEOSTAT_NO_MOOD
  DosedSettings dosed;                // kDosed only
  ProportionalSettings proportional;  // kProportional only
  ScheduleSettings schedule;          // kSchedule only
#endif
  bool has_fallback = false;  // where the signal is lost: this baseline, else ramp off
  OpenLoopSettings fallback;
  Microseconds ramp_off;  // therapeutic stop, asked for by the indication; zero: at once
  bool start_armed = false;  // leave Off after boot without a clinician's event
  safety::Limits limits;     // all zero where the policy never stimulates
};

inline constexpr std::uint32_t kSchemaVersion = 1;

// Which field does not hold. `field` is a path as in the program's schema
// ("responsive.therapies[1].bursts[0].amplitude_ua"); null when all is well.
struct ProgramFault {
  std::array<char, 80> field{};  // empty: all is well
  double value = 0.0;
  double lowest = 0.0;  // accepted range, inclusive
  double highest = 0.0;
  double nearest = 0.0;  // nearest safe value
  const char* why = "";
  bool warning = false;  // recommended, not absolute: does not refuse
  constexpr bool ok() const { return field[0] == '\0'; }
};

// Receives each finding in turn. A plain function pointer: the device passes none.
using FaultSink = void (*)(void* context, const ProgramFault& fault);

// Checks every rule; reports each finding to `sink` (may be null) and returns true if no
// finding is more than a warning. Only a program that passes may be given to ClosedLoop.
[[nodiscard]] bool validate(const TherapyProgram& program, FaultSink sink,
                            void* context) noexcept;

// CRC-32 over the meaning of the program (field by field, no padding): the same wherever
// it runs.
[[nodiscard]] std::uint32_t checksum(const TherapyProgram& program) noexcept;

}  // namespace homeostat::controller
