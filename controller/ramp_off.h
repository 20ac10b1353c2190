// A therapeutic stop: where the signal is lost and the clinician gave no baseline, what
// was running falls to zero over the time that the indication asks for, never beyond what
// ran. Stops for safety do not come here: they are at once.
#pragma once

#include "controller/episode_clock.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Keeps the phase of what was interrupted.
safety::StimRequest ramp_off_request(Microseconds ramp, const EpisodeView& episode,
                                     Instant now, Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
