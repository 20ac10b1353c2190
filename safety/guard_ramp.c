/* How fast an amplitude may rise: so many uA per ms, and so many within any window.
 *
 * Spamming steps gains nothing: what the ramp allows grows with time alone, and runs
 * ahead of what was granted by less than one step of amplitude. */
#include "safety/guard_parts.h"

/* The amplitude that has been in force up to now. */
/*@ requires \valid_read(o) && kept_ok(&o->granted);
    assigns \nothing;
    ensures \result <= CEILING_AMPLITUDE_UA; */
static uint32_t in_force_ua(const struct guard_output *o, uint64_t now_us) {
  return o->granted.until_us.value >= now_us ? (uint32_t)o->granted.amplitude_ua.value
                                             : 0;
}

/*@ requires ramp_na <= GUARD_RAMP_TOP_NA && 1 <= rate <= CEILING_RAMP_UA_PER_MS;
    assigns \nothing;
    ensures \result <= GUARD_RAMP_TOP_NA;
    ensures \result <= ramp_na + rate * dt_us; */
static uint64_t risen_na(uint64_t ramp_na, uint64_t rate, uint64_t dt_us) {
  return ramp_na >= GUARD_RAMP_TOP_NA || dt_us > (GUARD_RAMP_TOP_NA - ramp_na) / rate
             ? GUARD_RAMP_TOP_NA
             : ramp_na + rate * dt_us;
}

/* Shifts in as many halves as have begun; three halves cover any whole window. */
/*@ requires \valid(o) && ramp_ok(o);
    requires half <= GUARD_OLD_AGE_US && in_force <= CEILING_AMPLITUDE_UA;
    assigns o->half, o->low_ua[0 .. 2];
    ensures ramp_ok(o); */
static void pass_halves(struct guard_output *o, uint64_t half, uint32_t in_force) {
  uint64_t begun = half > o->half.value ? half - o->half.value : 0;
  if (in_force < o->low_ua[0].value) {
    guard_set(&o->low_ua[0], in_force);
  }
  /*@ loop invariant 0 <= i <= 3;
      loop invariant ramp_ok(o);
      loop assigns i, begun, o->low_ua[0 .. 2];
      loop variant 3 - i; */
  for (uint32_t i = 0; i < 3 && begun > 0; ++i) {
    o->low_ua[2] = o->low_ua[1];
    o->low_ua[1] = o->low_ua[0];
    guard_set(&o->low_ua[0], in_force);
    begun -= 1;
  }
  guard_set(&o->half, half);
}

/* Of a train that ended by itself: from then on the ramp has risen from nothing. */
/*@ requires 1 <= rate <= CEILING_RAMP_UA_PER_MS;
    assigns \nothing;
    ensures \result <= GUARD_RAMP_TOP_NA;
    ensures \result <= rate * ago_us;
    ensures \result <= rate * dt_us; */
static uint64_t risen_since_na(uint64_t rate, uint64_t ago_us, uint64_t dt_us) {
  return ago_us < dt_us ? risen_na(0, rate, ago_us) : risen_na(0, rate, dt_us);
}

/*@ requires \valid_read(l) && \valid_read(o) && train_ok(l) && output_ok(o);
    assigns \nothing;
    ensures \result <= GUARD_RAMP_TOP_NA;
    ensures \result <= o->ramp_na.value + l->ramp_ua_per_ms * dt_us; */
static uint64_t passed_na(const struct guard_limits *l, const struct guard_output *o,
                          uint64_t now_us, uint64_t dt_us) {
  if (o->granted.amplitude_ua.value != 0 && o->granted.until_us.value < now_us) {
    return risen_since_na(l->ramp_ua_per_ms, now_us - o->granted.until_us.value, dt_us);
  }
  return risen_na(o->ramp_na.value, l->ramp_ua_per_ms, dt_us);
}

void guard_ramp_pass(const struct guard_limits *l, struct guard_output *o,
                     uint64_t now_us, uint64_t clock_us, uint64_t dt_us) {
  const uint32_t in_force = in_force_ua(o, now_us);
  const uint64_t half = clock_us / l->rise_half_us;
  guard_set(&o->ramp_na, passed_na(l, o, now_us, dt_us));
  pass_halves(o, half, in_force);
}

uint32_t guard_ramp_bound_ua(const struct guard_limits *l, const struct guard_output *o) {
  uint64_t low = o->low_ua[0].value;
  low = o->low_ua[1].value < low ? o->low_ua[1].value : low;
  low = o->low_ua[2].value < low ? o->low_ua[2].value : low;
  low += l->rise_ua;
  return (uint32_t)(o->ramp_na.value / 1000 < low ? o->ramp_na.value / 1000 : low);
}

/* What was granted is in force. The ramp may keep what it has risen beyond it by less
 * than one step that the second phase can follow; of silence it keeps nothing. */
void guard_ramp_commit(struct guard_output *o, uint32_t amplitude_ua, uint32_t step_ua) {
  const uint64_t kept = step_ua == 0 ? 0 : UINT64_C(1000) * (amplitude_ua + step_ua) - 1;
  if (o->ramp_na.value > kept) {
    guard_set(&o->ramp_na, kept);
  }
  if (o->low_ua[0].value > amplitude_ua) {
    guard_set(&o->low_ua[0], amplitude_ua);
  }
}
