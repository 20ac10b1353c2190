#include "controller/policy.h"

#include "controller/dosed.h"
#include "controller/following.h"
#include "controller/open_loop.h"
#include "controller/ramp_off.h"
#include "controller/responsive.h"
#include "controller/schedule.h"
#include "controller/wind_down.h"

namespace homeostat::controller {
namespace {

safety::StimRequest continuous_request(const TherapyProgram& program,
                                       const EpisodeView& episode, Instant now,
                                       Microseconds lifetime) noexcept {
  if (program.policy == PolicyKind::kAdaptive) {
    return following_request(program.adaptive.outputs, episode, now, lifetime);
  }
#ifndef HOMEOSTAT_NO_MOOD
  if (program.policy == PolicyKind::kProportional) {
    return following_request(program.proportional.outputs, episode, now, lifetime);
  }
  if (program.policy == PolicyKind::kSchedule) {
    return schedule_request(program.schedule, program.ramp_off, episode, now, lifetime);
  }
#endif
  return open_loop_request(program.open_loop, program.ramp_off, episode.mode_since, now,
                           lifetime);
}

safety::StimRequest burst_of(const TherapyProgram& program, const EpisodeView& episode,
                             Instant now, Microseconds lifetime) noexcept {
#ifndef HOMEOSTAT_NO_MOOD
  if (program.policy == PolicyKind::kDosed) {
    return dosed_request(program.dosed, episode, now, lifetime);
  }
#endif
  return burst_request(program.responsive, episode, now, lifetime);
}

}  // namespace

safety::StimRequest decide(const TherapyProgram& program, Mode mode,
                           const EpisodeView& episode, Instant now) noexcept {
  const Microseconds lifetime = program.limits.max_command_lifetime;
  switch (mode) {
    case Mode::kTreatingBurst:
      return burst_of(program, episode, now, lifetime);
    case Mode::kTreatingContinuous:
      return at_level(episode.level, continuous_request(program, episode, now, lifetime));
    case Mode::kFallback:
      return program.has_fallback && may_arm(episode.record)
                 ? at_level(episode.level,
                            open_loop_request(program.fallback, program.ramp_off,
                                              episode.mode_since, now, lifetime))
                 : ramp_off_request(program.ramp_off, episode, now, lifetime);
    case Mode::kOff:
    case Mode::kSelfTest:
    case Mode::kSensing:
    case Mode::kTreatingPause:
    case Mode::kRefractory:
    case Mode::kLockout:
    case Mode::kInhibited:
    case Mode::kFault:
      return {};
  }
  return {};
}

}  // namespace homeostat::controller
