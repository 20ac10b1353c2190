// What would help: from the mode and the episode to a wish. One peer a policy; a new one
// is a file like responsive.h and a line in policy.cc.
//
// Knows no limits: what is allowed is the envelope's business. Reads no clock.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// The wish for the frame that begins at `now`. Every wish expires by itself: it lasts no
// longer than limits.max_command_lifetime and is renewed frame by frame, keeping the
// phase.
safety::StimRequest decide(const TherapyProgram& program, Mode mode,
                           const EpisodeView& episode, Instant now) noexcept;

}  // namespace homeostat::controller
