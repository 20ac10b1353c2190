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

/*@ axiomatic Shares {
      logic integer share_total{L}(struct guard_configuration *c, integer side, integer n)
        reads c->share_permille[0 .. n - 1], c->anode[0 .. n - 1];
      axiom shares_none{L}: \forall struct guard_configuration *c, integer side;
        share_total(c, side, 0) == 0;
      axiom shares_more{L}: \forall struct guard_configuration *c, integer side, n;
        0 <= n ==> share_total(c, side, n + 1) == share_total(c, side, n) +
          (c->anode[n] == side ? c->share_permille[n] : 0);
    }

    // What leaves by one side comes back by the other.
    predicate sides_whole{L}(struct guard_configuration *c) =
      1000 <= share_total(c, 0, GUARD_CONTACTS) &&
      1000 <= share_total(c, 1, GUARD_CONTACTS);

    predicate returns_whole{L}(struct guard_limits *l) =
      \forall integer i; 0 <= i < l->configurations ==>
        sides_whole(&l->configuration[i]);
*/

/* ---- State. */

/*@ predicate turn_ok{L}(struct guard_turn_words *t, integer now) =
      word_ok(&t->kind, GUARD_TURN_EPISODE) &&
      word_ok(&t->start, now + CEILING_COMMAND_LIFETIME_US) &&
      word_ok(&t->bursts, UINT32_MAX) && word_ok(&t->therapies, UINT32_MAX);

    predicate times_ok(struct guard_ledger *g) =
      word_ok(&g->clock, GUARD_OLD_AGE_US) && GUARD_BIRTH_US <= g->clock.value &&
      word_ok(&g->latched, UINT64_MAX) &&
      word_ok(&g->cooldown, g->clock.value + CEILING_COOLDOWN_US) &&
      word_ok(&g->resets, UINT32_MAX) && word_ok(&g->midnight, g->clock.value) &&
      word_ok(&g->end, g->clock.value) && turn_ok(&g->turn, g->clock.value) &&
      turn_ok(&g->next, g->clock.value) && word_ok(&g->credit, GUARD_TURN_EPISODE);

    predicate duty_ok(struct guard_duty *d) =
      \forall integer i; 0 <= i < GUARD_DUTY_BINS ==>
        d->minute[i].complement == UINT64_MAX - d->minute[i].value &&
        d->minute[i].value <= GUARD_BIN_MOST &&
        d->hour[i].complement == UINT64_MAX - d->hour[i].value &&
        d->hour[i].value <= GUARD_BIN_MOST &&
        d->day[i].complement == UINT64_MAX - d->day[i].value &&
        d->day[i].value <= GUARD_BIN_MOST;

    predicate windows_ok(struct guard_ledger *g) =
      words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST) &&
      words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST) &&
      duty_ok(&g->duty[0]) && duty_ok(&g->duty[1]);

    predicate levels_ok(struct guard_limits *l, struct guard_levels *v) =
      word_ok(&v->energy, l->energy_capacity) &&
      words_ok(&v->fast[0], GUARD_CONTACTS, l->fast_capacity) &&
      words_ok(&v->slow[0], GUARD_CONTACTS, l->slow_capacity);

    // Levels are those of a program; of one that is none, nothing is said.
    predicate levels_allowed(struct guard_limits *l, struct guard_levels *v) =
      limits_ok(l) ==> levels_ok(l, v);

    predicate spent_ok(struct guard_levels *v) =
      word_ok(&v->energy, 0) && words_ok(&v->fast[0], GUARD_CONTACTS, 0) &&
      words_ok(&v->slow[0], GUARD_CONTACTS, 0);

    // Whatever the program allows; what may be owed is checked where it is taken.
    predicate levels_stored_ok{L}(struct guard_levels *v) =
      v->energy.complement == UINT64_MAX - v->energy.value &&
      words_ok(&v->fast[0], GUARD_CONTACTS, UINT64_MAX) &&
      words_ok(&v->slow[0], GUARD_CONTACTS, UINT64_MAX);

    predicate ledger_ok(struct guard_limits *l, struct guard_ledger *g) =
      times_ok(g) && windows_ok(g) && levels_ok(l, &g->levels);

    predicate ramp_ok(struct guard_output *o) =
      word_ok(&o->ramp_na, GUARD_RAMP_TOP_NA) && word_ok(&o->half, GUARD_OLD_AGE_US) &&
      word_ok(&o->low_ua[0], CEILING_AMPLITUDE_UA) &&
      word_ok(&o->low_ua[1], CEILING_AMPLITUDE_UA) &&
      word_ok(&o->low_ua[2], CEILING_AMPLITUDE_UA);

    predicate paid_ok(struct guard_paid *p) =
      word_ok(&p->configuration, GUARD_CONFIGURATIONS) &&
      word_ok(&p->width_us, CEILING_PULSE_WIDTH_US) &&
      word_ok(&p->period_us, CEILING_PERIOD_US) && word_ok(&p->first_us, UINT64_MAX) &&
      word_ok(&p->until_us, UINT64_MAX) && word_ok(&p->amplitude_ua, CEILING_AMPLITUDE_UA)
   && word_ok(&p->energy_fj, UINT64_MAX);

    predicate kept_ok(struct guard_kept *k) =
      word_ok(&k->configuration, GUARD_CONFIGURATIONS) &&
      word_ok(&k->amplitude_ua, CEILING_AMPLITUDE_UA) &&
      word_ok(&k->width_us, CEILING_PULSE_WIDTH_US) &&
      word_ok(&k->period_us, CEILING_PERIOD_US) && word_ok(&k->first_us, UINT64_MAX) &&
      word_ok(&k->until_us, UINT64_MAX) && word_ok(&k->rest_us, CEILING_PERIOD_US);

    predicate output_ok(struct guard_output *o) =
      ramp_ok(o) && word_ok(&o->rested, GUARD_OLD_AGE_US + CEILING_PERIOD_US) &&
      paid_ok(&o->paid) && kept_ok(&o->granted) && kept_ok(&o->before);

    predicate silent_ok(struct guard_output *o) =
      output_ok(o) && o->ramp_na.value == 0 && o->granted.amplitude_ua.value == 0 &&
      o->before.amplitude_ua.value == 0 && o->paid.amplitude_ua.value == 0;

    predicate caller_ok(struct guard_caller *c) =
      word_ok(&c->now_us, UINT64_MAX) && word_ok(&c->before_us, UINT64_MAX) &&
      word_ok(&c->stalls, CEILING_STALLS) && word_ok(&c->program_crc, GUARD_NO_PROGRAM) &&
      word_ok(&c->reset_held, 1);

    predicate state_ok(struct guard_limits *l, struct guard_state *s) =
      ledger_ok(l, &s->ledger) && output_ok(&s->output[0]) && output_ok(&s->output[1]) &&
      caller_ok(&s->caller);
*/

/* ---- What is about to be granted, and what is. */

/*@ predicate measured_ok(struct guard_limits *l, struct guard_impedance *z) =
      z->valid == 1 && 0 <= z->age_us <= l->impedance_age_us &&
      l->impedance_min_ohm <= z->ohm <= l->impedance_max_ohm;

    logic integer pulses_of(integer onset, integer until, integer period) =
      until <= onset ? 0 : (until - onset - 1) / period + 1;

    lemma quotients_rise: \forall integer a, b, d;
      0 <= a <= b && 1 <= d ==> a / d <= b / d;

    lemma pulses_rise: \forall integer onset, until, later, period;
      1 <= period && until <= later ==>
        pulses_of(onset, until, period) <= pulses_of(onset, later, period);

    predicate plan_ok(struct guard_limits *l, struct guard_plan p, integer now) =
      p.onset_us <= p.until_us <= CEILING_COMMAND_LIFETIME_US &&
      p.step_ua <= CEILING_SECOND_PHASE_RATIO &&
      (p.amplitude_ua != 0 ==>
        p.configuration < l->configurations &&
        p.step_ua == l->configuration[p.configuration].ratio &&
        l->width_min_us <= p.width_us <= l->width_max_us &&
        l->period_min_us <= p.period_us <= l->period_max_us &&
        occupied(&l->configuration[p.configuration], p.width_us) <= p.rest_us &&
        l->period_min_us <= p.rest_us <= p.period_us &&
        1 <= p.until_us <= l->lifetime_us && now + p.until_us <= UINT64_MAX);

    predicate same_pulses(struct guard_plan p, struct guard_plan q) =
      p.configuration == q.configuration && p.width_us == q.width_us &&
      p.period_us == q.period_us && p.step_ua == q.step_ua && p.rest_us == q.rest_us;

    predicate same_shape(struct guard_plan p, struct guard_plan q) =
      same_pulses(p, q) && p.onset_us == q.onset_us && p.first_us == q.first_us;
*/

/*@ // What every plan that is granted keeps to, one rule each.
    predicate plan_bounded(struct guard_limits *l, struct guard_plan p) =
      p.amplitude_ua != 0 ==>
        p.amplitude_ua <= l->amplitude_ua &&
        p.amplitude_ua <= l->configuration[p.configuration].tested_ua &&
        p.amplitude_ua % l->configuration[p.configuration].ratio == 0;

    predicate ramp_allows(struct guard_limits *l, struct guard_output *o, integer ua) =
      1000 * ua <= o->ramp_na.value && ua <= o->low_ua[0].value + l->rise_ua &&
      ua <= o->low_ua[1].value + l->rise_ua && ua <= o->low_ua[2].value + l->rise_ua;

    predicate contacts_measured_ok(struct guard_limits *l, struct guard_configuration *c,
                                   struct guard_impedance *z) =
      \forall integer i; 0 <= i < GUARD_CAN && c->share_permille[i] > 0 ==>
        measured_ok(l, &z[i]);

    predicate plan_measured(struct guard_limits *l, struct guard_impedance *z,
                            struct guard_plan p) =
      p.amplitude_ua != 0 ==>
        contacts_measured_ok(l, &l->configuration[p.configuration], z);

    // What an amplitude needs through so much, uV; and the path from one contact to
    // another, each for its share of the current, in thousandths of an ohm.
    logic integer volts(integer ua, integer ohm) = ua * ohm;

    logic integer path_ohm(struct guard_configuration *c, struct guard_impedance *z,
                           integer i, integer j) =
      c->share_permille[i] * z[i].ohm + c->share_permille[j] * z[j].ohm;

    lemma less_needs_less: \forall integer a, b, ohm;
      0 <= a <= b && 0 <= ohm ==> volts(a, ohm) <= volts(b, ohm);

    lemma path_is_driven: \forall integer a, path, source;
      0 <= a && path <= 1000 * source ==>
        volts(a, path) <= 1000 * volts(a, source);

    predicate driven_ok(struct guard_limits *l, struct guard_configuration *c,
                        struct guard_impedance *z, integer ua) =
      \forall integer i, j; 0 <= i < GUARD_CAN && 0 <= j < GUARD_CAN &&
        c->anode[i] == 0 && c->anode[j] != 0 && c->share_permille[i] > 0 &&
        c->share_permille[j] > 0 ==>
          volts(ua, path_ohm(c, z, i, j)) <= 1000 * l->compliance_uv;

    predicate plan_driven(struct guard_limits *l, struct guard_impedance *z,
                          struct guard_plan p) =
      p.amplitude_ua != 0 ==>
        driven_ok(l, &l->configuration[p.configuration], z, p.amplitude_ua);

    logic integer plan_charge(struct guard_limits *l, struct guard_plan p, integer i) =
      p.amplitude_ua == 0 ? 0
      : contact_charge(p.amplitude_ua, p.width_us,
                       l->configuration[p.configuration].share_permille[i]);

    predicate levels_spent{K, L}(struct guard_levels *v) =
      \at(v->energy.value, L) <= \at(v->energy.value, K) &&
      (\forall integer i; 0 <= i < GUARD_CONTACTS ==>
        \at(v->fast[i].value, L) <= \at(v->fast[i].value, K)) &&
      (\forall integer i; 0 <= i < GUARD_CONTACTS ==>
        \at(v->slow[i].value, L) <= \at(v->slow[i].value, K));
*/

/*@ // What an answered train keeps to, whatever came in.
    predicate train_granted(struct guard_limits *l, struct guard_train t, integer now) =
      t.amplitude_ua != 0 ==>
        t.configuration < l->configurations && t.amplitude_ua <= l->amplitude_ua &&
        t.amplitude_ua <= l->configuration[t.configuration].tested_ua &&
        t.amplitude_ua % l->configuration[t.configuration].ratio == 0 &&
        l->width_min_us <= t.width_us <= l->width_max_us &&
        l->period_min_us <= t.period_us <= l->period_max_us &&
        occupied(&l->configuration[t.configuration], t.width_us) <= t.period_us &&
        now < t.until_us <= now + l->lifetime_us;

    logic integer train_charge(struct guard_limits *l, struct guard_train t, integer i) =
      t.amplitude_ua == 0 ? 0
      : contact_charge(t.amplitude_ua, t.width_us,
                       l->configuration[t.configuration].share_permille[i]);

    // A segment that was delivered carried what a train was granted.
    predicate near(integer value, integer wanted, integer error) =
      wanted - error <= value <= wanted + error;

    predicate echoes(struct guard_limits *l, struct guard_segment *e,
                     struct guard_kept *t) =
      \let wanted = t->amplitude_ua.value * t->width_us.value;
      \let error = (wanted * l->echo_permille) / 1000;
      t->amplitude_ua.value != 0 && e->configuration == t->configuration.value &&
      near(e->charge1_pc, wanted, error) && near(e->charge2_pc, wanted, error) &&
      (e->pulses == 1 || e->period_us == t->period_us.value);

    predicate segment_granted(struct guard_limits *l, struct guard_output *o,
                              struct guard_segment *e, integer from, integer now) =
      e->faulty == 0 &&
      (e->pulses != 0 ==>
        (echoes(l, e, &o->granted) || echoes(l, e, &o->before)) &&
        near(e->residual_uv, 0, l->residual_uv) && from <= e->first_us < now &&
        (e->pulses == 1 || (e->pulses - 1) * e->period_us <= now - 1 - e->first_us));

    predicate both_silent(struct guard_answer *a) =
      a->output[0].amplitude_ua == 0 && a->output[1].amplitude_ua == 0;

    predicate quiet(struct guard_inputs *in) =
      in->magnet == 0 && in->mri == 0 && in->stop == 0;
*/

/* ---- What is kept of a plan. */

/*@ predicate plan_kept(struct guard_plan p, integer now) =
      p.step_ua <= CEILING_SECOND_PHASE_RATIO &&
      (p.amplitude_ua != 0 ==>
        p.configuration < GUARD_CONFIGURATIONS &&
        p.amplitude_ua <= CEILING_AMPLITUDE_UA &&
        p.width_us <= CEILING_PULSE_WIDTH_US && p.period_us <= CEILING_PERIOD_US &&
        p.rest_us <= CEILING_PERIOD_US && now + p.until_us <= UINT64_MAX);

    predicate plan_silent_ok(struct guard_plan p) =
      p.amplitude_ua == 0 && p.step_ua == 0;

    // Believed or not: what is granted is granted by these limits.
    predicate plan_granted_ok(struct guard_limits *l, struct guard_plan p, integer now) =
      plan_kept(p, now) &&
      (p.amplitude_ua != 0 ==> plan_ok(l, p, now) && plan_bounded(l, p));

    predicate silent(struct guard_plans plans) =
      plans.first.amplitude_ua == 0 && plans.second.amplitude_ua == 0;

    // Neither an input nor a lack of one that must silence both outputs.
    predicate heeded(struct guard_limits *l, struct guard_request *r,
                     struct guard_inputs *in, struct guard_plans plans) =
      silent(plans) ||
      (quiet(in) && l->battery_floor_mv <= in->battery_mv &&
       COLDEST_MC <= in->temperature_mc <= l->temperature_max_mc &&
       (r->needs_sensing == 0 || in->sensing_valid == 1));

    predicate plans_granted_ok(struct guard_limits *l, struct guard_plans plans,
                               integer now) =
      plan_granted_ok(l, plans.first, now) && plan_granted_ok(l, plans.second, now) &&
      plans.first.amplitude_ua + plans.second.amplitude_ua <= l->sum_ua &&
      (\forall integer i; 0 <= i < GUARD_CONTACTS ==>
        plan_charge(l, plans.first, i) + plan_charge(l, plans.second, i) <=
          l->charge_pc[i]);

    predicate train_of_plan(struct guard_train t, struct guard_plan p, integer now) =
      t.amplitude_ua == p.amplitude_ua &&
      (p.amplitude_ua == 0 ==>
        t.configuration == 0 && t.width_us == 0 && t.period_us == 0 &&
        t.first_us == 0 && t.until_us == 0) &&
      (p.amplitude_ua != 0 ==>
        t.configuration == p.configuration && t.width_us == p.width_us &&
        t.period_us == p.period_us && t.first_us == p.first_us &&
        t.until_us == now + p.until_us);

    lemma told_as_granted: \forall struct guard_limits *l, struct guard_train t,
      struct guard_plan p, integer now; train_of_plan(t, p, now) &&
      plan_granted_ok(l, p, now) ==> train_granted(l, t, now);

    lemma told_charge: \forall struct guard_limits *l, struct guard_train t,
      struct guard_plan p, integer now, i; train_of_plan(t, p, now) ==>
        train_charge(l, t, i) == plan_charge(l, p, i);
*/

#endif
