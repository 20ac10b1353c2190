#include "controller/open_loop.h"

#include "controller/pulse_trains.h"

namespace homeostat::controller {

safety::StimRequest open_loop_request(const OpenLoopSettings& settings,
                                      Microseconds ramp_off, Instant since, Instant now,
                                      Microseconds lifetime) noexcept {
  if (now < since) return {};
  const bool cycles = settings.off_time > Microseconds{};
  const Microseconds cycle = settings.on_time + settings.off_time;
  const Instant start =
      cycles ? now - Microseconds((now - since).count() % cycle.count()) : since;
  const Instant end = start + settings.on_time;
  if (cycles && now >= end) return {};

  const Instant until = cycles ? earlier(end, now + lifetime) : now + lifetime;
  safety::StimRequest request;
  for (std::size_t i = 0; i < request.outputs.size(); ++i) {
    const Stimulation& output = settings.outputs[i];
    Microamps amplitude = share_of(output.amplitude, now - start, settings.ramp);
    if (cycles) {
      const Microamps falling = share_of(output.amplitude, end - now, ramp_off);
      amplitude = falling < amplitude ? falling : amplitude;
    }
    request.outputs[i] = train_of(output, amplitude, start, until);
  }
  return request;
}

}  // namespace homeostat::controller
