// Stimulation that goes on, at the current that something follows a signal to: the chain
// of an adaptive program, or a controller (controller/proportional_clock.h).
//
// Knows no signal and no ramp of its own: theirs are in what it is told, the guard's come
// after. Where there is no current yet there is no wish.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// The currents of `episode.adaptive`, never above the outputs' amplitudes. Pulses count
// from the beginning of the mode, whatever the current does.
safety::StimRequest following_request(const OutputStimulation& outputs,
                                      const EpisodeView& episode, Instant now,
                                      Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
