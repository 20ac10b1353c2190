/* Whose turn it is: bursts, therapies and episodes, or on-time and off-time.
 *
 * Counted from what was granted, never from what the controller says. A period begins
 * with its first pulse and lasts until a silence of at least its gap, so neither a short
 * gap nor the other output restarts it. */
#include "safety/guard_parts.h"

/* Whether a train had a pulse in [from, now); if so, remembers when the last one was. */
/*@ requires \valid(g) && \valid_read(t) && \separated(g, t);
    requires times_ok(g);
    assigns g->end;
    ensures times_ok(g);
    ensures g->end.value >= \old(g->end.value); */
static uint32_t delivered(struct guard_ledger *g, const struct guard_kept *t,
                          uint64_t from_us, uint64_t now_us) {
  const uint64_t ago = guard_last_pulse_us(t, from_us, now_us);
  if (ago != 0 && g->clock.value - g->end.value > ago) {
    guard_set(&g->end, g->clock.value - ago);
  }
  return ago != 0;
}

/*@ requires \valid(to) && \valid_read(from) && \separated(to, from);
    requires kind <= GUARD_TURN_EPISODE;
    assigns *to;
    ensures word_ok(&to->kind, kind) && to->kind.value == kind;
    ensures word_ok(&to->start, from->start.value) &&
      to->start.value == from->start.value;
    ensures word_ok(&to->bursts, from->bursts.value) &&
      to->bursts.value == from->bursts.value;
    ensures word_ok(&to->therapies, from->therapies.value) &&
      to->therapies.value == from->therapies.value; */
static void copy_turn(struct guard_turn_words *to, const struct guard_turn_words *from,
                      uint64_t kind) {
  guard_set(&to->kind, kind);
  guard_set(&to->start, from->start.value);
  guard_set(&to->bursts, from->bursts.value);
  guard_set(&to->therapies, from->therapies.value);
}

/* What was planned to begin has begun, if a pulse was delivered. */
/*@ requires \valid(g) && times_ok(g);
    assigns g->turn, g->credit;
    ensures times_ok(g); */
static void begin(struct guard_ledger *g, uint32_t pulses) {
  if (pulses == 0) {
    return;
  }
  copy_turn(&g->turn, &g->next, g->next.kind.value);
  /*@ assert turn_ok(&g->turn, g->clock.value); */
  if (g->next.kind.value >= GUARD_TURN_THERAPY) {
    guard_set(&g->credit, GUARD_TURN_GOES_ON);
  }
}

/* Nothing is planned to begin. */
/*@ requires \valid(g) && times_ok(g);
    assigns g->next;
    ensures times_ok(g); */
static void forget(struct guard_ledger *g) {
  copy_turn(&g->next, &g->turn, GUARD_TURN_GOES_ON);
}

/* What was granted has happened, or it has not and is forgotten; a therapy that was
 * counted stays counted, as a credit. */
void guard_turn_pass(struct guard_ledger *g, const struct guard_output *o,
                     uint64_t from_us, uint64_t now_us) {
  const uint32_t first = delivered(g, &o[0].granted, from_us, now_us);
  const uint32_t second = delivered(g, &o[1].granted, from_us, now_us);
  begin(g, first | second);
  forget(g);
}

/* Therapies in the last `bins` minutes, the present one included. */
/*@ requires \valid_read(g) && words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires word_ok(&g->clock, GUARD_OLD_AGE_US) && bins <= GUARD_HOUR_BINS;
    assigns \nothing;
    ensures \result <= bins * GUARD_BIN_MOST; */
static uint64_t recent(const struct guard_ledger *g, uint32_t bins) {
  const uint64_t now = g->clock.value / GUARD_MINUTE_US;
  uint64_t sum = 0;
  /*@ loop invariant 0 <= i <= bins;
      loop invariant sum <= i * GUARD_BIN_MOST;
      loop assigns i, sum;
      loop variant bins - i; */
  for (uint32_t i = 0; i < bins; ++i) {
    sum += g->hour[(now + GUARD_HOUR_BINS - i) % GUARD_HOUR_BINS].value;
  }
  return sum;
}

/* Whether the hour and the day have room for one more. */
/*@ requires \valid_read(l) && \valid_read(g) && turns_ok(l) && l->episodic != 0;
    requires word_ok(&g->clock, GUARD_OLD_AGE_US) && windows_ok(g);
    assigns \nothing;
    ensures bins_total(&g->hour[0], GUARD_HOUR_BINS) >= l->hour ==> \result != 0;
    ensures bins_total(&g->day[0], GUARD_DAY_BINS) >= l->day ==> \result != 0;
    ensures kind == GUARD_TURN_EPISODE &&
      bins_total(&g->day[0], GUARD_DAY_BINS) >= l->day - l->reserved ==> \result != 0; */
static uint64_t refuse_count(const struct guard_limits *l, const struct guard_ledger *g,
                             uint32_t kind) {
  const uint64_t day = guard_bins_sum(g->day, GUARD_DAY_BINS);
  uint64_t reasons = 0;
  if (guard_bins_sum(g->hour, GUARD_HOUR_BINS) >= l->hour) {
    reasons |= GUARD_BIT(HOUR);
  }
  if (day >= (kind == GUARD_TURN_EPISODE ? l->day - l->reserved : l->day)) {
    reasons |= GUARD_BIT(DAY);
  }
  if (reasons == 0 && l->status != 0 && recent(g, l->status_bins) + 1 >= l->status) {
    reasons |= GUARD_BIT(STATUS);
  }
  return reasons;
}

uint32_t guard_turn_kind_of(const struct guard_limits *l, const struct guard_ledger *g,
                            uint32_t onset_us) {
  const uint64_t silence_us = g->clock.value + onset_us - g->end.value;
  if (l->on_us == 0 || silence_us < l->off_us) {
    return GUARD_TURN_GOES_ON;
  }
  if (l->episodic == 0 || silence_us < l->therapy_gap_us) {
    return GUARD_TURN_BURST;
  }
  return silence_us < l->episode_gap_us ? GUARD_TURN_THERAPY : GUARD_TURN_EPISODE;
}

/*@ requires \valid_read(l) && \valid_read(g) && turns_ok(l);
    requires word_ok(&g->clock, GUARD_OLD_AGE_US) && windows_ok(g);
    assigns \nothing;
    ensures turn_refused(l, g, kind) ==> \result != 0; */
static uint64_t refuse(const struct guard_limits *l, const struct guard_ledger *g,
                       uint32_t kind) {
  if (l->episodic == 0 || kind == GUARD_TURN_GOES_ON) {
    return 0;
  }
  if (kind == GUARD_TURN_BURST) {
    return g->turn.bursts.value >= l->bursts ? GUARD_BIT(BURSTS) : 0;
  }
  if (kind == GUARD_TURN_THERAPY && g->turn.therapies.value >= l->therapies) {
    return GUARD_BIT(EPISODE);
  }
  return kind <= g->credit.value ? 0 : refuse_count(l, g, kind);
}

/*@ assigns \nothing;
    ensures \result == more_of(count); */
static uint64_t more(uint64_t count) { return count < UINT32_MAX ? count + 1 : count; }

/* Bursts of the therapy as they are once this has begun. */
/*@ assigns \nothing;
    ensures \result == bursts_after(bursts, kind); */
static uint64_t count_bursts(uint64_t bursts, uint32_t kind) {
  if (kind >= GUARD_TURN_THERAPY) {
    return 1;
  }
  return kind == GUARD_TURN_BURST ? more(bursts) : bursts;
}

/* Therapies of the episode as they are once this has begun. */
/*@ assigns \nothing;
    ensures \result == therapies_after(therapies, kind); */
static uint64_t count_therapies(uint64_t therapies, uint32_t kind) {
  if (kind == GUARD_TURN_EPISODE) {
    return 1;
  }
  return kind == GUARD_TURN_THERAPY ? more(therapies) : therapies;
}

/* A burst that only goes on is too long; one that comes back is too soon. */
/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0; */
static uint64_t spent_reason(const struct guard_limits *l, uint64_t silence_us) {
  if (l->episodic == 0) {
    return GUARD_BIT(ON_TIME);
  }
  return silence_us <= l->period_max_us ? GUARD_BIT(BURST_LENGTH) : GUARD_BIT(BURST_GAP);
}

/* Judges pulses whose earliest is `onset_us` from now. */
struct guard_turn guard_turn_plan(const struct guard_limits *l,
                                  const struct guard_ledger *g, uint32_t onset_us) {
  struct guard_turn t;
  const uint64_t onset = g->clock.value + onset_us;
  const uint64_t silence = onset - g->end.value;
  uint64_t left;
  t.kind = guard_turn_kind_of(l, g, onset_us);
  t.start_us = onset;
  if (t.kind == GUARD_TURN_GOES_ON && g->turn.start.value < onset) {
    t.start_us = g->turn.start.value;
  }
  t.bursts = count_bursts(g->turn.bursts.value, t.kind);
  t.therapies = count_therapies(g->turn.therapies.value, t.kind);
  t.cap_us = UINT32_MAX;
  t.reasons = refuse(l, g, t.kind);
  if (l->on_us == 0) {
    return t;
  }
  left = onset - t.start_us;
  left = left < l->on_us ? l->on_us - left : 0;
  if (t.reasons == 0 && left == 0) {
    t.reasons = spent_reason(l, silence);
  }
  if (left < UINT32_MAX - onset_us) {
    t.cap_us = onset_us + (uint32_t)left;
  }
  return t;
}

/*@ requires \valid(w) && word_ok(w, GUARD_BIN_MOST);
    assigns w->value, w->complement;
    ensures word_ok(w, GUARD_BIN_MOST);
    ensures w->value == more_of(\old(w->value)); */
static void count_one(struct guard_word *w) { guard_set(w, more(w->value)); }

/* One therapy more in the minute that the clock is in. */
/*@ requires \valid(bin + (0 .. GUARD_HOUR_BINS - 1)) && clock_us <= GUARD_OLD_AGE_US;
    requires words_ok(bin, GUARD_HOUR_BINS, GUARD_BIN_MOST);
    assigns bin[0 .. GUARD_HOUR_BINS - 1];
    ensures words_ok(bin, GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures bin[minute_bin(clock_us)].value ==
      more_of(\old(bin[minute_bin(clock_us)].value)); */
static void count_hour(struct guard_word *bin, uint64_t clock_us) {
  count_one(&bin[clock_us / GUARD_MINUTE_US % GUARD_HOUR_BINS]);
}

/* One therapy more in the hour that the clock is in. */
/*@ requires \valid(bin + (0 .. GUARD_DAY_BINS - 1)) && clock_us <= GUARD_OLD_AGE_US;
    requires words_ok(bin, GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns bin[0 .. GUARD_DAY_BINS - 1];
    ensures words_ok(bin, GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures bin[hour_bin(clock_us)].value == more_of(\old(bin[hour_bin(clock_us)].value));
 */
static void count_day(struct guard_word *bin, uint64_t clock_us) {
  count_one(&bin[clock_us / GUARD_HOUR_US % GUARD_DAY_BINS]);
}

/*@ requires \valid(g) && times_ok(g);
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->hour[0 .. GUARD_HOUR_BINS - 1], g->day[0 .. GUARD_DAY_BINS - 1];
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures g->hour[minute_bin(g->clock.value)].value ==
      more_of(\old(g->hour[minute_bin(g->clock.value)].value));
    ensures g->day[hour_bin(g->clock.value)].value ==
      more_of(\old(g->day[hour_bin(g->clock.value)].value)); */
static void count_therapy(struct guard_ledger *g) {
  const uint64_t now_us = g->clock.value;
  count_hour(g->hour, now_us);
  count_day(g->day, now_us);
}

/*@ requires \valid(w);
    assigns *w;
    ensures word_ok(&w->kind, t.kind) && w->kind.value == t.kind;
    ensures word_ok(&w->start, t.start_us) && w->start.value == t.start_us;
    ensures word_ok(&w->bursts, t.bursts) && w->bursts.value == t.bursts;
    ensures word_ok(&w->therapies, t.therapies) && w->therapies.value == t.therapies; */
static void write_turn(struct guard_turn_words *w, struct guard_turn t) {
  guard_set(&w->kind, t.kind);
  guard_set(&w->start, t.start_us);
  guard_set(&w->bursts, t.bursts);
  guard_set(&w->therapies, t.therapies);
}

/* What begins once the pulses that are granted now have been delivered. */
/*@ requires \valid(g) && times_ok(g) && turn_plan_ok(t, g->clock.value);
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->next;
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures \forall integer i; 0 <= i < GUARD_HOUR_BINS ==>
      g->hour[i].value == \old(g->hour[i].value);
    ensures \forall integer i; 0 <= i < GUARD_DAY_BINS ==>
      g->day[i].value == \old(g->day[i].value);
    ensures g->next.kind.value == t.kind;
    ensures g->next.start.value == t.start_us;
    ensures g->next.bursts.value == t.bursts;
    ensures g->next.therapies.value == t.therapies; */
static void plan_next(struct guard_ledger *g, struct guard_turn t) {
  write_turn(&g->next, t);
}

/*@ requires \valid(g) && times_ok(g) && kind <= GUARD_TURN_EPISODE;
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->credit;
    ensures times_ok(g) && g->credit.value == kind;
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures \forall integer i; 0 <= i < GUARD_HOUR_BINS ==>
      g->hour[i].value == \old(g->hour[i].value);
    ensures \forall integer i; 0 <= i < GUARD_DAY_BINS ==>
      g->day[i].value == \old(g->day[i].value); */
static void set_credit(struct guard_ledger *g, uint32_t kind) {
  guard_set(&g->credit, kind);
}

/* The pulses that were judged are granted. A therapy is counted before its first pulse.
 */
void guard_turn_commit(struct guard_ledger *g, struct guard_turn t) {
  plan_next(g, t);
  if (t.kind >= GUARD_TURN_THERAPY && t.kind > g->credit.value) {
    set_credit(g, t.kind);
    count_therapy(g);
  }
}
