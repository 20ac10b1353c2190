/* What the stimulator measured itself delivering, against what was granted. */
#include "safety/guard_parts.h"

/*@ requires -CEILING_CHARGE_PC <= wanted <= CEILING_CHARGE_PC;
    requires 0 <= error <= CEILING_CHARGE_PC;
    assigns \nothing;
    ensures \result != 0 <==> near(value, wanted, error); */
static uint32_t within(int64_t value, int64_t wanted, int64_t error) {
  return value >= wanted - error && value <= wanted + error;
}

/*@ requires amplitude_ua <= CEILING_AMPLITUDE_UA && width_us <= CEILING_PULSE_WIDTH_US;
    assigns \nothing;
    ensures \result == amplitude_ua * width_us;
    ensures 0 <= \result <= CEILING_CHARGE_PC; */
static int64_t charge_pc(uint64_t amplitude_ua, uint64_t width_us) {
  return (int64_t)(amplitude_ua * width_us);
}

/* Each pulse carried the charge that this train was granted, in both phases, and pulses
 * of one segment keep its period. */
/*@ requires \valid_read(l) && \valid_read(e) && \valid_read(t);
    requires device_ok(l) && kept_ok(t);
    assigns \nothing;
    ensures \result != 0 <==> echoes(l, e, t); */
static uint32_t agrees(const struct guard_limits *l, const struct guard_segment *e,
                       const struct guard_kept *t) {
  const int64_t wanted = charge_pc(t->amplitude_ua.value, t->width_us.value);
  const int64_t error = wanted * (int64_t)l->echo_permille / 1000;
  return t->amplitude_ua.value != 0 && e->configuration == t->configuration.value &&
         within(e->charge1_pc, wanted, error) && within(e->charge2_pc, wanted, error) &&
         (e->pulses == 1 || e->period_us == (int64_t)t->period_us.value);
}

/*@ requires 1 <= period_us;
    assigns \nothing;
    ensures \result != 0 ==> periods * period_us <= room_us; */
static uint32_t fits(uint64_t periods, uint64_t period_us, uint64_t room_us) {
  return periods <= room_us / period_us;
}

/* Whether the segment's onsets lie in [from, now). */
/*@ requires \valid_read(e) && 1 <= e->pulses;
    assigns \nothing;
    ensures \result != 0 ==> from_us <= e->first_us < now_us;
    ensures \result != 0 ==> e->pulses == 1 ||
      (e->pulses - 1) * e->period_us <= now_us - 1 - e->first_us; */
static uint32_t in_time(const struct guard_segment *e, uint64_t from_us,
                        uint64_t now_us) {
  if (e->first_us < from_us || e->first_us >= now_us) {
    return 0;
  }
  return e->pulses == 1 ||
         (e->period_us > 0 &&
          fits(e->pulses - 1, (uint64_t)e->period_us, now_us - 1 - e->first_us));
}

/*@ requires \valid_read(t);
    assigns \nothing; */
static uint64_t onsets_until(const struct guard_kept *t, uint64_t from_us,
                             uint64_t until_us) {
  return guard_onsets(t->first_us.value, (uint32_t)t->period_us.value, from_us, until_us);
}

/*@ assigns \nothing;
    ensures \result <= a && \result <= b; */
static uint64_t earlier(uint64_t a, uint64_t b) { return a < b ? a : b; }

/*@ assigns \nothing;
    ensures a <= \result && b <= \result; */
static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* Whether so many pulses may have started in [from, now). The command in force takes over
 * from the one before at a moment that only the stimulator knows; the same train, though,
 * has each pulse once. */
/*@ requires \valid_read(o);
    assigns \nothing; */
static uint32_t allowed(const struct guard_output *o, uint64_t from_us, uint64_t now_us,
                        uint64_t pulses) {
  const struct guard_kept *a = &o->granted;
  const struct guard_kept *b = &o->before;
  const uint64_t a_end = earlier(a->until_us.value, now_us);
  const uint64_t b_end = earlier(b->until_us.value, now_us);
  uint64_t own;
  if (a->first_us.value == b->first_us.value &&
      a->period_us.value == b->period_us.value) {
    return pulses <= onsets_until(a, from_us, later(a_end, b_end));
  }
  own = onsets_until(a, from_us, a_end);
  return pulses <= own || pulses - own <= onsets_until(b, from_us, b_end);
}

/* Anything that this output may have been granted, or nothing. */
/*@ requires \valid_read(l) && \valid_read(o) && \valid_read(e) && device_ok(l);
    requires kept_ok(&o->granted) && kept_ok(&o->before);
    assigns \nothing;
    ensures \result != 0 ==> segment_granted(l, o, e, from_us, now_us); */
static uint32_t segment_ok(const struct guard_limits *l, const struct guard_output *o,
                           const struct guard_segment *e, uint64_t from_us,
                           uint64_t now_us) {
  if (e->faulty != 0) {
    return 0;
  }
  return e->pulses == 0 || (in_time(e, from_us, now_us) &&
                            (agrees(l, e, &o->granted) || agrees(l, e, &o->before)) &&
                            within(e->residual_uv, 0, (int64_t)l->residual_uv));
}

uint32_t guard_echo_ok(const struct guard_limits *l, const struct guard_output *o,
                       const struct guard_echo *e, uint64_t from_us, uint64_t now_us) {
  uint64_t pulses = 0;
  if (e->count > GUARD_SEGMENTS) {
    return 0;
  }
  /*@ loop invariant 0 <= i <= e->count;
      loop invariant pulses <= i * UINT32_MAX;
      loop invariant \forall integer k; 0 <= k < i ==>
        segment_granted(l, o, &e->segment[k], from_us, now_us);
      loop assigns i, pulses;
      loop variant e->count - i; */
  for (uint32_t i = 0; i < e->count; ++i) {
    if (!segment_ok(l, o, &e->segment[i], from_us, now_us)) {
      return 0;
    }
    pulses += e->segment[i].pulses;
  }
  return allowed(o, from_us, now_us, pulses);
}
