/* What the stimulator measured itself delivering, against what was granted. */
#include "safety/guard_parts.h"

static uint32_t within(int64_t value, int64_t wanted, int64_t error) {
  return value >= wanted - error && value <= wanted + error;
}

/* Each pulse carried the charge that this train was granted, in both phases. */
static uint32_t agrees(const struct guard_limits *l, const struct guard_segment *e,
                       const struct guard_train *t) {
  const int64_t wanted = (int64_t)t->amplitude_ua * (int64_t)t->width_us;
  const int64_t error = wanted * (int64_t)l->echo_permille / 1000;
  return t->amplitude_ua != 0 && e->configuration == t->configuration &&
         within(e->charge1_pc, wanted, error) && within(e->charge2_pc, wanted, error);
}

static uint64_t onsets_until(const struct guard_train *t, uint64_t from_us,
                             uint64_t until_us) {
  return guard_onsets(t->first_us, t->period_us, from_us, until_us);
}

static uint64_t earlier(uint64_t a, uint64_t b) { return a < b ? a : b; }
static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* The most pulses that may have started in [from, now). The command in force takes over
 * from the one before at a moment that only the stimulator knows; the same train, though,
 * has each pulse once. */
static uint64_t allowed(const struct guard_output *o, uint64_t from_us, uint64_t now_us) {
  const struct guard_train *a = &o->granted;
  const struct guard_train *b = &o->before;
  uint64_t both;
  if (a->first_us == b->first_us && a->period_us == b->period_us) {
    return onsets_until(a, from_us, earlier(later(a->until_us, b->until_us), now_us));
  }
  both = onsets_until(b, from_us, earlier(b->until_us, now_us));
  return both + onsets_until(a, from_us, earlier(a->until_us, now_us));
}

uint32_t guard_echo_ok(const struct guard_limits *l, const struct guard_output *o,
                       const struct guard_echo *e, uint64_t from_us, uint64_t now_us) {
  uint64_t pulses = 0;
  if (e->count > GUARD_SEGMENTS) {
    return 0;
  }
  for (uint32_t i = 0; i < e->count; ++i) {
    const struct guard_segment *one = &e->segment[i];
    if (one->faulty != 0) {
      return 0;
    }
    if (one->pulses != 0 &&
        (!(agrees(l, one, &o->granted) || agrees(l, one, &o->before)) ||
         !within(one->residual_uv, 0, (int64_t)l->residual_uv))) {
      return 0;
    }
    pulses += one->pulses;
  }
  return pulses <= allowed(o, from_us, now_us);
}
