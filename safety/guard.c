/* One step of the guard: watch, pass time, inhibit; then shape, turn, amplitude, pay. */
#include "safety/guard_parts.h"

static const uint64_t kMidnightGap =
    UINT64_C(79200000000); /* 22 h: a day, less a clock change */

/* Only the first fault is remembered; it is the one that explains the rest. */
static void latch(struct guard_state *s, uint64_t faults) {
  if (faults != 0 && s->ledger.latched.value == 0) {
    guard_set(&s->ledger.latched, faults);
  }
}

/* A clinician's reset counts on its rising edge: a line that is stuck clears nothing. */
static void reset_latch(const struct guard_limits *l, struct guard_state *s,
                        uint32_t asked) {
  struct guard_ledger *g = &s->ledger;
  if (asked != 0 && s->caller.reset_held.value == 0 && g->latched.value != 0) {
    guard_set(&g->latched, 0);
    guard_set(&g->cooldown, g->clock.value + l->cooldown_us);
    if (g->resets.value < UINT32_MAX) {
      guard_set(&g->resets, g->resets.value + 1);
    }
  }
  guard_set(&s->caller.reset_held, asked != 0);
}

/* How much time to believe in. After a fault, no more than a step may take. */
static uint64_t elapsed_us(const struct guard_limits *l, struct guard_state *s,
                           uint64_t now_us, uint64_t *faults) {
  const uint64_t last_us = s->caller.now_us.value;
  const uint64_t most = GUARD_OLD_AGE_US - s->ledger.clock.value < l->step_gap_us
                            ? GUARD_OLD_AGE_US - s->ledger.clock.value
                            : l->step_gap_us;
  const uint64_t stalls = s->caller.stalls.value;
  guard_set(&s->caller.stalls,
            now_us != last_us ? 0 : stalls + (stalls < CEILING_STALLS));
  if (now_us < last_us) {
    *faults |= GUARD_BIT(CLOCK);
    return 0;
  }
  if (now_us - last_us > most) {
    *faults |= GUARD_BIT(CLOCK);
    return most;
  }
  if (s->caller.stalls.value >= CEILING_STALLS) {
    *faults |= GUARD_BIT(CLOCK);
  }
  return now_us - last_us;
}

static uint64_t watch(const struct guard_limits *l, const struct guard_state *s,
                      const struct guard_inputs *in) {
  const uint64_t before = s->caller.before_us.value;
  const uint64_t from = in->echo_start_us > before ? in->echo_start_us : before;
  uint64_t faults = 0;
  if (in->program_crc != s->caller.program_crc.value) {
    faults |= GUARD_BIT(PROGRAM);
  }
  for (uint32_t i = 0; i < GUARD_OUTPUTS; ++i) {
    if (!guard_echo_ok(l, &s->output[i], &in->echo[i], from, in->now_us)) {
      faults |= GUARD_BIT(ECHO);
    }
  }
  return faults;
}

static uint64_t inhibitions(const struct guard_limits *l, const struct guard_ledger *g,
                            const struct guard_inputs *in) {
  uint64_t reasons = 0;
  reasons |= in->magnet != 0 ? GUARD_BIT(MAGNET) : 0;
  reasons |= in->mri != 0 ? GUARD_BIT(MRI) : 0;
  reasons |= in->stop != 0 ? GUARD_BIT(CLINICIAN_STOP) : 0;
  reasons |= in->battery_mv < l->battery_floor_mv ? GUARD_BIT(BATTERY) : 0;
  reasons |=
      in->temperature_mc >= COLDEST_MC && in->temperature_mc <= l->temperature_max_mc
          ? 0
          : GUARD_BIT(TEMPERATURE);
  reasons |= g->clock.value < g->cooldown.value ? GUARD_BIT(COOLDOWN) : 0;
  return reasons;
}

/* A calendar's midnight is believed once in 22 hours. */
static void end_day(const struct guard_limits *l, struct guard_ledger *g,
                    uint32_t midnight) {
  if (midnight == 0 || l->calendar_day == 0 ||
      g->clock.value - g->midnight.value < kMidnightGap) {
    return;
  }
  g->midnight = g->clock;
  for (uint32_t i = 0; i < GUARD_DAY_BINS; ++i) {
    guard_set(&g->day[i], 0);
  }
}

static const struct guard_plans kSilent = {
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0};

static struct guard_train train_of(struct guard_plan p, uint64_t now_us) {
  struct guard_train t = {0, 0, 0, 0, 0, 0};
  if (p.amplitude_ua != 0) {
    t.configuration = p.configuration;
    t.amplitude_ua = p.amplitude_ua;
    t.width_us = p.width_us;
    t.period_us = p.period_us;
    t.first_us = p.first_us;
    t.until_us = now_us + p.until_us;
  }
  return t;
}

static void keep(struct guard_kept *k, const struct guard_train *t, uint32_t rest_us) {
  guard_set(&k->configuration, t->configuration);
  guard_set(&k->amplitude_ua, t->amplitude_ua);
  guard_set(&k->width_us, t->width_us);
  guard_set(&k->period_us, t->period_us);
  guard_set(&k->first_us, t->first_us);
  guard_set(&k->until_us, t->until_us);
  guard_set(&k->rest_us, rest_us);
}

static void commit_output(struct guard_output *o, struct guard_plan p, uint64_t now_us,
                          struct guard_train *answer) {
  guard_ramp_commit(o, p.amplitude_ua, p.step_ua);
  o->before = o->granted;
  *answer = train_of(p, now_us);
  keep(&o->granted, answer, p.amplitude_ua != 0 ? p.rest_us : 0);
}

/* What is planned is in force from now on. */
static void commit(struct guard_state *s, struct guard_plans plans, uint64_t now_us,
                   struct guard_train *answer) {
  commit_output(&s->output[0], plans.first, now_us, &answer[0]);
  commit_output(&s->output[1], plans.second, now_us, &answer[1]);
  s->caller.before_us = s->caller.now_us;
  guard_set(&s->caller.now_us, now_us);
}

/* Time passes for everything that is remembered. */
static void pass(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint64_t dt_us) {
  guard_ledger_pass(l, &s->ledger, dt_us);
  guard_turn_pass(&s->ledger, s->output, s->caller.now_us.value, now_us);
  for (uint32_t i = 0; i < GUARD_OUTPUTS; ++i) {
    guard_rest_pass(&s->output[i], s->caller.now_us.value, now_us, s->ledger.clock.value);
    guard_ramp_pass(l, &s->output[i], now_us, s->ledger.clock.value, dt_us);
  }
}

/* Everything that silences both outputs. Remembers faults, and forgets them for a reset.
 */
static uint64_t silenced(const struct guard_limits *l, struct guard_state *s,
                         const struct guard_inputs *in, uint64_t faults) {
  uint64_t reasons;
  reset_latch(l, s, in->reset);
  reasons = s->ledger.latched.value != 0 ? GUARD_BIT(LATCH) : 0;
  latch(s, faults);
  return reasons | faults | inhibitions(l, &s->ledger, in);
}

void guard_step(const struct guard_limits *l, struct guard_state *s,
                const struct guard_request *r, const struct guard_inputs *in,
                struct guard_answer *a) {
  struct guard_plans plans = kSilent;
  uint64_t faults = 0;
  uint64_t dt;
  if (in->limits_intact != 1 || !guard_limits_ok(l)) {
    guard_spend_all(s, GUARD_BIT(PROGRAM));
    faults = GUARD_BIT(PROGRAM);
  } else if (!guard_state_ok(l, s)) {
    guard_spend_all(s, GUARD_BIT(CORRUPT));
    faults = GUARD_BIT(CORRUPT);
  }
  if (faults != 0) {
    a->reasons = faults;
  } else {
    dt = elapsed_us(l, s, in->now_us, &faults);
    faults |= watch(l, s, in);
    pass(l, s, in->now_us, dt);
    end_day(l, &s->ledger, in->midnight);
    a->reasons = silenced(l, s, in, faults);
    if (a->reasons == 0) {
      plans = guard_decide(l, s, r, in);
      a->reasons = plans.reasons;
      latch(s, plans.reasons & GUARD_BIT(STATUS));
    }
  }
  commit(s, plans, in->now_us, a->output);
  a->latched = s->ledger.latched.value != 0;
}

uint32_t guard_idle(const struct guard_limits *l, struct guard_state *s,
                    uint64_t until_us) {
  const uint64_t now_us = s->caller.now_us.value;
  struct guard_train answer[GUARD_OUTPUTS];
  if (!guard_limits_ok(l) || !guard_state_ok(l, s) || until_us <= now_us ||
      until_us - now_us > GUARD_OLD_AGE_US - s->ledger.clock.value ||
      s->output[0].granted.amplitude_ua.value != 0 ||
      s->output[1].granted.amplitude_ua.value != 0) {
    return 0;
  }
  pass(l, s, until_us, until_us - now_us);
  guard_set(&s->caller.reset_held, 0);
  guard_set(&s->caller.stalls, 0);
  commit(s, kSilent, until_us, answer);
  return 1;
}
