#include "controller/ramp_off.h"

#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest ramp_off_request(Microseconds ramp, const EpisodeView& episode,
                                     Instant now, Microseconds lifetime) noexcept {
  const Instant end = episode.mode_since + ramp;
  if (now >= end) return {};
  safety::StimRequest request;
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const safety::PulseTrain& before = episode.interrupted[i];
    const Microamps amplitude = share_of(before.amplitude, end - now, ramp);
    if (amplitude <= Microamps{}) continue;
    request.outputs[i] = before;
    request.outputs[i].amplitude = amplitude;
    request.outputs[i].valid_until = earlier(end, now + lifetime);
  }
  return request;
}

}  // namespace homeostat::controller
