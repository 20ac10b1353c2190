// Stimulation by schedule: open loop within hours of the day
// (controller/schedule_clock.h), silent outside, and where nobody says what time it is.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Cycles begin with the window, or with the mode where that came later. Falls to zero
// over `ramp_off` before the window's end, which it never outlasts.
safety::StimRequest schedule_request(const ScheduleSettings& settings,
                                     Microseconds ramp_off, const EpisodeView& episode,
                                     Instant now, Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
