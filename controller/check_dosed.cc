// Rules of dosed therapy. To the guard each burst is an episode of its own, counted by
// the silence before it; a guard that would end or refuse bursts is found here, not at
// the bedside.
#include <algorithm>

#include "controller/mood_rules.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

using safety::EpisodicLimits;

constexpr Microseconds kMillisecond{1000};
constexpr Microseconds kSecond{1'000'000};
constexpr Microseconds kMinute{60'000'000};
constexpr FieldPath kAt("dosed");
constexpr int kWhole = 1000;  // permille

void check_burst(const TherapyProgram& program, ProgramFindings& findings) {
  const BurstSettings& burst = program.dosed.burst;
  check_outputs(burst.outputs, program.limits, kAt / "burst" / "outputs", findings);
  findings.span(kAt / "burst" / "duration_ms", burst.duration, kMillisecond,
                program.limits.episodes.max_burst,
                "from 1 ms to limits.episodes.max_burst_ms");
  findings.span(kAt / "ramp_ms", program.dosed.ramp, {},
                Microseconds(burst.duration.count() / 2),
                "at both ends: at most half of duration_ms");
}

void check_waits(const DosedSettings& settings, const EpisodicLimits& limits,
                 ProgramFindings& findings) {
  findings.span(kAt / "refractory_s", settings.refractory, {}, kLongestRefractory,
                "time after a burst");
  findings.span(kAt / "lockout_s", settings.lockout, {}, kLongestRefractory,
                "time after the day's last burst");
  findings.span(kAt / "spacing_s", settings.spacing,
                std::max(plus(settings.burst.duration, settings.refractory), kSecond),
                kLongestRefractory, "from one second; a burst and its refractory time");
  findings.span(kAt / "spacing_s", settings.spacing,
                plus(settings.burst.duration, limits.episode_gap), kLongestRefractory,
                "a burst and limits.episodes.episode_gap_ms: the guard would take two "
                "bursts for one episode and refuse");
}

// In a stretch of status_window, which the guard counts in whole minutes.
std::int64_t bursts_in_status(const DosedSettings& settings,
                              const EpisodicLimits& limits) {
  if (settings.spacing <= Microseconds{}) return INT64_MAX;
  const Microseconds window = plus(limits.status_window, kMinute);
  const std::int64_t by_spacing = window.count() / settings.spacing.count() + 1;
  const std::int64_t hours = window.count() / times(60, kMinute).count() + 1;
  return std::min({by_spacing, hours * settings.bursts_per_hour,
                   std::int64_t{settings.bursts_per_day}});
}

void check_counts(const DosedSettings& settings, const EpisodicLimits& limits,
                  ProgramFindings& findings) {
  findings.range(kAt / "bursts_per_hour", settings.bursts_per_hour, 1.0,
                 limits.therapies_per_hour,
                 "from 1 to limits.episodes.therapies_per_hour");
  findings.range(kAt / "bursts_per_day", settings.bursts_per_day, 1.0,
                 std::max(limits.therapies_per_day - limits.reserved_for_episodes, 1),
                 "from 1 to limits.episodes.therapies_per_day less "
                 "reserved_for_episodes: each burst is an episode");
  if (limits.status_therapies == 0) return;
  findings.require(bursts_in_status(settings, limits) < limits.status_therapies,
                   FieldPath("limits") / "episodes" / "status_therapies",
                   "bursts as often as allowed would latch the guard");
}

void check_dose(const DosedSettings& settings, ProgramFindings& findings) {
  const FieldPath at = kAt / "dose";
  const DoseSettings& dose = settings.dose;
  findings.range(at / "lowest_permille", dose.lowest_permille, 1.0, kWhole,
                 "part of the burst's amplitude");
  findings.range(at / "highest_permille", dose.highest_permille, dose.lowest_permille,
                 kWhole, "from lowest_permille to the whole amplitude");
  findings.range(at / "start_permille", dose.start_permille, dose.lowest_permille,
                 dose.highest_permille, "from lowest_permille to highest_permille");
  findings.range(at / "step_permille", dose.step_permille, 1.0, kWhole,
                 "a step down must lower the dose");
  for (const Stimulation& output : settings.burst.outputs) {
    const std::int64_t ua = std::int64_t{output.amplitude.count()} * dose.lowest_permille;
    findings.require(output.amplitude == Microamps{} || ua >= kWhole,
                     at / "lowest_permille", "of an output less than 1 uA is left");
  }
}

// A burst rises over its ramp, or in a frame.
void check_rise(const TherapyProgram& program, ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  const Microseconds rise =
      std::max(program.dosed.ramp, frame_length(program.biomarkers));
  std::int64_t highest = 0;
  for (const Stimulation& output : program.dosed.burst.outputs) {
    highest = std::max<std::int64_t>(highest, output.amplitude.count());
  }
  const std::int64_t needed = (highest * 1000 + rise.count() - 1) / rise.count();
  const std::int64_t in_window =
      std::min(highest, needed * limits.ramp_window.count() / 1000);
  constexpr const char* kWhy = "the guard's ramp is slower than the burst's";
  findings.range(FieldPath("limits") / "max_ramp_ua_per_ms", limits.max_ramp_ua_per_ms,
                 static_cast<double>(needed), CEILING_RAMP_UA_PER_MS, kWhy,
                 Weight::kAdvice);
  findings.range(FieldPath("limits") / "max_rise_per_window_ua",
                 limits.max_rise_per_window.count(), static_cast<double>(in_window),
                 CEILING_AMPLITUDE_UA, kWhy, Weight::kAdvice);
}

void check_duty(const DosedSettings& settings, const safety::Limits& limits,
                ProgramFindings& findings) {
  const std::int64_t burst_us = settings.burst.duration.count();
  const struct {
    const char* field;
    std::int64_t permille;
    std::int64_t bursts;
    std::int64_t share_us;  // a thousandth of the window
  } bounds[] = {
      {"max_duty_permille_1min", limits.max_duty_permille_1min,
       kMinute.count() / settings.spacing.count() + 1, 60'000},
      {"max_duty_permille_1h", limits.max_duty_permille_1h, settings.bursts_per_hour,
       3'600'000},
      {"max_duty_permille_24h", limits.max_duty_permille_24h, settings.bursts_per_day,
       86'400'000},
  };
  for (const auto& bound : bounds) {
    const std::int64_t needed = std::min<std::int64_t>(
        (burst_us * bound.bursts + bound.share_us - 1) / bound.share_us, kWhole);
    findings.range(FieldPath("limits") / bound.field, static_cast<double>(bound.permille),
                   static_cast<double>(needed), kWhole,
                   "the bursts take longer: the guard would withhold some",
                   Weight::kAdvice);
  }
}

}  // namespace

void check_dosed(const TherapyProgram& program, ProgramFindings& findings) noexcept {
  const DosedSettings& settings = program.dosed;
  const EpisodicLimits& limits = program.limits.episodes;
  findings.require(program.limits.episodic, FieldPath("limits") / "episodes",
                   "dosed therapy comes in bursts: state the limits of episodes");
  findings.require(!program.has_fallback, FieldPath("fallback"),
                   "dosed therapy has no baseline: without a signal nothing is given");
  check_followed_mood(program, biomarkers::SensedWhile::kOff,
                      "bursts are given on what is sensed between them: OFF", findings);
  check_burst(program, findings);
  check_waits(settings, limits, findings);
  check_counts(settings, limits, findings);
  check_window(settings.day, settings.burst.duration, kAt / "day", findings);
  check_dose(settings, findings);
  if (!findings.none()) return;  // what follows reckons with sane numbers
  check_rise(program, findings);
  check_duty(settings, program.limits, findings);
}

}  // namespace homeostat::controller
