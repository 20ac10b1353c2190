#include "controller/responsive.h"

#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest burst_request(const ResponsiveSettings& settings,
                                  const EpisodeView& episode, Instant now,
                                  Microseconds lifetime) noexcept {
  if (now >= episode.burst_end) return {};
  const BurstSettings& burst = settings.therapies[episode.therapy % kMaxTherapies]
                                   .bursts[episode.burst % kBurstsPerTherapy];
  const Instant until = earlier(episode.burst_end, now + lifetime);
  safety::StimRequest request;
  request.needs_sensing = true;
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const Stimulation& output = burst.outputs[i];
    request.outputs[i] = train_of(output, output.amplitude, episode.burst_start, until);
  }
  return request;
}

}  // namespace homeostat::controller
