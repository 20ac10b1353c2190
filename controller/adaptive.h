// Adaptive stimulation: goes on, at the current that the chain's state has come to.
//
// Knows no signal and no ramp of its own: the chain's ramps are in what it is told, the
// guard's come after. Where the chain has no state yet there is no wish.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Never above the settings' amplitudes. Pulses count from the beginning of the mode,
// whatever the current does.
safety::StimRequest adaptive_request(const AdaptiveSettings& settings,
                                     const EpisodeView& episode, Instant now,
                                     Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
