// What a program makes of what it names: whether it stimulates, and through which
// electrode configurations.
#pragma once

#include <cstddef>

#include "biomarkers/carried.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

// True for therapies that are not given in episodes.
constexpr bool goes_on(const TherapyProgram& program) {
  return program.policy == PolicyKind::kOpenLoop ||
         program.policy == PolicyKind::kAdaptive ||
         program.policy == PolicyKind::kProportional ||
         program.policy == PolicyKind::kSchedule;
}

// False for programs that only listen: these have no limits, and no envelope to ask.
constexpr bool stimulates(const TherapyProgram& program) {
  return program.policy == PolicyKind::kResponsive ||
         program.policy == PolicyKind::kDosed || goes_on(program);
}

// Never where a build carries no mood.
constexpr bool is_dosed(const TherapyProgram& program) {
  return biomarkers::kCarriesMood && program.policy == PolicyKind::kDosed;
}

// False for therapies that are given whatever is sensed.
constexpr bool listens(const TherapyProgram& program) {
  return program.policy != PolicyKind::kOpenLoop &&
         program.policy != PolicyKind::kSchedule;
}

// True for therapies that rest on a mood biomarker, and so on its commissioning.
constexpr bool follows_mood(const TherapyProgram& program) {
  return program.policy == PolicyKind::kDosed ||
         program.policy == PolicyKind::kProportional;
}

constexpr bool uses(const OutputStimulation& outputs, std::size_t configuration) {
  for (const Stimulation& output : outputs) {
    if (output.amplitude > Microamps{} && output.configuration == configuration) {
      return true;
    }
  }
  return false;
}

constexpr bool uses(const ResponsiveSettings& settings, std::size_t configuration) {
  for (std::size_t i = 0; i < settings.therapy_count && i < kMaxTherapies; ++i) {
    for (const BurstSettings& burst : settings.therapies[i].bursts) {
      if (burst.duration > Microseconds{} && uses(burst.outputs, configuration)) {
        return true;
      }
    }
  }
  return false;
}

constexpr bool uses(const TherapyProgram& program, std::size_t configuration) {
  switch (program.policy) {
    case PolicyKind::kResponsive:
      return uses(program.responsive, configuration) ||
             (program.has_fallback && uses(program.fallback.outputs, configuration));
    case PolicyKind::kOpenLoop:
      return uses(program.open_loop.outputs, configuration);
    case PolicyKind::kAdaptive:
      return uses(program.adaptive.outputs, configuration) ||
             (program.has_fallback && uses(program.fallback.outputs, configuration));
#ifndef HOMEOSTAT_NO_MOOD
    case PolicyKind::kDosed:
      return uses(program.dosed.burst.outputs, configuration);
    case PolicyKind::kProportional:
      return uses(program.proportional.outputs, configuration) ||
             (program.has_fallback && uses(program.fallback.outputs, configuration));
    case PolicyKind::kSchedule:
      return uses(program.schedule.cycle.outputs, configuration);
#else
    case PolicyKind::kDosed:
    case PolicyKind::kProportional:
    case PolicyKind::kSchedule:
#endif
    case PolicyKind::kNone:
    case PolicyKind::kDetectionOnly:
      return false;
  }
  return false;
}

}  // namespace homeostat::controller
