/* What the stimulator measured itself delivering, against what was granted. */
#include "safety/guard_parts.h"

static uint32_t within(int64_t value, int64_t wanted, int64_t error) {
  return value >= wanted - error && value <= wanted + error;
}

/* Each pulse carried the charge that this train was granted, in both phases, and pulses
 * of one segment keep its period. */
static uint32_t agrees(const struct guard_limits *l, const struct guard_segment *e,
                       const struct guard_kept *t) {
  const int64_t wanted = (int64_t)t->amplitude_ua.value * (int64_t)t->width_us.value;
  const int64_t error = wanted * (int64_t)l->echo_permille / 1000;
  return t->amplitude_ua.value != 0 && e->configuration == t->configuration.value &&
         within(e->charge1_pc, wanted, error) && within(e->charge2_pc, wanted, error) &&
         (e->pulses == 1 || e->period_us == (int64_t)t->period_us.value);
}

/* Whether the segment's onsets lie in [from, now). */
static uint32_t in_time(const struct guard_segment *e, uint64_t from_us,
                        uint64_t now_us) {
  if (e->first_us < from_us || e->first_us >= now_us) {
    return 0;
  }
  return e->pulses == 1 ||
         (e->period_us > 0 &&
          e->pulses - 1 <= (now_us - 1 - e->first_us) / (uint64_t)e->period_us);
}

static uint64_t onsets_until(const struct guard_kept *t, uint64_t from_us,
                             uint64_t until_us) {
  return guard_onsets(t->first_us.value, (uint32_t)t->period_us.value, from_us, until_us);
}

static uint64_t earlier(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* The most pulses that may have started in [from, now). The command in force takes over
 * from the one before at a moment that only the stimulator knows; the same train, though,
 * has each pulse once. */
static uint64_t allowed(const struct guard_output *o, uint64_t from_us, uint64_t now_us) {
  const struct guard_kept *a = &o->granted;
  const struct guard_kept *b = &o->before;
  const uint64_t a_end = earlier(a->until_us.value, now_us);
  const uint64_t b_end = earlier(b->until_us.value, now_us);
  if (a->first_us.value == b->first_us.value &&
      a->period_us.value == b->period_us.value) {
    return onsets_until(a, from_us, later(a_end, b_end));
  }
  return onsets_until(a, from_us, a_end) + onsets_until(b, from_us, b_end);
}

/* Anything that this output may have been granted, or nothing. */
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
  for (uint32_t i = 0; i < e->count; ++i) {
    if (!segment_ok(l, o, &e->segment[i], from_us, now_us)) {
      return 0;
    }
    pulses += e->segment[i].pulses;
  }
  return pulses <= allowed(o, from_us, now_us);
}
