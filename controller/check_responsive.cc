// Rules of responsive therapy. The guard counts bursts, therapies and episodes by the
// silence between them, so the program's pauses must be what the guard takes them for; a
// pause grows by up to a frame until the next one is due.
#include <algorithm>

#include "controller/program_findings.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

using safety::EpisodicLimits;

constexpr Microseconds kMillisecond{1000};

void check_bursts(const TherapySettings& therapy, const safety::Limits& limits,
                  const FieldPath& at, ProgramFindings& findings) {
  int bursts = 0;
  for (std::size_t i = 0; i < therapy.bursts.size(); ++i) {
    const BurstSettings& burst = therapy.bursts[i];
    if (i > 0 && burst.duration == Microseconds{}) continue;
    ++bursts;
    check_outputs(burst.outputs, limits, (at / "bursts")[i] / "outputs", findings);
    findings.span((at / "bursts")[i] / "duration_ms", burst.duration, kMillisecond,
                  limits.episodes.max_burst, "from 1 ms to limits.episodes.max_burst_ms");
  }
  findings.range(at / "bursts", bursts, 1.0, limits.episodes.bursts_per_therapy,
                 "from 1 to limits.episodes.bursts_per_therapy");
}

void check_pause(const TherapySettings& therapy, const EpisodicLimits& limits,
                 Microseconds frame, const FieldPath& at, ProgramFindings& findings) {
  if (therapy.bursts[1].duration == Microseconds{}) {
    findings.require(therapy.pause == Microseconds{}, at / "pause_ms",
                     "there is no second burst to wait for: 0");
    return;
  }
  findings.span(at / "pause_ms", therapy.pause, limits.burst_gap,
                minus(limits.therapy_gap, plus(frame, kMillisecond)),
                "from limits.episodes.burst_gap_ms to a frame less than therapy_gap_ms");
}

// Between therapies, and between episodes.
void check_waits(const TherapyProgram& program, const FieldPath& at,
                 ProgramFindings& findings) {
  const ResponsiveSettings& settings = program.responsive;
  const EpisodicLimits& limits = program.limits.episodes;
  const Microseconds frame = frame_length(program.biomarkers);
  findings.span(
      at / "redetection_ms", settings.redetection, limits.therapy_gap,
      minus(limits.episode_gap, plus(frame, kMillisecond)),
      "from limits.episodes.therapy_gap_ms to a frame less than episode_gap_ms");
  findings.span(at / "refractory_ms", settings.refractory, {}, kLongestRefractory,
                "time between episodes");
  findings.span(at / "refractory_ms", settings.refractory,
                minus(limits.episode_gap, settings.redetection), kLongestRefractory,
                "with redetection_ms shorter than limits.episodes.episode_gap_ms: the "
                "guard takes two episodes for one",
                Weight::kAdvice);
  if (settings.therapy_count < 2) return;
  findings.span(at / "redetection_ms", settings.redetection,
                program.biomarkers.persistence.termination, limits.episode_gap,
                "shorter than persistence.termination_ms: a seizure that has ended is "
                "still treated",
                Weight::kAdvice);
}

// Visits what stimulates in each burst that there is, and for how long.
template <class Visit>
void for_each_train(const ResponsiveSettings& settings, const Visit& visit) {
  for (std::size_t i = 0; i < settings.therapy_count && i < kMaxTherapies; ++i) {
    for (const BurstSettings& burst : settings.therapies[i].bursts) {
      if (burst.duration == Microseconds{}) continue;
      for (const Stimulation& output : burst.outputs) {
        if (output.amplitude != Microamps{}) visit(output, burst.duration);
      }
    }
  }
}

Microamps highest_amplitude(const ResponsiveSettings& settings) {
  Microamps highest;
  for_each_train(settings, [&](const Stimulation& output, Microseconds) {
    highest = std::max(highest, output.amplitude);
  });
  return highest;
}

// Bursts begin at full amplitude: in one frame from nothing.
void check_rise(const TherapyProgram& program, ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  const Microseconds frame = frame_length(program.biomarkers);
  const std::int64_t highest = highest_amplitude(program.responsive).count();
  const std::int64_t needed = (highest * 1000 + frame.count() - 1) / frame.count();
  findings.range(FieldPath("limits") / "max_ramp_ua_per_ms", limits.max_ramp_ua_per_ms,
                 static_cast<double>(needed), CEILING_RAMP_UA_PER_MS,
                 "bursts will begin below their amplitude", Weight::kAdvice);
  findings.range(FieldPath("limits") / "max_rise_per_window_ua",
                 limits.max_rise_per_window.count(), static_cast<double>(highest),
                 CEILING_AMPLITUDE_UA, "bursts will begin below their amplitude",
                 Weight::kAdvice);
}

// The guard debits each pulse that begins within the burst.
std::int64_t pulses_in(Microseconds duration, Microseconds period) {
  return (duration.count() + period.count() - 1) / period.count();
}

// Charge of one phase through the busiest contact, in an episode that takes all
// therapies.
std::int64_t episode_charge_pc(const TherapyProgram& program) {
  std::int64_t busiest = 0;
  for (std::size_t contact = 0; contact < safety::kContacts; ++contact) {
    std::int64_t own = 0;
    for_each_train(
        program.responsive, [&](const Stimulation& output, Microseconds duration) {
          const std::int64_t share = program.limits.configurations[output.configuration]
                                         .contacts[contact]
                                         .worst_case_share_permille;
          const std::int64_t pulse =
              ((output.amplitude * output.pulse_width).count() * share + 999) / 1000;
          own += pulse * pulses_in(duration, output.period);
        });
    busiest = std::max(busiest, own);
  }
  return busiest;
}

void check_charge(const TherapyProgram& program, ProgramFindings& findings) {
  const std::int64_t needed = (episode_charge_pc(program) + 999) / 1000;
  const struct {
    const char* budget;
    Picocoulombs capacity;
    double ceiling_nc;
  } budgets[] = {
      {"fast_budget", program.limits.fast_budget.capacity,
       CEILING_FAST_CAPACITY_PC / 1000.0},
      {"slow_budget", program.limits.slow_budget.capacity,
       CEILING_SLOW_CAPACITY_PC / 1000.0},
  };
  for (const auto& budget : budgets) {
    findings.range(FieldPath("limits") / budget.budget / "capacity_nc",
                   static_cast<double>(budget.capacity.count() / 1000),
                   static_cast<double>(needed), budget.ceiling_nc,
                   "less than an episode of all therapies spends: the guard would end it",
                   Weight::kAdvice);
  }
}

// A permille of a day is longer than any burst.
void check_duty(const TherapyProgram& program, ProgramFindings& findings) {
  std::int64_t longest_us = 0;
  for_each_train(
      program.responsive, [&](const Stimulation& output, Microseconds duration) {
        longest_us = std::max(longest_us,
                              pulses_in(duration, output.period) * output.period.count());
      });
  const struct {
    const char* field;
    std::int64_t permille;
    std::int64_t share_us;  // a thousandth of the window
  } bounds[] = {
      {"max_duty_permille_1min", program.limits.max_duty_permille_1min, 60'000},
      {"max_duty_permille_1h", program.limits.max_duty_permille_1h, 3'600'000},
  };
  for (const auto& bound : bounds) {
    const std::int64_t needed =
        std::min<std::int64_t>((longest_us + bound.share_us - 1) / bound.share_us, 1000);
    findings.range(FieldPath("limits") / bound.field, static_cast<double>(bound.permille),
                   static_cast<double>(needed), 1000,
                   "a burst is longer: the guard would cut it", Weight::kAdvice);
  }
}

}  // namespace

void check_responsive(const TherapyProgram& program, ProgramFindings& findings) noexcept {
  const ResponsiveSettings& settings = program.responsive;
  const EpisodicLimits& limits = program.limits.episodes;
  const FieldPath at("responsive");
  findings.require(program.limits.episodic, FieldPath("limits") / "episodes",
                   "responsive therapy comes in episodes: state their limits");
  findings.range(at / "therapies", settings.therapy_count, 1.0,
                 std::min<int>(limits.therapies_per_episode, kMaxTherapies),
                 "from 1 to limits.episodes.therapies_per_episode");
  const Microseconds frame = frame_length(program.biomarkers);
  for (std::size_t i = 0; i < settings.therapy_count && i < kMaxTherapies; ++i) {
    const FieldPath therapy = (at / "therapies")[i];
    check_bursts(settings.therapies[i], program.limits, therapy, findings);
    check_pause(settings.therapies[i], limits, frame, therapy, findings);
  }
  check_waits(program, at, findings);
  findings.range(at / "therapies_per_day", settings.therapies_per_day, 1.0,
                 limits.therapies_per_day, "from 1 to limits.episodes.therapies_per_day");
  check_rise(program, findings);
  if (!findings.none()) return;  // what follows reckons with sane numbers
  check_charge(program, findings);
  check_duty(program, findings);
}

}  // namespace homeostat::controller
