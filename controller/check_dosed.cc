// Rules of dosed therapy. To the guard each burst is an episode of its own, counted by
// the silence before it; a guard that would end or refuse bursts is found here, not at
// the bedside.
#include <algorithm>

#include "controller/day_window.h"
#include "controller/mood_rules.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

using safety::EpisodicLimits;

constexpr Microseconds kMillisecond{1000};
constexpr Microseconds kSecond{1'000'000};
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

// The most that may begin in a stretch of less than a day, by spacing and by the hour.
std::int64_t bursts_in_hours(const DosedSettings& settings, Microseconds stretch) {
  const auto by_spacing = [&](Microseconds span) {
    return (span.count() + settings.spacing.count() - 1) / settings.spacing.count();
  };
  const std::int64_t in_hour =
      std::min<std::int64_t>(settings.bursts_per_hour, by_spacing(kHourLong));
  const Microseconds rest(stretch.count() % kHourLong.count());
  return stretch.count() / kHourLong.count() * in_hour +
         std::min(in_hour, by_spacing(rest));
}

// The same of any stretch.
std::int64_t bursts_in(const DosedSettings& settings, Microseconds stretch) {
  const std::int64_t in_day = std::min<std::int64_t>(settings.bursts_per_day,
                                                     bursts_in_hours(settings, kDayLong));
  const Microseconds rest(stretch.count() % kDayLong.count());
  return stretch.count() / kDayLong.count() * in_day +
         std::min(in_day, bursts_in_hours(settings, rest));
}

void check_counts(const DosedSettings& settings, ProgramFindings& findings) {
  findings.range(kAt / "bursts_per_hour", settings.bursts_per_hour, 1.0,
                 CEILING_THERAPIES_PER_HOUR, "bursts in any hour");
  findings.range(kAt / "bursts_per_day", settings.bursts_per_day, 1.0,
                 CEILING_THERAPIES_PER_DAY, "bursts in any day");
}

// Each burst is an episode to the guard, which remembers it for longer than an hour and a
// day: what it counts must have room for what a dose clock lets begin meanwhile.
void check_room(const DosedSettings& settings, const EpisodicLimits& limits,
                ProgramFindings& findings) {
  const FieldPath at = FieldPath("limits") / "episodes";
  findings.range(at / "therapies_per_hour", limits.therapies_per_hour,
                 static_cast<double>(bursts_in(settings, safety::kHourRemembered)),
                 CEILING_THERAPIES_PER_HOUR,
                 "the guard counts a burst for up to 62 minutes, and would refuse some");
  findings.range(at / "therapies_per_day", limits.therapies_per_day,
                 static_cast<double>(bursts_in(settings, safety::kDayRemembered) +
                                     limits.reserved_for_episodes),
                 CEILING_THERAPIES_PER_DAY,
                 "the guard counts a burst for up to 26 hours, beside "
                 "reserved_for_episodes, and would refuse some");
  if (limits.status_therapies == 0) return;
  const Microseconds window =
      plus(limits.status_window, kMinuteLong);  // in whole minutes
  findings.require(bursts_in(settings, window) < limits.status_therapies,
                   at / "status_therapies",
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

// Over what the guard remembers of each window.
void check_duty(const DosedSettings& settings, const safety::Limits& limits,
                ProgramFindings& findings) {
  const struct {
    const char* field;
    std::int64_t permille;
    Microseconds window;
  } bounds[] = {
      {"max_duty_permille_1min", limits.max_duty_permille_1min, kMinuteLong},
      {"max_duty_permille_1h", limits.max_duty_permille_1h, kHourLong},
      {"max_duty_permille_24h", limits.max_duty_permille_24h, kDayLong},
  };
  for (const auto& bound : bounds) {
    const Microseconds remembered(bound.window.count() / 12 * safety::kDutyTwelfths);
    const std::int64_t on_us =
        settings.burst.duration.count() * bursts_in(settings, remembered);
    const std::int64_t share_us = bound.window.count() / kWhole;
    findings.range(FieldPath("limits") / bound.field, static_cast<double>(bound.permille),
                   static_cast<double>(
                       std::min<std::int64_t>((on_us + share_us - 1) / share_us, kWhole)),
                   kWhole, "the bursts take longer: the guard would withhold some",
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
  check_counts(settings, findings);
  check_window(settings.day, tail_minutes(settings.burst.duration), kAt / "day",
               findings);
  check_dose(settings, findings);
  if (!findings.none()) return;  // what follows reckons with sane numbers
  check_room(settings, limits, findings);
  check_rise(program, findings);
  check_duty(settings, program.limits, findings);
}

}  // namespace homeostat::controller
