#include "controller/dosed.h"

#include <algorithm>

#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest dosed_request(const DosedSettings& settings,
                                  const EpisodeView& episode, Instant now,
                                  Microseconds lifetime) noexcept {
  if (now >= episode.burst_end || settings.sham) return {};
  const Microseconds from_end =
      std::min(now - episode.burst_start, episode.burst_end - now);
  const Instant until = earlier(episode.burst_end, now + lifetime);
  safety::StimRequest request;
  request.needs_sensing = true;
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const Stimulation& output = settings.burst.outputs[i];
    const Microamps dose = share_of(output.amplitude, Microseconds(episode.dose_permille),
                                    Microseconds(1000));
    const Microamps ramped = share_of(dose, from_end, settings.ramp);
    request.outputs[i] = train_of(output, ramped, episode.burst_start, until);
  }
  return request;
}

}  // namespace homeostat::controller
