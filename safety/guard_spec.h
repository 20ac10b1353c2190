/* What the guard's functions promise, in ACSL: the vocabulary of their contracts.
 * Nothing here is compiled. tests/proof lists the files that are proved.
 */
#ifndef HOMEOSTAT_SAFETY_GUARD_SPEC_H
#define HOMEOSTAT_SAFETY_GUARD_SPEC_H

#include "safety/guard.h"

/* ---- Words. */

/*@ predicate word_ok{L}(struct guard_word *w, integer most) =
      w->complement == UINT64_MAX - w->value && w->value <= most;

    predicate same_word{K, L}(struct guard_word *w) =
      \at(w->value, K) == \at(w->value, L) &&
      \at(w->complement, K) == \at(w->complement, L);

    predicate words_ok{L}(struct guard_word *w, integer n, integer most) =
      \forall integer i; 0 <= i < n ==>
        w[i].complement == UINT64_MAX - w[i].value && w[i].value <= most;
*/

/*@ axiomatic Bins {
      logic integer bins_total{L}(struct guard_word *bin, integer n)
        reads bin[0 .. n - 1];
      axiom bins_none{L}:
        \forall struct guard_word *bin; bins_total(bin, 0) == 0;
      axiom bins_more{L}:
        \forall struct guard_word *bin, integer n; 0 <= n ==>
          bins_total(bin, n + 1) == bins_total(bin, n) + bin[n].value;
    }
*/

/* ---- Arithmetic that contracts speak of. */

/*@ logic integer occupied(struct guard_configuration *c, integer width) =
      width + c->gap_us + width * c->ratio + c->recharge_us;

    logic integer onset(integer first, integer number, integer period) =
      first + number * period;

    logic integer contact_charge(integer amplitude, integer width, integer share) =
      (amplitude * width * share + 999) / 1000;

    logic integer charge_bound(integer room, integer share, integer width) =
      (room * 1000) / (share * width);

    lemma charge_rises: \forall integer a, b, x; 0 <= a <= b && 0 <= x ==> a * x <= b * x;

    lemma quotient_fits: \forall integer n, d; 0 <= n && 0 < d ==> (n / d) * d <= n;

    lemma below_quotient_fits: \forall integer a, n, d;
      0 <= a <= n / d && 0 <= n && 0 < d ==> a * d <= n;

    lemma bound_keeps_charge: \forall integer a, room, share, width;
      0 <= a <= charge_bound(room, share, width) && 0 <= room && 0 < share && 0 < width
   ==> contact_charge(a, width, share) <= room;
*/

/* ---- Limits. */

/*@ predicate contacts_ok(struct guard_configuration *c) =
      \forall integer i; 0 <= i < GUARD_CONTACTS ==>
        c->share_permille[i] <= 1000 && c->anode[i] <= 1;

    predicate configuration_ok(struct guard_limits *l, struct guard_configuration *c) =
      contacts_ok(c) &&
      1 <= c->ratio <= CEILING_SECOND_PHASE_RATIO &&
      c->gap_us <= CEILING_INTERPHASE_GAP_US &&
      c->recharge_us <= CEILING_RECHARGE_US &&
      c->tested_ua <= l->amplitude_ua;

    predicate configurations_ok(struct guard_limits *l) =
      l->configurations <= GUARD_CONFIGURATIONS &&
      (\forall integer i; 0 <= i < l->configurations ==>
        configuration_ok(l, &l->configuration[i])) &&
      (\forall integer i; 0 <= i < GUARD_CONTACTS ==>
        l->charge_pc[i] <= CEILING_CHARGE_PC);

    predicate train_ok(struct guard_limits *l) =
      l->amplitude_ua <= CEILING_AMPLITUDE_UA &&
      l->sum_ua <= CEILING_SUM_AMPLITUDE_UA &&
      FLOOR_PULSE_WIDTH_US <= l->width_min_us <= l->width_max_us &&
      l->width_max_us <= CEILING_PULSE_WIDTH_US &&
      FLOOR_PERIOD_US <= l->period_min_us <= l->period_max_us &&
      l->period_max_us <= CEILING_PERIOD_US &&
      1 <= l->ramp_ua_per_ms <= CEILING_RAMP_UA_PER_MS &&
      l->rise_ua <= CEILING_AMPLITUDE_UA &&
      FLOOR_RAMP_WINDOW_US / 2 <= l->rise_half_us <= CEILING_RAMP_WINDOW_US;

    predicate source_ok(struct guard_limits *l) =
      l->compliance_uv <= CEILING_COMPLIANCE_UV &&
      FLOOR_IMPEDANCE_OHM <= l->impedance_min_ohm <= l->impedance_max_ohm &&
      l->impedance_max_ohm <= CEILING_IMPEDANCE_OHM &&
      l->impedance_age_us <= CEILING_IMPEDANCE_AGE_US;

    predicate turns_ok(struct guard_limits *l) =
      (l->on_us != 0 ==> l->off_us > l->period_max_us) &&
      l->on_us <= CEILING_ON_US && l->off_us <= CEILING_GAP_US &&
      (l->episodic != 0 ==>
        1 <= l->on_us <= CEILING_BURST_US &&
        l->off_us <= l->therapy_gap_us <= l->episode_gap_us <= CEILING_GAP_US &&
        l->bursts <= CEILING_BURSTS_PER_THERAPY &&
        l->therapies <= CEILING_THERAPIES_PER_EPISODE &&
        l->hour <= CEILING_THERAPIES_PER_HOUR && l->day <= CEILING_THERAPIES_PER_DAY &&
        l->reserved <= l->day && l->status <= CEILING_STATUS_THERAPIES &&
        l->status_bins <= GUARD_HOUR_BINS);

    predicate budgets_ok(struct guard_limits *l) =
      l->duty_us[0] <= GUARD_MINUTE_US && l->duty_us[1] <= GUARD_HOUR_US &&
      l->duty_us[2] <= GUARD_DAY_US &&
      l->fast_capacity <= CEILING_FAST_CAPACITY_PC * GUARD_MILLION &&
      l->slow_capacity <= CEILING_SLOW_CAPACITY_PC * GUARD_MILLION &&
      l->energy_capacity <= CEILING_ENERGY_NJ * GUARD_MILLION &&
      l->fast_refill <= CEILING_REFILL_PC_PER_S &&
      l->slow_refill <= CEILING_REFILL_PC_PER_S &&
      l->energy_refill <= CEILING_POWER_NW;

    predicate device_ok(struct guard_limits *l) =
      l->lifetime_us <= CEILING_COMMAND_LIFETIME_US &&
      l->step_gap_us <= CEILING_STEP_GAP_US &&
      FLOOR_COOLDOWN_US <= l->cooldown_us <= CEILING_COOLDOWN_US &&
      FLOOR_BATTERY_FLOOR_MV <= l->battery_floor_mv &&
      l->temperature_max_mc <= CEILING_TEMPERATURE_MC &&
      l->echo_permille <= CEILING_ECHO_ERROR_PERMILLE &&
      l->residual_uv <= CEILING_RESIDUAL_UV;

    predicate limits_ok(struct guard_limits *l) =
      configurations_ok(l) && train_ok(l) && source_ok(l) && turns_ok(l) &&
      budgets_ok(l) && device_ok(l);
*/

/* ---- State. Macros spell it word by word: a contract says its name, an assertion its
 * words, because a write is seen to leave a word alone, and a name is not seen through. */

#define WORD_OK(w, most) ((w).complement == UINT64_MAX - (w).value && (w).value <= (most))

#define WORDS_OK(w, n, most)                                              \
  (\forall integer i_; 0 <= i_ < (n) ==>                                  \
    (w)[i_].complement == UINT64_MAX - (w)[i_].value && (w)[i_].value <= (most))

#define WORDS_KEPT(w, n)                                                      \
  (\forall integer i_; 0 <= i_ < (n) ==>                                      \
    (w)[i_].complement == \old((w)[i_].complement) && (w)[i_].value == \old((w)[i_].value))

#define TURN_OK(t, now)                                       \
  (WORD_OK((t).kind, GUARD_TURN_EPISODE) &&                   \
   WORD_OK((t).start, (now) + CEILING_COMMAND_LIFETIME_US) && \
   WORD_OK((t).bursts, UINT32_MAX) && WORD_OK((t).therapies, UINT32_MAX))

#define TIMES_OK(g)                                                                \
  (WORD_OK((g)->clock, GUARD_OLD_AGE_US) && GUARD_BIRTH_US <= (g)->clock.value &&  \
   WORD_OK((g)->latched, UINT64_MAX) &&                                            \
   WORD_OK((g)->cooldown, (g)->clock.value + CEILING_COOLDOWN_US) &&               \
   WORD_OK((g)->resets, UINT32_MAX) && WORD_OK((g)->midnight, (g)->clock.value) && \
   WORD_OK((g)->end, (g)->clock.value) && TURN_OK((g)->turn, (g)->clock.value) &&  \
   TURN_OK((g)->next, (g)->clock.value) && WORD_OK((g)->credit, GUARD_TURN_EPISODE))

#define DUTY_OK(d)                                           \
  (WORDS_OK((d).minute, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&  \
   WORDS_OK((d).hour, GUARD_DUTY_BINS, GUARD_BIN_MOST) &&    \
   WORDS_OK((d).day, GUARD_DUTY_BINS, GUARD_BIN_MOST))

#define WINDOWS_OK(g)                                          \
  (WORDS_OK((g)->hour, GUARD_HOUR_BINS, GUARD_BIN_MOST) &&     \
   WORDS_OK((g)->day, GUARD_DAY_BINS, GUARD_BIN_MOST) &&       \
   DUTY_OK((g)->duty[0]) && DUTY_OK((g)->duty[1]))

#define LEVELS_OK(g, energy_most, fast_most, slow_most)                        \
  (WORD_OK((g)->energy, energy_most) &&                                        \
   WORDS_OK((g)->fast, GUARD_CONTACTS, fast_most) &&                           \
   WORDS_OK((g)->slow, GUARD_CONTACTS, slow_most))

#define RAMP_OK(o)                                                                      \
  (WORD_OK((o).ramp_na, GUARD_RAMP_TOP_NA) && WORD_OK((o).half, GUARD_OLD_AGE_US) &&    \
   WORD_OK((o).low_ua[0], CEILING_AMPLITUDE_UA) &&                                      \
   WORD_OK((o).low_ua[1], CEILING_AMPLITUDE_UA) &&                                      \
   WORD_OK((o).low_ua[2], CEILING_AMPLITUDE_UA))

#define PAID_OK(p)                                                                     \
  (WORD_OK((p).configuration, GUARD_CONFIGURATIONS) &&                                 \
   WORD_OK((p).width_us, CEILING_PULSE_WIDTH_US) &&                                    \
   WORD_OK((p).period_us, CEILING_PERIOD_US) && WORD_OK((p).first_us, UINT64_MAX) &&   \
   WORD_OK((p).until_us, UINT64_MAX) && WORD_OK((p).amplitude_ua, CEILING_AMPLITUDE_UA) && \
   WORD_OK((p).energy_fj, UINT64_MAX))

#define KEPT_OK(k)                                                                   \
  (WORD_OK((k).configuration, GUARD_CONFIGURATIONS) &&                               \
   WORD_OK((k).amplitude_ua, CEILING_AMPLITUDE_UA) &&                                \
   WORD_OK((k).width_us, CEILING_PULSE_WIDTH_US) &&                                  \
   WORD_OK((k).period_us, CEILING_PERIOD_US) && WORD_OK((k).first_us, UINT64_MAX) && \
   WORD_OK((k).until_us, UINT64_MAX))

#define OUTPUT_OK(o) \
  (RAMP_OK(o) && PAID_OK((o).paid) && KEPT_OK((o).granted) && KEPT_OK((o).before))

#define SILENT_OK(o)                                                                  \
  (OUTPUT_OK(o) && (o).ramp_na.value == 0 && (o).granted.amplitude_ua.value == 0 &&   \
   (o).before.amplitude_ua.value == 0 && (o).paid.amplitude_ua.value == 0)

#define CALLER_OK(c)                                                                   \
  (WORD_OK((c).now_us, UINT64_MAX) && WORD_OK((c).before_us, UINT64_MAX) &&            \
   WORD_OK((c).stalls, CEILING_STALLS) && WORD_OK((c).program_crc, GUARD_NO_PROGRAM) && \
   WORD_OK((c).reset_held, 1))

/*@ predicate turn_ok{L}(struct guard_turn_words *t, integer now) = TURN_OK(*t, now);

    predicate times_ok(struct guard_ledger *g) = TIMES_OK(g);

    predicate duty_ok(struct guard_duty *d) = DUTY_OK(*d);

    predicate windows_ok(struct guard_ledger *g) = WINDOWS_OK(g);

    predicate levels_ok(struct guard_limits *l, struct guard_ledger *g) =
      LEVELS_OK(g, l->energy_capacity, l->fast_capacity, l->slow_capacity);

    predicate spent_ok(struct guard_ledger *g) = LEVELS_OK(g, 0, 0, 0);

    predicate ledger_ok(struct guard_limits *l, struct guard_ledger *g) =
      times_ok(g) && windows_ok(g) && levels_ok(l, g);

    predicate ramp_ok(struct guard_output *o) = RAMP_OK(*o);

    predicate paid_ok(struct guard_paid *p) = PAID_OK(*p);

    predicate kept_ok(struct guard_kept *k) = KEPT_OK(*k);

    predicate output_ok(struct guard_output *o) = OUTPUT_OK(*o);

    predicate silent_ok(struct guard_output *o) = SILENT_OK(*o);

    predicate caller_ok(struct guard_caller *c) = CALLER_OK(*c);

    predicate state_ok(struct guard_limits *l, struct guard_state *s) =
      ledger_ok(l, &s->ledger) && output_ok(&s->output[0]) && output_ok(&s->output[1]) &&
      caller_ok(&s->caller);
*/

/* ---- What is about to be granted, and what is. */

/*@ predicate measured_ok(struct guard_limits *l, struct guard_impedance *z) =
      z->valid == 1 && 0 <= z->age_us <= l->impedance_age_us &&
      l->impedance_min_ohm <= z->ohm <= l->impedance_max_ohm;

    predicate plan_ok(struct guard_limits *l, struct guard_plan p, integer now) =
      p.onset_us <= p.until_us <= CEILING_COMMAND_LIFETIME_US &&
      p.step_ua <= CEILING_SECOND_PHASE_RATIO &&
      (p.amplitude_ua != 0 ==>
        p.configuration < l->configurations &&
        p.step_ua == l->configuration[p.configuration].ratio &&
        l->width_min_us <= p.width_us <= l->width_max_us &&
        l->period_min_us <= p.period_us <= l->period_max_us &&
        occupied(&l->configuration[p.configuration], p.width_us) <= p.period_us &&
        1 <= p.until_us <= l->lifetime_us && now + p.until_us <= UINT64_MAX);

    predicate same_shape(struct guard_plan p, struct guard_plan q) =
      p.configuration == q.configuration && p.width_us == q.width_us &&
      p.period_us == q.period_us && p.onset_us == q.onset_us && p.step_ua == q.step_ua &&
      p.first_us == q.first_us;
*/

#endif
