// Dosed stimulation: the burst that is under way, at the dose that it is given at, with a
// ramp at both ends. A sham burst is as long and is silence.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Never above the dose's part of the burst's amplitude, rounded down. The first pulse is
// that of the burst's start; the last permission ends exactly with the burst.
safety::StimRequest dosed_request(const DosedSettings& settings,
                                  const EpisodeView& episode, Instant now,
                                  Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
