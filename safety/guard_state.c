/* The whole state: how it begins, whether it can be believed, and what stands in for it
 * when it cannot. */
#include "safety/guard_parts.h"

static uint32_t word_ok(const struct guard_word *w, uint64_t most) {
  return w->complement == UINT64_MAX - w->value && w->value <= most;
}

static uint32_t words_ok(const struct guard_word *w, uint32_t n, uint64_t most) {
  uint32_t ok = 1;
  for (uint32_t i = 0; i < n; ++i) {
    if (!word_ok(&w[i], most)) {
      ok = 0;
    }
  }
  return ok;
}

static uint32_t turn_ok(const struct guard_turn_words *t, uint64_t now_us) {
  return word_ok(&t->kind, GUARD_TURN_EPISODE) &&
         word_ok(&t->start, now_us + CEILING_COMMAND_LIFETIME_US) &&
         word_ok(&t->bursts, UINT32_MAX) && word_ok(&t->therapies, UINT32_MAX);
}

static uint32_t clock_ok(const struct guard_word *clock) {
  return word_ok(clock, GUARD_OLD_AGE_US) && clock->value >= GUARD_BIRTH_US;
}

static uint32_t times_ok(const struct guard_ledger *g) {
  return clock_ok(&g->clock) && word_ok(&g->latched, UINT64_MAX) &&
         word_ok(&g->cooldown, g->clock.value + CEILING_COOLDOWN_US) &&
         word_ok(&g->resets, UINT32_MAX) && word_ok(&g->midnight, g->clock.value) &&
         word_ok(&g->end, g->clock.value) && turn_ok(&g->turn, g->clock.value) &&
         turn_ok(&g->next, g->clock.value) && word_ok(&g->credit, GUARD_TURN_EPISODE);
}

static uint32_t duty_ok(const struct guard_duty *d) {
  return words_ok(d->minute, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&
         words_ok(d->hour, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&
         words_ok(d->day, GUARD_DUTY_BINS, GUARD_BIN_MOST);
}

static uint32_t windows_ok(const struct guard_ledger *g) {
  return words_ok(g->hour, GUARD_HOUR_BINS, GUARD_BIN_MOST) &&
         words_ok(g->day, GUARD_DAY_BINS, GUARD_BIN_MOST) && duty_ok(&g->duty[0]) &&
         duty_ok(&g->duty[1]);
}

static uint32_t levels_ok(const struct guard_limits *l, const struct guard_ledger *g) {
  return word_ok(&g->energy, l->energy_capacity) &&
         words_ok(g->fast, GUARD_CONTACTS, l->fast_capacity) &&
         words_ok(g->slow, GUARD_CONTACTS, l->slow_capacity);
}

static uint32_t ramp_ok(const struct guard_output *o) {
  return word_ok(&o->ramp_na, GUARD_RAMP_TOP_NA) && word_ok(&o->half, GUARD_OLD_AGE_US) &&
         words_ok(o->low_ua, 3, CEILING_AMPLITUDE_UA);
}

static uint32_t paid_ok(const struct guard_paid *p) {
  return word_ok(&p->configuration, GUARD_CONFIGURATIONS) &&
         word_ok(&p->width_us, CEILING_PULSE_WIDTH_US) &&
         word_ok(&p->period_us, CEILING_PERIOD_US) && word_ok(&p->first_us, UINT64_MAX) &&
         word_ok(&p->until_us, UINT64_MAX) &&
         word_ok(&p->amplitude_ua, CEILING_AMPLITUDE_UA) &&
         word_ok(&p->energy_fj, UINT64_MAX);
}

static uint32_t kept_ok(const struct guard_kept *k) {
  return word_ok(&k->configuration, GUARD_CONFIGURATIONS) &&
         word_ok(&k->amplitude_ua, CEILING_AMPLITUDE_UA) &&
         word_ok(&k->width_us, CEILING_PULSE_WIDTH_US) &&
         word_ok(&k->period_us, CEILING_PERIOD_US) && word_ok(&k->first_us, UINT64_MAX) &&
         word_ok(&k->until_us, UINT64_MAX);
}

static uint32_t output_ok(const struct guard_output *o) {
  return ramp_ok(o) && paid_ok(&o->paid) && kept_ok(&o->granted) && kept_ok(&o->before);
}

static uint32_t caller_ok(const struct guard_caller *c) {
  return word_ok(&c->now_us, UINT64_MAX) && word_ok(&c->before_us, UINT64_MAX) &&
         word_ok(&c->stalls, CEILING_STALLS) &&
         word_ok(&c->program_crc, GUARD_NO_PROGRAM) && word_ok(&c->reset_held, 1);
}

uint32_t guard_state_ok(const struct guard_limits *l, const struct guard_state *s) {
  return times_ok(&s->ledger) && windows_ok(&s->ledger) && levels_ok(l, &s->ledger) &&
         output_ok(&s->output[0]) && output_ok(&s->output[1]) && caller_ok(&s->caller);
}

static void set_all(struct guard_word *w, uint32_t n, uint64_t value) {
  for (uint32_t i = 0; i < n; ++i) {
    guard_set(&w[i], value);
  }
}

static void set_turn(struct guard_turn_words *t, uint64_t count) {
  guard_set(&t->kind, GUARD_TURN_GOES_ON);
  guard_set(&t->start, 0);
  guard_set(&t->bursts, count);
  guard_set(&t->therapies, count);
}

static void set_duty(struct guard_duty *d, uint64_t on_us) {
  set_all(d->minute, GUARD_DUTY_BINS, on_us);
  set_all(d->hour, GUARD_DUTY_BINS, on_us);
  set_all(d->day, GUARD_DUTY_BINS, on_us);
}

static void set_windows(struct guard_ledger *g, uint64_t therapies, uint64_t on_us) {
  set_all(g->hour, GUARD_HOUR_BINS, therapies);
  set_all(g->day, GUARD_DAY_BINS, therapies);
  set_duty(&g->duty[0], on_us);
  set_duty(&g->duty[1], on_us);
}

static void set_levels(struct guard_ledger *g, uint64_t energy, uint64_t fast,
                       uint64_t slow) {
  guard_set(&g->energy, energy);
  set_all(g->fast, GUARD_CONTACTS, fast);
  set_all(g->slow, GUARD_CONTACTS, slow);
}

static void silence_train(struct guard_kept *k) {
  guard_set(&k->configuration, 0);
  guard_set(&k->amplitude_ua, 0);
  guard_set(&k->width_us, 0);
  guard_set(&k->period_us, 0);
  guard_set(&k->first_us, 0);
  guard_set(&k->until_us, 0);
}

static void silence(struct guard_output *o) {
  guard_set(&o->ramp_na, 0);
  guard_set(&o->half, 0);
  set_all(o->low_ua, 3, 0);
  guard_set(&o->paid.configuration, 0);
  guard_set(&o->paid.width_us, 0);
  guard_set(&o->paid.period_us, 0);
  guard_set(&o->paid.first_us, 0);
  guard_set(&o->paid.until_us, 0);
  guard_set(&o->paid.amplitude_ua, 0);
  guard_set(&o->paid.energy_fj, 0);
  silence_train(&o->granted);
  silence_train(&o->before);
}

/* What is neither a level nor a window: nothing under way, nothing latched. */
static void set_times(struct guard_ledger *g, uint64_t clock_us, uint64_t end_us,
                      uint64_t counted) {
  guard_set(&g->clock, clock_us);
  guard_set(&g->latched, 0);
  guard_set(&g->cooldown, 0);
  guard_set(&g->resets, 0);
  guard_set(&g->midnight, 0);
  guard_set(&g->end, end_us);
  set_turn(&g->turn, counted);
  set_turn(&g->next, counted);
  guard_set(&g->credit, GUARD_TURN_GOES_ON);
}

static void set_caller(struct guard_caller *c, uint64_t now_us, uint64_t program_crc,
                       uint64_t reset_held) {
  guard_set(&c->now_us, now_us);
  guard_set(&c->before_us, now_us);
  guard_set(&c->stalls, 0);
  guard_set(&c->program_crc, program_crc);
  guard_set(&c->reset_held, reset_held);
}

void guard_start(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint32_t program_crc) {
  set_times(&s->ledger, GUARD_BIRTH_US, 0, 0);
  set_windows(&s->ledger, 0, 0);
  set_levels(&s->ledger, l->energy_capacity, l->fast_capacity, l->slow_capacity);
  silence(&s->output[0]);
  silence(&s->output[1]);
  set_caller(&s->caller, now_us, program_crc, 0);
}

/* A word that is believed, or what stands in for it. */
static uint64_t believed(const struct guard_word *w, uint64_t most, uint64_t otherwise) {
  return word_ok(w, most) ? w->value : otherwise;
}

static void spend_caller(struct guard_caller *c) {
  set_caller(c, believed(&c->now_us, UINT64_MAX, 0),
             believed(&c->program_crc, UINT32_MAX, GUARD_NO_PROGRAM),
             believed(&c->reset_held, 1, 1));
}

/* What can still be believed stays: the clock, the count of resets, the first fault. */
void guard_spend_all(struct guard_state *s, uint64_t reasons) {
  struct guard_ledger *g = &s->ledger;
  const uint64_t clock_us = clock_ok(&g->clock) ? g->clock.value : GUARD_BIRTH_US;
  const uint64_t resets = believed(&g->resets, UINT32_MAX, UINT32_MAX);
  const uint64_t first = believed(&g->latched, UINT64_MAX, 0);
  set_times(g, clock_us, clock_us, UINT32_MAX);
  guard_set(&g->latched, first != 0 ? first : reasons);
  guard_set(&g->resets, resets);
  guard_set(&g->midnight, clock_us);
  set_windows(g, UINT32_MAX, GUARD_BIN_MOST);
  set_levels(g, 0, 0, 0);
  silence(&s->output[0]);
  silence(&s->output[1]);
  spend_caller(&s->caller);
}
