// Rules of stimulation that does not listen: the open-loop therapy, and the baseline that
// takes over where a signal is lost. What the guard would silence sooner or later is
// advised against: a therapy that fades is a hazard of its own.
#include <algorithm>

#include "controller/program_findings.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

using safety::Limits;

constexpr Microseconds kMicrosecond{1};

bool cycles(const OpenLoopSettings& settings) {
  return settings.off_time > Microseconds{};
}

// The most on-time in any window of this length.
Microseconds on_within(const OpenLoopSettings& settings, Microseconds window) {
  if (!cycles(settings)) return window;
  const std::int64_t cycle = (settings.on_time + settings.off_time).count();
  const Microseconds rest(window.count() % cycle);
  return times(window.count() / cycle, settings.on_time) +
         std::min(rest, settings.on_time);
}

void check_times(const OpenLoopSettings& settings, Microseconds frame,
                 Microseconds ramp_off, const FieldPath& at, ProgramFindings& findings) {
  findings.span(at / "on_time_s", settings.on_time, frame, kLongestOnTime,
                "time of stimulation");
  findings.span(at / "off_time_s", settings.off_time, {}, kLongestOffTime,
                "time of rest (0: none)");
  findings.span(at / "ramp_ms", settings.ramp, {},
                cycles(settings) ? minus(settings.on_time, ramp_off) : kLongestRamp,
                "with ramp_off_ms no longer than on_time_s");
}

// On-times are bursts to the guard: it counts them as therapies, and as one episode where
// they follow each other too soon.
void check_against_episodes(const OpenLoopSettings& settings,
                            const safety::EpisodicLimits& limits, const FieldPath& at,
                            ProgramFindings& findings) {
  findings.span(at / "on_time_s", settings.on_time, kMicrosecond, limits.max_burst,
                "the guard would cut it: longer than limits.episodes.max_burst_ms");
  findings.span(at / "off_time_s", settings.off_time, limits.burst_gap, kLongestOffTime,
                "the guard would refuse it: shorter than limits.episodes.burst_gap_ms");
  findings.span(at / "off_time_s", settings.off_time, limits.episode_gap, kLongestOffTime,
                "shorter than limits.episodes.episode_gap_ms: the guard ends it after "
                "therapies_per_episode",
                Weight::kAdvice);
}

void check_against_continuous(const OpenLoopSettings& settings,
                              const safety::ContinuousLimits& limits, const FieldPath& at,
                              ProgramFindings& findings) {
  if (limits.max_on == Microseconds{}) return;
  findings.span(at / "on_time_s", settings.on_time, kMicrosecond, limits.max_on,
                "the guard would cut it: longer than limits.continuous.max_on_s");
  findings.span(at / "off_time_s", settings.off_time, limits.min_off, kLongestOffTime,
                "the guard would refuse it: shorter than limits.continuous.min_off_s");
}

void check_duty(const OpenLoopSettings& settings, const Limits& limits,
                const FieldPath& at, ProgramFindings& findings) {
  const struct {
    Microseconds window;
    int permille;
    const char* why;
  } bounds[] = {
      {kMinuteLong, limits.max_duty_permille_1min,
       "beyond limits.max_duty_permille_1min"},
      {kHourLong, limits.max_duty_permille_1h, "beyond limits.max_duty_permille_1h"},
      {kDayLong, limits.max_duty_permille_24h, "beyond limits.max_duty_permille_24h"},
  };
  for (const auto& bound : bounds) {
    const Microseconds allowed(bound.window.count() / 1000 * bound.permille);
    findings.require(on_within(settings, bound.window) <= allowed, at / "on_time_s",
                     bound.why, Weight::kAdvice);
  }
}

// Charge a second through the busiest contact, averaged over a cycle.
std::int64_t charge_pc_per_s(const OpenLoopSettings& settings, const Limits& limits) {
  std::int64_t busiest = 0;
  for (std::size_t contact = 0; contact < safety::kContacts; ++contact) {
    std::int64_t own = 0;
    for (const Stimulation& output : settings.outputs) {
      if (output.configuration >= limits.configurations.size()) continue;
      const safety::ElectrodeConfiguration& used =
          limits.configurations[output.configuration];
      const std::int64_t share = used.contacts[contact].worst_case_share_permille;
      if (output.period <= Microseconds{}) continue;
      own += (output.amplitude * output.pulse_width).count() * share * 1000 /
             output.period.count();
    }
    busiest = std::max(busiest, own);
  }
  const Microseconds cycle = settings.on_time + settings.off_time;
  const double share_on =
      static_cast<double>(settings.on_time.count()) / static_cast<double>(cycle.count());
  return static_cast<std::int64_t>(static_cast<double>(busiest) * share_on);
}

void check_charge(const OpenLoopSettings& settings, const Limits& limits,
                  ProgramFindings& findings) {
  const std::int64_t needed = (charge_pc_per_s(settings, limits) + 999) / 1000;
  const struct {
    const char* budget;
    const safety::ChargeBudget& is;
  } budgets[] = {{"fast_budget", limits.fast_budget},
                 {"slow_budget", limits.slow_budget}};
  for (const auto& budget : budgets) {
    findings.range(FieldPath("limits") / budget.budget / "refill_nc_per_s",
                   static_cast<double>(budget.is.refill_pc_per_s / 1000),
                   static_cast<double>(needed), CEILING_REFILL_PC_PER_S / 1000.0,
                   "less flows back than is spent: stimulation will fade",
                   Weight::kAdvice);
  }
}

// The guard takes the least of up to one and a half ramp windows for its start.
Microseconds shortest_ramp(Microamps amplitude, const Limits& limits) {
  const std::int64_t ua = amplitude.count();
  const Microseconds by_rate(ua * 1000 / limits.max_ramp_ua_per_ms);
  const Microseconds by_window =
      amplitude > limits.max_rise_per_window
          ? Microseconds(ua * limits.ramp_window.count() * 3 / 2 /
                         limits.max_rise_per_window.count())
          : Microseconds{};
  return std::max(by_rate, by_window);
}

void check_ramp(const OpenLoopSettings& settings, const Limits& limits,
                Microseconds frame, const FieldPath& at, ProgramFindings& findings) {
  for (const Stimulation& output : settings.outputs) {
    const Microseconds shortest = shortest_ramp(output.amplitude, limits);
    if (shortest <= frame) continue;
    findings.span(at / "ramp_ms", settings.ramp, shortest, kLongestRamp,
                  "the guard's ramp is slower", Weight::kAdvice);
    return;
  }
}

}  // namespace

void check_open_loop(const TherapyProgram& program, const OpenLoopSettings& settings,
                     const FieldPath& at, ProgramFindings& findings) noexcept {
  const Limits& limits = program.limits;
  const Microseconds frame = frame_length(program.biomarkers);
  check_outputs(settings.outputs, limits, at / "outputs", findings);
  check_times(settings, frame, program.ramp_off, at, findings);
  if (limits.episodic) {
    check_against_episodes(settings, limits.episodes, at, findings);
  } else {
    check_against_continuous(settings, limits.continuous, at, findings);
  }
  if (!findings.none()) return;  // what follows reckons with sane numbers
  check_duty(settings, limits, at, findings);
  check_charge(settings, limits, findings);
  check_ramp(settings, limits, frame, at, findings);
}

}  // namespace homeostat::controller
