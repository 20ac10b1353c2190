/* Whose turn it is: bursts, therapies and episodes, or on-time and off-time.
 *
 * Counted from what was granted, never from what the controller says. A period begins
 * with its first pulse and lasts until a silence of at least its gap, so neither a short
 * gap nor the other output restarts it. */
#include "safety/guard_parts.h"

/* Whether a train had a pulse in [from, now); if so, remembers when the last one was. */
static uint32_t delivered(struct guard_ledger *g, const struct guard_kept *t,
                          uint64_t from_us, uint64_t now_us) {
  const uint64_t ago = guard_last_pulse_us(t, from_us, now_us);
  if (ago != 0 && g->clock.value - g->end.value > ago) {
    guard_set(&g->end, g->clock.value - ago);
  }
  return ago != 0;
}

/* What was granted has happened, or it has not and is forgotten; a therapy that was
 * counted stays counted, as a credit. */
void guard_turn_pass(struct guard_ledger *g, const struct guard_output *o,
                     uint64_t from_us, uint64_t now_us) {
  const uint32_t first = delivered(g, &o[0].granted, from_us, now_us);
  const uint32_t second = delivered(g, &o[1].granted, from_us, now_us);
  if (first != 0 || second != 0) {
    g->turn = g->next;
    if (g->next.kind.value >= GUARD_TURN_THERAPY) {
      guard_set(&g->credit, GUARD_TURN_GOES_ON);
    }
  }
  g->next = g->turn;
  guard_set(&g->next.kind, GUARD_TURN_GOES_ON);
}

/* Therapies in the last `bins` minutes, the present one included. */
static uint64_t recent(const struct guard_ledger *g, uint32_t bins) {
  const uint64_t now = g->clock.value / UINT64_C(60000000);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < bins; ++i) {
    sum += g->hour[(now + GUARD_HOUR_BINS - i) % GUARD_HOUR_BINS].value;
  }
  return sum;
}

/* Whether the hour and the day have room for one more. */
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

/* What begins with a pulse so long from now. */
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

static uint64_t more(uint64_t count) { return count < UINT32_MAX ? count + 1 : count; }

/* The counts as they are once this has begun. */
static void count(const struct guard_ledger *g, struct guard_turn *t) {
  t->bursts = g->turn.bursts.value;
  t->therapies = g->turn.therapies.value;
  if (t->kind == GUARD_TURN_BURST) {
    t->bursts = more(t->bursts);
  }
  if (t->kind >= GUARD_TURN_THERAPY) {
    t->bursts = 1;
    t->therapies = t->kind == GUARD_TURN_EPISODE ? 1 : more(t->therapies);
  }
}

/* A burst that only goes on is too long; one that comes back is too soon. */
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
  count(g, &t);
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

static void count_one(struct guard_word *w) { guard_set(w, more(w->value)); }

/* The pulses that were judged are granted. A therapy is counted before its first pulse.
 */
void guard_turn_commit(struct guard_ledger *g, const struct guard_turn *t) {
  const uint64_t now = g->clock.value;
  guard_set(&g->next.kind, t->kind);
  guard_set(&g->next.start, t->start_us);
  guard_set(&g->next.bursts, t->bursts);
  guard_set(&g->next.therapies, t->therapies);
  if (t->kind >= GUARD_TURN_THERAPY && t->kind > g->credit.value) {
    guard_set(&g->credit, t->kind);
    count_one(&g->hour[now / UINT64_C(60000000) % GUARD_HOUR_BINS]);
    count_one(&g->day[now / UINT64_C(3600000000) % GUARD_DAY_BINS]);
  }
}
