// Proportional stimulation: goes on, at the current that its controller has come to
// (controller/proportional_clock.h).
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Never above the settings' amplitudes. Pulses count from the beginning of the mode.
safety::StimRequest proportional_request(const ProportionalSettings& settings,
                                         const EpisodeView& episode, Instant now,
                                         Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
