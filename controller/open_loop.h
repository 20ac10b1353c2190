// Open loop: stimulation that does not listen, on for a while and off for a while. Also
// the clinician's baseline where a signal is lost.
//
// Each on-time rises from zero over the settings' ramp, and falls to zero over the
// program's ramp_off before its end: it ends by itself, so that is a therapeutic stop.
#pragma once

#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// The cycle begins with `since`. Never above the settings' amplitudes.
safety::StimRequest open_loop_request(const OpenLoopSettings& settings,
                                      Microseconds ramp_off, Instant since, Instant now,
                                      Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
