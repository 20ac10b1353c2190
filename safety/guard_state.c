/* The whole state: how it begins, whether it can be believed, and what stands in for it
 * when it cannot. */
#include "safety/guard_parts.h"

/*@ requires \valid_read(w);
    assigns \nothing;
    ensures \result != 0 <==> word_ok(w, most); */
static uint32_t word_ok(const struct guard_word *w, uint64_t most) {
  return w->complement == UINT64_MAX - w->value && w->value <= most;
}

/*@ requires \valid_read(w + (0 .. n - 1));
    assigns \nothing;
    ensures \result != 0 <==> words_ok(w, n, most); */
static uint32_t words_ok(const struct guard_word *w, uint32_t n, uint64_t most) {
  uint32_t ok = 1;
  /*@ loop invariant 0 <= i <= n;
      loop invariant ok != 0 <==> words_ok(w, i, most);
      loop assigns i, ok;
      loop variant n - i; */
  for (uint32_t i = 0; i < n; ++i) {
    if (!word_ok(&w[i], most)) {
      ok = 0;
    }
  }
  return ok;
}

/*@ requires \valid_read(t) && now_us <= GUARD_OLD_AGE_US;
    assigns \nothing;
    ensures \result != 0 <==> turn_ok(t, now_us); */
static uint32_t turn_ok(const struct guard_turn_words *t, uint64_t now_us) {
  return word_ok(&t->kind, GUARD_TURN_EPISODE) &&
         word_ok(&t->start, now_us + CEILING_COMMAND_LIFETIME_US) &&
         word_ok(&t->bursts, UINT32_MAX) && word_ok(&t->therapies, UINT32_MAX);
}

/*@ requires \valid_read(clock);
    assigns \nothing;
    ensures \result != 0 <==>
      word_ok(clock, GUARD_OLD_AGE_US) && GUARD_BIRTH_US <= clock->value; */
static uint32_t clock_ok(const struct guard_word *clock) {
  return word_ok(clock, GUARD_OLD_AGE_US) && clock->value >= GUARD_BIRTH_US;
}

/*@ requires \valid_read(g);
    assigns \nothing;
    ensures \result != 0 <==> times_ok(g); */
static uint32_t times_ok(const struct guard_ledger *g) {
  return clock_ok(&g->clock) && word_ok(&g->latched, UINT64_MAX) &&
         word_ok(&g->cooldown, g->clock.value + CEILING_COOLDOWN_US) &&
         word_ok(&g->resets, UINT32_MAX) && word_ok(&g->midnight, g->clock.value) &&
         word_ok(&g->end, g->clock.value) && turn_ok(&g->turn, g->clock.value) &&
         turn_ok(&g->next, g->clock.value) && word_ok(&g->credit, GUARD_TURN_EPISODE);
}

/*@ requires \valid_read(d);
    assigns \nothing;
    ensures \result != 0 <==> duty_ok(d); */
static uint32_t duty_ok(const struct guard_duty *d) {
  return words_ok(d->minute, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&
         words_ok(d->hour, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&
         words_ok(d->day, GUARD_DUTY_BINS, GUARD_BIN_MOST);
}

/*@ requires \valid_read(g);
    assigns \nothing;
    ensures \result != 0 <==> windows_ok(g); */
static uint32_t windows_ok(const struct guard_ledger *g) {
  return words_ok(g->hour, GUARD_HOUR_BINS, GUARD_BIN_MOST) &&
         words_ok(g->day, GUARD_DAY_BINS, GUARD_BIN_MOST) && duty_ok(&g->duty[0]) &&
         duty_ok(&g->duty[1]);
}

/*@ requires \valid_read(l) && \valid_read(v);
    assigns \nothing;
    ensures \result != 0 <==> levels_ok(l, v); */
static uint32_t levels_ok(const struct guard_limits *l, const struct guard_levels *v) {
  return word_ok(&v->energy, l->energy_capacity) &&
         words_ok(v->fast, GUARD_CONTACTS, l->fast_capacity) &&
         words_ok(v->slow, GUARD_CONTACTS, l->slow_capacity);
}

/*@ requires \valid_read(o);
    assigns \nothing;
    ensures \result != 0 <==> ramp_ok(o); */
static uint32_t ramp_ok(const struct guard_output *o) {
  return word_ok(&o->ramp_na, GUARD_RAMP_TOP_NA) && word_ok(&o->half, GUARD_OLD_AGE_US) &&
         words_ok(o->low_ua, 3, CEILING_AMPLITUDE_UA);
}

/*@ requires \valid_read(p);
    assigns \nothing;
    ensures \result != 0 <==> paid_ok(p); */
static uint32_t paid_ok(const struct guard_paid *p) {
  return word_ok(&p->configuration, GUARD_CONFIGURATIONS) &&
         word_ok(&p->width_us, CEILING_PULSE_WIDTH_US) &&
         word_ok(&p->period_us, CEILING_PERIOD_US) && word_ok(&p->first_us, UINT64_MAX) &&
         word_ok(&p->until_us, UINT64_MAX) &&
         word_ok(&p->amplitude_ua, CEILING_AMPLITUDE_UA) &&
         word_ok(&p->energy_fj, UINT64_MAX);
}

/*@ requires \valid_read(k);
    assigns \nothing;
    ensures \result != 0 <==> kept_ok(k); */
static uint32_t kept_ok(const struct guard_kept *k) {
  return word_ok(&k->configuration, GUARD_CONFIGURATIONS) &&
         word_ok(&k->amplitude_ua, CEILING_AMPLITUDE_UA) &&
         word_ok(&k->width_us, CEILING_PULSE_WIDTH_US) &&
         word_ok(&k->period_us, CEILING_PERIOD_US) && word_ok(&k->first_us, UINT64_MAX) &&
         word_ok(&k->until_us, UINT64_MAX) && word_ok(&k->rest_us, CEILING_PERIOD_US);
}

/*@ requires \valid_read(o);
    assigns \nothing;
    ensures \result != 0 <==> output_ok(o); */
static uint32_t output_ok(const struct guard_output *o) {
  return ramp_ok(o) && word_ok(&o->rested, GUARD_OLD_AGE_US + CEILING_PERIOD_US) &&
         paid_ok(&o->paid) && kept_ok(&o->granted) && kept_ok(&o->before);
}

/*@ requires \valid_read(c);
    assigns \nothing;
    ensures \result != 0 <==> caller_ok(c); */
static uint32_t caller_ok(const struct guard_caller *c) {
  return word_ok(&c->now_us, UINT64_MAX) && word_ok(&c->before_us, UINT64_MAX) &&
         word_ok(&c->stalls, CEILING_STALLS) &&
         word_ok(&c->program_crc, GUARD_NO_PROGRAM) && word_ok(&c->reset_held, 1);
}

uint32_t guard_state_ok(const struct guard_limits *l, const struct guard_state *s) {
  return times_ok(&s->ledger) && windows_ok(&s->ledger) &&
         levels_ok(l, &s->ledger.levels) && output_ok(&s->output[0]) &&
         output_ok(&s->output[1]) && caller_ok(&s->caller);
}

/*@ requires \valid(w + (0 .. n - 1));
    assigns w[0 .. n - 1];
    ensures words_ok(w, n, value); */
static void set_all(struct guard_word *w, uint32_t n, uint64_t value) {
  /*@ loop invariant 0 <= i <= n;
      loop invariant words_ok(w, i, value);
      loop assigns i, w[0 .. n - 1];
      loop variant n - i; */
  for (uint32_t i = 0; i < n; ++i) {
    guard_set(&w[i], value);
  }
}

/*@ requires \valid(t) && count <= UINT32_MAX;
    assigns *t;
    ensures turn_ok(t, 0); */
static void set_turn(struct guard_turn_words *t, uint64_t count) {
  guard_set(&t->kind, GUARD_TURN_GOES_ON);
  guard_set(&t->start, 0);
  guard_set(&t->bursts, count);
  guard_set(&t->therapies, count);
}

/*@ requires \valid(d) && on_us <= GUARD_BIN_MOST;
    assigns *d;
    ensures duty_ok(d); */
static void set_duty(struct guard_duty *d, uint64_t on_us) {
  set_all(d->minute, GUARD_DUTY_BINS, on_us);
  set_all(d->hour, GUARD_DUTY_BINS, on_us);
  set_all(d->day, GUARD_DUTY_BINS, on_us);
  /*@ assert words_ok(&d->minute[0], GUARD_DUTY_BINS, on_us); */
  /*@ assert words_ok(&d->hour[0], GUARD_DUTY_BINS, on_us); */
}

/*@ requires \valid(g) && on_us <= GUARD_BIN_MOST;
    assigns g->duty[0], g->duty[1];
    ensures duty_ok(&g->duty[0]);
    ensures duty_ok(&g->duty[1]); */
static void set_duties(struct guard_ledger *g, uint64_t on_us) {
  set_duty(&g->duty[0], on_us);
  set_duty(&g->duty[1], on_us);
}

/*@ requires \valid(g) && therapies <= GUARD_BIN_MOST && on_us <= GUARD_BIN_MOST;
    assigns g->hour[0 .. GUARD_HOUR_BINS - 1], g->day[0 .. GUARD_DAY_BINS - 1],
      g->duty[0], g->duty[1];
    ensures windows_ok(g); */
static void set_windows(struct guard_ledger *g, uint64_t therapies, uint64_t on_us) {
  set_duties(g, on_us);
  set_all(g->hour, GUARD_HOUR_BINS, therapies);
  /*@ assert duty_ok(&g->duty[0]); */
  /*@ assert duty_ok(&g->duty[1]); */
  /*@ assert words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST); */
  set_all(g->day, GUARD_DAY_BINS, therapies);
  /*@ assert duty_ok(&g->duty[0]); */
  /*@ assert duty_ok(&g->duty[1]); */
  /*@ assert words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST); */
  /*@ assert words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
}

/*@ requires \valid(v);
    assigns *v;
    ensures word_ok(&v->energy, energy);
    ensures words_ok(&v->fast[0], GUARD_CONTACTS, fast);
    ensures words_ok(&v->slow[0], GUARD_CONTACTS, slow); */
static void set_levels(struct guard_levels *v, uint64_t energy, uint64_t fast,
                       uint64_t slow) {
  set_all(v->fast, GUARD_CONTACTS, fast);
  set_all(v->slow, GUARD_CONTACTS, slow);
  guard_set(&v->energy, energy);
}

/*@ requires \valid(k);
    assigns *k;
    ensures kept_ok(k);
    ensures k->amplitude_ua.value == 0; */
static void silence_train(struct guard_kept *k) {
  guard_set(&k->configuration, 0);
  guard_set(&k->amplitude_ua, 0);
  guard_set(&k->width_us, 0);
  guard_set(&k->period_us, 0);
  guard_set(&k->first_us, 0);
  guard_set(&k->until_us, 0);
  guard_set(&k->rest_us, 0);
}

/*@ requires \valid(p);
    assigns *p;
    ensures paid_ok(p);
    ensures p->amplitude_ua.value == 0; */
static void silence_paid(struct guard_paid *p) {
  guard_set(&p->configuration, 0);
  guard_set(&p->width_us, 0);
  guard_set(&p->period_us, 0);
  guard_set(&p->first_us, 0);
  guard_set(&p->until_us, 0);
  guard_set(&p->amplitude_ua, 0);
  guard_set(&p->energy_fj, 0);
}

/*@ requires \valid(o);
    assigns o->paid, o->granted, o->before;
    ensures paid_ok(&o->paid);
    ensures kept_ok(&o->granted);
    ensures kept_ok(&o->before);
    ensures o->paid.amplitude_ua.value == 0;
    ensures o->granted.amplitude_ua.value == 0;
    ensures o->before.amplitude_ua.value == 0; */
static void silence_trains(struct guard_output *o) {
  silence_paid(&o->paid);
  silence_train(&o->granted);
  /*@ assert paid_ok(&o->paid); */
  silence_train(&o->before);
  /*@ assert paid_ok(&o->paid); */
  /*@ assert kept_ok(&o->granted); */
}

/*@ requires \valid(o);
    assigns o->ramp_na, o->half, o->low_ua[0 .. 2];
    ensures ramp_ok(o);
    ensures o->ramp_na.value == 0; */
static void silence_ramp(struct guard_output *o) {
  guard_set(&o->ramp_na, 0);
  guard_set(&o->half, 0);
  guard_set(&o->low_ua[0], 0);
  guard_set(&o->low_ua[1], 0);
  guard_set(&o->low_ua[2], 0);
}

/*@ requires \valid(o);
    assigns *o;
    ensures silent_ok(o); */
static void silence(struct guard_output *o) {
  silence_trains(o);
  silence_ramp(o);
  guard_set(&o->rested, 0);
  /*@ assert paid_ok(&o->paid); */
  /*@ assert kept_ok(&o->granted); */
  /*@ assert kept_ok(&o->before); */
}

/* What is neither a level nor a window: nothing under way, nothing latched. */
/*@ requires \valid(g) && counted <= UINT32_MAX;
    requires GUARD_BIRTH_US <= clock_us <= GUARD_OLD_AGE_US && end_us <= clock_us;
    assigns g->clock, g->latched, g->cooldown, g->resets, g->midnight, g->end, g->turn,
      g->next, g->credit;
    ensures times_ok(g);
    ensures g->clock.value == clock_us;
    ensures g->latched.value == 0; */
static void set_times(struct guard_ledger *g, uint64_t clock_us, uint64_t end_us,
                      uint64_t counted) {
  set_turn(&g->turn, counted);
  set_turn(&g->next, counted);
  /*@ assert turn_ok(&g->turn, clock_us); */
  /*@ assert turn_ok(&g->next, clock_us); */
  guard_set(&g->clock, clock_us);
  guard_set(&g->latched, 0);
  guard_set(&g->cooldown, 0);
  guard_set(&g->resets, 0);
  guard_set(&g->midnight, 0);
  guard_set(&g->end, end_us);
  guard_set(&g->credit, GUARD_TURN_GOES_ON);
  /*@ assert turn_ok(&g->turn, clock_us); */
  /*@ assert turn_ok(&g->next, clock_us); */
}

/*@ requires \valid(c) && program_crc <= GUARD_NO_PROGRAM && reset_held <= 1;
    assigns *c;
    ensures caller_ok(c); */
static void set_caller(struct guard_caller *c, uint64_t now_us, uint64_t program_crc,
                       uint64_t reset_held) {
  guard_set(&c->now_us, now_us);
  guard_set(&c->before_us, now_us);
  guard_set(&c->stalls, 0);
  guard_set(&c->program_crc, program_crc);
  guard_set(&c->reset_held, reset_held);
}

/*@ requires \valid_read(l) && \valid(g) && \separated(l, g);
    assigns *g;
    ensures times_ok(g);
    ensures windows_ok(g);
    ensures levels_ok(l, &g->levels);
    ensures g->latched.value == 0; */
static void start_ledger(const struct guard_limits *l, struct guard_ledger *g) {
  set_times(g, GUARD_BIRTH_US, 0, 0);
  set_levels(&g->levels, l->energy_capacity, l->fast_capacity, l->slow_capacity);
  /*@ assert times_ok(g); */
  set_windows(g, 0, 0);
  /*@ assert levels_ok(l, &g->levels); */
  /*@ assert times_ok(g); */
}

/*@ requires \valid(s);
    assigns s->output[0], s->output[1];
    ensures silent_ok(&s->output[0]);
    ensures silent_ok(&s->output[1]); */
static void silence_all(struct guard_state *s) {
  silence(&s->output[0]);
  silence(&s->output[1]);
}

void guard_start(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint32_t program_crc) {
  set_caller(&s->caller, now_us, program_crc, 0);
  silence_all(s);
  /*@ assert caller_ok(&s->caller); */
  start_ledger(l, &s->ledger);
  /*@ assert caller_ok(&s->caller); */
  /*@ assert ramp_ok(&s->output[0]); */
  /*@ assert ramp_ok(&s->output[1]); */
  /*@ assert paid_ok(&s->output[0].paid); */
  /*@ assert paid_ok(&s->output[1].paid); */
  /*@ assert kept_ok(&s->output[0].granted); */
  /*@ assert kept_ok(&s->output[1].granted); */
  /*@ assert kept_ok(&s->output[0].before); */
  /*@ assert kept_ok(&s->output[1].before); */
  /*@ assert silent_ok(&s->output[0]); */
  /*@ assert silent_ok(&s->output[1]); */
}

/* A word that is believed, or what stands in for it. */
/*@ requires \valid_read(w);
    assigns \nothing;
    ensures word_ok(w, most) ==> \result == w->value;
    ensures !word_ok(w, most) ==> \result == otherwise; */
static uint64_t believed(const struct guard_word *w, uint64_t most, uint64_t otherwise) {
  return word_ok(w, most) ? w->value : otherwise;
}

/*@ requires \valid(c);
    assigns *c;
    ensures caller_ok(c); */
static void spend_caller(struct guard_caller *c) {
  set_caller(c, believed(&c->now_us, UINT64_MAX, 0),
             believed(&c->program_crc, UINT32_MAX, GUARD_NO_PROGRAM),
             believed(&c->reset_held, 1, 1));
}

/* What can still be believed stays: the clock, the count of resets, the first fault. */
/*@ requires \valid(g);
    assigns g->clock, g->latched, g->cooldown, g->resets, g->midnight, g->end, g->turn,
      g->next, g->credit;
    ensures times_ok(g);
    ensures reasons != 0 ==> g->latched.value != 0; */
static void spend_times(struct guard_ledger *g, uint64_t reasons) {
  const uint64_t clock_us = clock_ok(&g->clock) ? g->clock.value : GUARD_BIRTH_US;
  const uint64_t resets = believed(&g->resets, UINT32_MAX, UINT32_MAX);
  const uint64_t first = believed(&g->latched, UINT64_MAX, 0);
  set_times(g, clock_us, clock_us, UINT32_MAX);
  guard_set(&g->latched, first != 0 ? first : reasons);
  guard_set(&g->resets, resets);
  guard_set(&g->midnight, clock_us);
}

/*@ requires \valid(g);
    assigns *g;
    ensures times_ok(g);
    ensures windows_ok(g);
    ensures spent_ok(&g->levels);
    ensures reasons != 0 ==> g->latched.value != 0; */
static void spend_ledger(struct guard_ledger *g, uint64_t reasons) {
  spend_times(g, reasons);
  set_levels(&g->levels, 0, 0, 0);
  /*@ assert times_ok(g); */
  set_windows(g, UINT32_MAX, GUARD_BIN_MOST);
  /*@ assert times_ok(g); */
  /*@ assert spent_ok(&g->levels); */
}

void guard_spend_all(struct guard_state *s, uint64_t reasons) {
  spend_caller(&s->caller);
  silence_all(s);
  /*@ assert caller_ok(&s->caller); */
  spend_ledger(&s->ledger, reasons);
  /*@ assert caller_ok(&s->caller); */
  /*@ assert silent_ok(&s->output[0]); */
  /*@ assert silent_ok(&s->output[1]); */
}
