/* One step of the guard: watch, pass time, inhibit; then shape, turn, amplitude, pay. */
#include "safety/guard_parts.h"

static const uint64_t kMidnightGap =
    UINT64_C(79200000000); /* 22 h: a day, less a clock change */

/* Only the first fault is remembered; it is the one that explains the rest. */
/*@ requires \valid(s) && word_ok(&s->ledger.latched, UINT64_MAX);
    assigns s->ledger.latched;
    ensures word_ok(&s->ledger.latched, UINT64_MAX);
    ensures faults != 0 ==> s->ledger.latched.value != 0;
    ensures \old(s->ledger.latched.value) != 0 ==>
      s->ledger.latched.value == \old(s->ledger.latched.value); */
static void latch(struct guard_state *s, uint64_t faults) {
  if (faults != 0 && s->ledger.latched.value == 0) {
    guard_set(&s->ledger.latched, faults);
  }
}

/* A clinician's reset counts on its rising edge: a line that is stuck clears nothing. */
/*@ requires \valid_read(l) && \valid(s) && \separated(l, s);
    requires l->cooldown_us <= CEILING_COOLDOWN_US && times_ok(&s->ledger);
    assigns s->ledger.latched, s->ledger.cooldown, s->ledger.resets,
      s->caller.reset_held;
    ensures times_ok(&s->ledger);
    ensures word_ok(&s->caller.reset_held, 1);
    ensures asked == 0 || \old(s->caller.reset_held.value) != 0 ==>
      s->ledger.latched.value == \old(s->ledger.latched.value);
    ensures s->ledger.latched.value == 0 ||
      s->ledger.latched.value == \old(s->ledger.latched.value);
    ensures \old(s->ledger.latched.value) == 0 ==> s->ledger.latched.value == 0;
    ensures \old(s->ledger.latched.value) != 0 && s->ledger.latched.value == 0 ==>
      s->ledger.cooldown.value == s->ledger.clock.value + l->cooldown_us; */
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

struct elapsed {
  uint64_t dt_us;
  uint64_t faults;
};

/* Steps in a row in which the caller's clock stood still. */
/*@ requires \valid(c) && word_ok(&c->stalls, CEILING_STALLS);
    assigns c->stalls;
    ensures word_ok(&c->stalls, CEILING_STALLS);
    ensures now_us != c->now_us.value ==> c->stalls.value == 0; */
static void count_stall(struct guard_caller *c, uint64_t now_us) {
  const uint64_t stalls = c->stalls.value;
  guard_set(&c->stalls,
            now_us != c->now_us.value ? 0 : stalls + (stalls < CEILING_STALLS));
}

/* How much time to believe in. After a fault, no more than a step may take. */
/*@ requires \valid_read(l) && \valid_read(s);
    requires s->ledger.clock.value <= GUARD_OLD_AGE_US;
    assigns \nothing;
    ensures \result.dt_us <= l->step_gap_us;
    ensures \result.dt_us <= GUARD_OLD_AGE_US - s->ledger.clock.value;
    ensures now_us < s->caller.now_us.value ==> \result.faults != 0;
    ensures now_us - s->caller.now_us.value > l->step_gap_us ==> \result.faults != 0;
    ensures \result.faults == 0 ==> \result.dt_us == now_us - s->caller.now_us.value; */
static struct elapsed elapsed(const struct guard_limits *l, const struct guard_state *s,
                              uint64_t now_us) {
  const uint64_t last_us = s->caller.now_us.value;
  const uint64_t most = GUARD_OLD_AGE_US - s->ledger.clock.value < l->step_gap_us
                            ? GUARD_OLD_AGE_US - s->ledger.clock.value
                            : l->step_gap_us;
  struct elapsed e = {0, 0};
  if (now_us < last_us) {
    e.faults = GUARD_BIT(CLOCK);
    return e;
  }
  e.dt_us = now_us - last_us;
  if (e.dt_us > most) {
    e.dt_us = most;
    e.faults = GUARD_BIT(CLOCK);
  } else if (s->caller.stalls.value >= CEILING_STALLS) {
    e.faults = GUARD_BIT(CLOCK);
  }
  return e;
}

/*@ requires \valid_read(l) && \valid_read(s) && \valid_read(in);
    requires output_ok(&s->output[0]) && output_ok(&s->output[1]) && device_ok(l);
    assigns \nothing;
    ensures in->program_crc != s->caller.program_crc.value ==> \result != 0; */
static uint64_t watch(const struct guard_limits *l, const struct guard_state *s,
                      const struct guard_inputs *in) {
  const uint64_t before = s->caller.before_us.value;
  const uint64_t from = in->echo_start_us > before ? in->echo_start_us : before;
  uint64_t faults = 0;
  if (in->program_crc != s->caller.program_crc.value) {
    faults |= GUARD_BIT(PROGRAM);
  }
  if (!guard_echo_ok(l, &s->output[0], &in->echo[0], from, in->now_us) ||
      !guard_echo_ok(l, &s->output[1], &in->echo[1], from, in->now_us)) {
    faults |= GUARD_BIT(ECHO);
  }
  return faults;
}

/*@ requires \valid_read(l) && \valid_read(g) && \valid_read(in);
    assigns \nothing;
    ensures in->magnet != 0 ==> \result != 0;
    ensures in->mri != 0 ==> \result != 0;
    ensures in->stop != 0 ==> \result != 0;
    ensures in->battery_mv < l->battery_floor_mv ==> \result != 0;
    ensures in->temperature_mc < COLDEST_MC ==> \result != 0;
    ensures in->temperature_mc > l->temperature_max_mc ==> \result != 0;
    ensures g->clock.value < g->cooldown.value ==> \result != 0; */
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

/*@ requires \valid(g) && words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->day[0 .. GUARD_DAY_BINS - 1];
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, 0); */
static void empty_day(struct guard_ledger *g) {
  /*@ loop invariant 0 <= i <= GUARD_DAY_BINS;
      loop invariant words_ok(&g->day[0], i, 0);
      loop assigns i, g->day[0 .. GUARD_DAY_BINS - 1];
      loop variant GUARD_DAY_BINS - i; */
  for (uint32_t i = 0; i < GUARD_DAY_BINS; ++i) {
    guard_set(&g->day[i], 0);
  }
}

/* A calendar's midnight is believed once in 22 hours. */
/*@ requires \valid_read(l) && \valid(g) && \separated(l, g) && times_ok(g);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->midnight, g->day[0 .. GUARD_DAY_BINS - 1];
    ensures times_ok(g);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
static void end_day(const struct guard_limits *l, struct guard_ledger *g,
                    uint32_t midnight) {
  if (midnight == 0 || l->calendar_day == 0 ||
      g->clock.value - g->midnight.value < kMidnightGap) {
    return;
  }
  empty_day(g);
  guard_set(&g->midnight, g->clock.value);
}

static const struct guard_plans kSilent = {
    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0};

/* Time passes for what is remembered of the patient. */
/*@ requires \valid_read(l) && \valid(g) && \valid_read(o + (0 .. 1));
    requires \separated(l, g, o + (0 .. 1));
    requires budgets_ok(l) && ledger_ok(l, g);
    requires dt_us <= GUARD_OLD_AGE_US - g->clock.value;
    assigns *g;
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures duty_ok(&g->duty[0]);
    ensures duty_ok(&g->duty[1]);
    ensures levels_ok(l, &g->levels);
    ensures g->clock.value == \old(g->clock.value) + dt_us;
    ensures g->latched.value == \old(g->latched.value); */
static void pass_ledger(const struct guard_limits *l, struct guard_ledger *g,
                        const struct guard_output *o, uint64_t from_us, uint64_t now_us,
                        uint64_t dt_us) {
  guard_ledger_pass(l, g, dt_us);
  guard_turn_pass(g, o, from_us, now_us);
}

/* Time passes for one output. */
/*@ requires \valid_read(l) && \valid(o) && \separated(l, o);
    requires train_ok(l) && output_ok(o) && clock_us <= GUARD_OLD_AGE_US;
    assigns *o;
    ensures output_ok(o); */
static void pass_output(const struct guard_limits *l, struct guard_output *o,
                        uint64_t from_us, uint64_t now_us, uint64_t clock_us,
                        uint64_t dt_us) {
  guard_rest_pass(o, from_us, now_us, clock_us);
  guard_ramp_pass(l, o, now_us, clock_us, dt_us);
}

/* Time passes for everything that is remembered. */
/*@ requires \valid_read(l) && \valid(s) && \separated(l, s);
    requires limits_ok(l) && ledger_ok(l, &s->ledger);
    requires output_ok(&s->output[0]) && output_ok(&s->output[1]);
    requires dt_us <= GUARD_OLD_AGE_US - s->ledger.clock.value;
    assigns s->ledger, s->output[0], s->output[1];
    ensures ledger_ok(l, &s->ledger);
    ensures output_ok(&s->output[0]);
    ensures output_ok(&s->output[1]);
    ensures s->ledger.latched.value == \old(s->ledger.latched.value); */
static void pass(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint64_t dt_us) {
  const uint64_t from_us = s->caller.now_us.value;
  pass_ledger(l, &s->ledger, s->output, from_us, now_us, dt_us);
  pass_output(l, &s->output[0], from_us, now_us, s->ledger.clock.value, dt_us);
  pass_output(l, &s->output[1], from_us, now_us, s->ledger.clock.value, dt_us);
}

/* Everything that silences both outputs. Remembers faults, and forgets them for a reset.
 */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(in) && \separated(l, s, in);
    requires device_ok(l) && ledger_ok(l, &s->ledger) && caller_ok(&s->caller);
    assigns s->ledger, s->caller;
    ensures ledger_ok(l, &s->ledger);
    ensures caller_ok(&s->caller);
    ensures faults != 0 ==> \result != 0;
    ensures !quiet(in) ==> \result != 0;
    ensures in->battery_mv < l->battery_floor_mv ==> \result != 0;
    ensures in->temperature_mc < COLDEST_MC ==> \result != 0;
    ensures in->temperature_mc > l->temperature_max_mc ==> \result != 0;
    ensures in->reset == 0 && \old(s->ledger.latched.value) != 0 ==>
      \result != 0 && s->ledger.latched.value != 0; */
static uint64_t silencing(const struct guard_limits *l, struct guard_state *s,
                          const struct guard_inputs *in, uint64_t faults) {
  uint64_t reasons;
  reset_latch(l, s, in->reset);
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert caller_ok(&s->caller); */
  reasons = s->ledger.latched.value != 0 ? GUARD_BIT(LATCH) : 0;
  latch(s, faults);
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert windows_ok(&s->ledger); */
  return reasons | faults | inhibitions(l, &s->ledger, in);
}

/* What cannot be believed stands empty and latched. Says why; zero: all is believed. */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(in) && \separated(l, s, in);
    assigns *s;
    ensures \result == 0 ==> in->limits_intact == 1 && limits_ok(l) && state_ok(l, s);
    ensures \result == 0 ==> \old(limits_ok(l)) && \old(state_ok(l, s));
    ensures \result == 0 ==>
      s->ledger.latched.value == \old(s->ledger.latched.value) &&
      s->caller.now_us.value == \old(s->caller.now_us.value) &&
      s->caller.program_crc.value == \old(s->caller.program_crc.value);
    ensures \result != 0 ==> times_ok(&s->ledger);
    ensures \result != 0 ==> windows_ok(&s->ledger);
    ensures \result != 0 ==> spent_ok(&s->ledger.levels);
    ensures \result != 0 ==> silent_ok(&s->output[0]);
    ensures \result != 0 ==> silent_ok(&s->output[1]);
    ensures \result != 0 ==> caller_ok(&s->caller);
    ensures \result != 0 ==> s->ledger.latched.value != 0; */
static uint64_t disbelieved(const struct guard_limits *l, struct guard_state *s,
                            const struct guard_inputs *in) {
  uint64_t faults = 0;
  if (in->limits_intact != 1 || !guard_limits_ok(l)) {
    faults = GUARD_BIT(PROGRAM);
  } else if (!guard_state_ok(l, s)) {
    faults = GUARD_BIT(CORRUPT);
  }
  if (faults != 0) {
    guard_spend_all(s, faults);
  }
  return faults;
}

/* Lets time pass and watches. Says what silences both outputs now; zero: nothing. */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(in) && \separated(l, s, in);
    requires limits_ok(l) && state_ok(l, s);
    assigns *s;
    ensures ledger_ok(l, &s->ledger);
    ensures output_ok(&s->output[0]);
    ensures output_ok(&s->output[1]);
    ensures caller_ok(&s->caller);
    ensures !quiet(in) ==> \result != 0;
    ensures in->battery_mv < l->battery_floor_mv ==> \result != 0;
    ensures in->temperature_mc < COLDEST_MC ==> \result != 0;
    ensures in->temperature_mc > l->temperature_max_mc ==> \result != 0;
    ensures in->now_us < \old(s->caller.now_us.value) ==> \result != 0;
    ensures in->program_crc != \old(s->caller.program_crc.value) ==> \result != 0;
    ensures in->reset == 0 && \old(s->ledger.latched.value) != 0 ==>
      \result != 0 && s->ledger.latched.value != 0; */
static uint64_t observed(const struct guard_limits *l, struct guard_state *s,
                         const struct guard_inputs *in) {
  uint64_t faults;
  struct elapsed e;
  count_stall(&s->caller, in->now_us);
  /*@ assert caller_ok(&s->caller); */
  /*@ assert ledger_ok(l, &s->ledger); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  e = elapsed(l, s, in->now_us);
  faults = e.faults | watch(l, s, in);
  pass(l, s, in->now_us, e.dt_us);
  /*@ assert caller_ok(&s->caller); */
  end_day(l, &s->ledger, in->midnight);
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  return silencing(l, s, in, faults);
}

/* Nothing is granted, and why. */
/*@ assigns \nothing;
    ensures plan_silent_ok(\result.first);
    ensures plan_silent_ok(\result.second);
    ensures \result.reasons == reasons; */
static struct guard_plans nothing(uint64_t reasons) {
  struct guard_plans plans = kSilent;
  plans.reasons = reasons;
  return plans;
}

/* What is planned once limits and memory are believed. */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(r) && \valid_read(in);
    requires \separated(l, s, r, in) && limits_ok(l) && state_ok(l, s);
    assigns *s;
    ensures state_ok(l, s);
    ensures plans_granted_ok(l, \result, in->now_us);
    ensures heeded(l, r, in, \result);
    ensures in->now_us < \old(s->caller.now_us.value) ==> silent(\result);
    ensures in->program_crc != \old(s->caller.program_crc.value) ==> silent(\result);
    ensures in->reset == 0 && \old(s->ledger.latched.value) != 0 ==>
      silent(\result) && s->ledger.latched.value != 0; */
static struct guard_plans considered(const struct guard_limits *l, struct guard_state *s,
                                     const struct guard_request *r,
                                     const struct guard_inputs *in) {
  const uint64_t reasons = observed(l, s, in);
  struct guard_plans plans;
  if (reasons != 0) {
    return nothing(reasons);
  }
  plans = guard_decide(l, s, r, in);
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  /*@ assert plans_granted_ok(l, plans, in->now_us); */
  latch(s, plans.reasons & GUARD_BIT(STATUS));
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  return plans;
}

/* What is planned, whatever came in. */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(r) && \valid_read(in);
    requires \separated(l, s, r, in);
    assigns *s;
    ensures times_ok(&s->ledger);
    ensures windows_ok(&s->ledger);
    ensures levels_allowed(l, &s->ledger.levels);
    ensures output_ok(&s->output[0]);
    ensures output_ok(&s->output[1]);
    ensures caller_ok(&s->caller);
    ensures plans_granted_ok(l, \result, in->now_us);
    ensures heeded(l, r, in, \result);
    ensures in->limits_intact != 1 ==>
      silent(\result) && s->ledger.latched.value != 0;
    ensures !limits_ok(l) ==> silent(\result) && s->ledger.latched.value != 0;
    ensures limits_ok(l) && !\old(state_ok(l, s)) ==>
      silent(\result) && s->ledger.latched.value != 0;
    ensures in->now_us < \old(s->caller.now_us.value) ==> silent(\result);
    ensures in->program_crc != \old(s->caller.program_crc.value) ==> silent(\result);
    ensures in->reset == 0 && \old(s->ledger.latched.value) != 0 ==>
      silent(\result) && s->ledger.latched.value != 0; */
static struct guard_plans planned(const struct guard_limits *l, struct guard_state *s,
                                  const struct guard_request *r,
                                  const struct guard_inputs *in) {
  const uint64_t disbelief = disbelieved(l, s, in);
  if (disbelief != 0) {
    return nothing(disbelief);
  }
  return considered(l, s, r, in);
}

void guard_step(const struct guard_limits *l, struct guard_state *s,
                const struct guard_request *r, const struct guard_inputs *in,
                struct guard_answer *a) {
  const struct guard_plans plans = planned(l, s, r, in);
  /*@ assert plans_granted_ok{Pre}(l, plans, \at(in->now_us, Pre)); */
  /*@ assert plan_granted_ok{Pre}(l, plans.first, \at(in->now_us, Pre)); */
  /*@ assert plan_granted_ok{Pre}(l, plans.second, \at(in->now_us, Pre)); */
  /*@ assert heeded{Pre}(l, r, in, plans); */
  /*@ assert limits_ok{Pre}(l) <==> limits_ok(l); */
  /*@ assert \at(in->now_us < s->caller.now_us.value, Pre) ==> silent(plans); */
  guard_commit(s, plans, in->now_us);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert levels_allowed(l, &s->ledger.levels); */
  guard_tell(a, plans, in->now_us, s->ledger.latched.value);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert levels_allowed(l, &s->ledger.levels); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  /*@ assert train_of_plan(a->output[0], plans.first, \at(in->now_us, Pre)); */
  /*@ assert train_of_plan(a->output[1], plans.second, \at(in->now_us, Pre)); */
}

uint32_t guard_idle(const struct guard_limits *l, struct guard_state *s,
                    uint64_t until_us) {
  const uint64_t now_us = s->caller.now_us.value;
  if (!guard_limits_ok(l) || !guard_state_ok(l, s) || until_us <= now_us ||
      until_us - now_us > GUARD_OLD_AGE_US - s->ledger.clock.value ||
      s->output[0].granted.amplitude_ua.value != 0 ||
      s->output[1].granted.amplitude_ua.value != 0) {
    return 0;
  }
  pass(l, s, until_us, until_us - now_us);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert caller_ok(&s->caller); */
  guard_set(&s->caller.reset_held, 0);
  guard_set(&s->caller.stalls, 0);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert levels_ok(l, &s->ledger.levels); */
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  guard_commit(s, kSilent, until_us);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert windows_ok(&s->ledger); */
  /*@ assert levels_ok(l, &s->ledger.levels); */
  return 1;
}
