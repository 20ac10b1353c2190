#include "controller/following.h"

#include <algorithm>

#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest following_request(const OutputStimulation& outputs,
                                      const EpisodeView& episode, Instant now,
                                      Microseconds lifetime) noexcept {
  safety::StimRequest request;
  request.needs_sensing = true;
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const Stimulation& output = outputs[i];
    const Microamps amplitude = std::min(episode.adaptive[i], output.amplitude);
    request.outputs[i] = train_of(output, amplitude, episode.mode_since, now + lifetime);
  }
  return request;
}

}  // namespace homeostat::controller
