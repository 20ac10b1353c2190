// Responsive stimulation: the burst that the episode has come to.
#pragma once

#include "controller/episode_clock.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// The first pulse is that of the burst's start, whoever renews it; the last permission
// ends exactly with the burst.
safety::StimRequest burst_request(const ResponsiveSettings& settings,
                                  const EpisodeView& episode, Instant now,
                                  Microseconds lifetime) noexcept;

}  // namespace homeostat::controller
