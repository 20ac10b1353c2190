#include "controller/schedule.h"

#include <algorithm>

#include "controller/open_loop.h"
#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest schedule_request(const ScheduleSettings& settings,
                                     Microseconds ramp_off, const EpisodeView& episode,
                                     Instant now, Microseconds lifetime) noexcept {
  if (now >= episode.burst_end) return {};
  const Instant since = std::max(episode.mode_since, episode.burst_start);
  safety::StimRequest request =
      open_loop_request(settings.cycle, ramp_off, since, now, lifetime);
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    safety::PulseTrain& train = request.outputs[i];
    const Microamps falling =
        share_of(settings.cycle.outputs[i].amplitude, episode.burst_end - now, ramp_off);
    train.amplitude = std::min(train.amplitude, falling);
    train.valid_until = earlier(train.valid_until, episode.burst_end);
    if (!train.on()) train = {};
  }
  return request;
}

}  // namespace homeostat::controller
