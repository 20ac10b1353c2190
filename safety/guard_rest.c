/* How soon after a pulse the next may begin, of whichever train: the rate is the
 * tissue's, and a pulse must be over before the next. */
#include "safety/guard_parts.h"

/* A pulse of the train in force has begun: what it occupies is kept free. */
void guard_rest_pass(struct guard_output *o, uint64_t from_us, uint64_t now_us,
                     uint64_t clock_us) {
  const uint64_t ago = guard_last_pulse_us(&o->granted, from_us, now_us);
  const uint64_t rest = o->granted.rest_us.value;
  if (ago != 0) {
    guard_set(&o->rested, ago < rest ? clock_us + (rest - ago) : clock_us);
  }
}

/* The plan without the pulses that come too soon; silent where no other is left. */
struct guard_plan guard_rested(struct guard_plan p, uint64_t rested_us, uint64_t clock_us,
                               uint64_t now_us) {
  const uint64_t wait = rested_us > clock_us ? rested_us - clock_us : 0;
  uint64_t skipped;
  uint64_t pulses;
  if (p.amplitude_ua == 0 || p.onset_us >= p.until_us || p.onset_us >= wait) {
    return p;
  }
  p.reasons |= GUARD_BIT(RATE);
  pulses = (wait - p.onset_us - 1) / p.period_us + 1;
  /*@ assert (pulses - 1) * p.period_us <= wait - p.onset_us - 1; */
  skipped = pulses * p.period_us;
  if (skipped >= p.until_us - p.onset_us) {
    p.amplitude_ua = 0;
    p.onset_us = p.until_us;
    return p;
  }
  p.onset_us += (uint32_t)skipped;
  p.first_us = now_us + p.onset_us;
  return p;
}
