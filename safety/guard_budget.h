/* What a level can bear, what pulses cost and what is taken. A part of guard_parts.h. */
#ifndef HOMEOSTAT_SAFETY_GUARD_BUDGET_H
#define HOMEOSTAT_SAFETY_GUARD_BUDGET_H

/* ---- guard_bill.c: what a level can bear. */

/* So many pulses at one price, then so many at another. */
struct guard_bill {
  uint64_t paid_pulses; /* debited already, at a lower price: only the rise is owed */
  uint64_t rise;
  uint64_t new_pulses;
  uint64_t price;
};

/*@ logic integer bill_of(integer paid, integer rise, integer price, integer n) =
      n <= paid ? n * rise : paid * rise + (n - paid) * price;

    logic integer dearer(integer now, integer before) = now > before ? now - before : 0;

    logic integer bill_cost(struct guard_bill b, integer n) =
      bill_of(b.paid_pulses, b.rise, b.price, n);

    lemma more_costs_more: \forall integer paid, rise, price, m, n;
      0 <= rise && 0 <= price && 0 <= paid && 0 <= m <= n ==>
        bill_of(paid, rise, price, m) <= bill_of(paid, rise, price, n);

    predicate bill_ok(struct guard_bill b) = b.paid_pulses + b.new_pulses <= UINT32_MAX;
*/

/*@ requires bill_ok(b);
    assigns \nothing;
    ensures \result <= b.paid_pulses + b.new_pulses;
    ensures bill_cost(b, \result) <= level; */
uint64_t guard_affordable(uint64_t level, struct guard_bill b);

/*@ requires bill_cost(b, pulses) <= UINT64_MAX;
    assigns \nothing;
    ensures \result == bill_cost(b, pulses); */
uint64_t guard_cost(struct guard_bill b, uint64_t pulses);

/* What a pulse costs more now than it was paid for. */
/*@ assigns \nothing;
    ensures \result == dearer(now, before); */
uint64_t guard_rise(uint64_t now, uint64_t before);

/* ---- guard_owed.c: what a plan's pulses cost, and how many every budget bears. */

struct guard_bills {
  struct guard_bill charge; /* its price and rise are a contact's own */
  struct guard_bill energy;
  struct guard_bill on_time;
};

/* What is debited at once: of each contact 1e-6 pC, of the source fJ, of time us. */
struct guard_debt {
  uint64_t charge[GUARD_CONTACTS];
  uint64_t energy_fj;
  uint64_t on_us;
};

/* A window that has a limit bears so much on-time more. */
/*@ predicate duty_bears{L}(struct guard_word *bin, integer window, integer limit,
                            integer on) =
      limit < window && on != 0 ==>
        \forall integer k; 0 <= k < GUARD_DUTY_BINS ==> bin[k].value + on <= limit;

    predicate duties_bear{L}(struct guard_limits *l, struct guard_duty *d, integer on) =
      duty_bears(&d->minute[0], GUARD_MINUTE_US, l->duty_us[0], on) &&
      duty_bears(&d->hour[0], GUARD_HOUR_US, l->duty_us[1], on) &&
      duty_bears(&d->day[0], GUARD_DAY_US, l->duty_us[2], on);
*/

/* What is granted of a plan, and what is owed for it. */
struct guard_due {
  uint64_t pulses; /* the first so many */
  uint64_t reasons;
  struct guard_debt debt;
};

/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(v) && \valid_read(duty);
    requires contacts_ok(c) && duty_ok(duty) && levels_stored_ok(v);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    requires bill_ok(b.charge) && bill_ok(b.energy) && bill_ok(b.on_time);
    requires asked == b.charge.paid_pulses + b.charge.new_pulses;
    assigns \nothing;
    ensures \result.pulses <= asked;
    ensures \result.debt.energy_fj <= v->energy.value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.debt.charge[i] <= v->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.debt.charge[i] <= v->slow[i].value;
    ensures duties_bear(l, duty, \result.debt.on_us); */
struct guard_due guard_owed(const struct guard_limits *l,
                            const struct guard_configuration *c,
                            const struct guard_levels *v, const struct guard_duty *duty,
                            struct guard_plan p, uint64_t paid_ua, struct guard_bills b,
                            uint64_t asked);

/* ---- guard_pay.c: every onset is debited before it is granted. */

/*@ requires \valid_read(l) && \valid(v) && \valid(duty) && \valid(paid);
    requires \separated(l, v, duty, paid);
    requires configurations_ok(l) && train_ok(l) && budgets_ok(l) && device_ok(l);
    requires levels_stored_ok(v) && duty_ok(duty) && paid_ok(paid);
    requires plan_ok(l, p, now_us) && 0 < p.amplitude_ua <= CEILING_AMPLITUDE_UA;
    requires source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    assigns *v, *duty, *paid;
    ensures levels_stored_ok(v);
    ensures duty_ok(duty);
    ensures paid_ok(paid);
    ensures plan_ok(l, \result, now_us);
    ensures same_shape(\result, p);
    ensures \result.amplitude_ua == 0 || \result.amplitude_ua == p.amplitude_ua;
    ensures \result.until_us <= p.until_us;
    ensures levels_spent{Pre, Post}(v); */
struct guard_plan guard_pay(const struct guard_limits *l, struct guard_levels *v,
                            struct guard_duty *duty, struct guard_paid *paid,
                            uint64_t clock_us, uint64_t now_us, uint32_t source_ohm,
                            struct guard_plan p);

#endif
