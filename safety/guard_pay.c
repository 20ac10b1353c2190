/* Every pulse onset is debited before it is granted: charge by contact, energy, on-time.
 *
 * Pulses that an earlier command has paid for are not paid for twice where the train is
 * the same: only what is larger or later is. What was paid for and then replaced or cut
 * short stays spent: near the handover nobody can prove that a pulse was not delivered.
 */
#include "safety/guard_parts.h"

struct bills {
  struct guard_bill charge; /* its price and rise are a contact's own */
  struct guard_bill energy;
  struct guard_bill on_time;
};

/* What is debited at once: of each contact 1e-6 pC, of the source fJ, of time us. */
struct debt {
  uint64_t charge[GUARD_CONTACTS];
  uint64_t energy_fj;
  uint64_t on_us;
};

/*@ lemma charge_is_positive: \forall integer a, width, share;
      0 <= a && 0 <= width && 0 <= share ==> 0 <= contact_charge(a, width, share);
*/

/* What a contact's pulses cost, where some were paid for at a lower amplitude. */
/*@ logic integer dearer(integer now, integer before) = now > before ? now - before : 0;

    logic integer contact_price(struct guard_plan p, integer share) =
      contact_charge(p.amplitude_ua, p.width_us, share) * GUARD_MILLION;

    logic integer contact_rise(struct guard_plan p, integer share, integer paid_ua) =
      dearer(contact_charge(p.amplitude_ua, p.width_us, share),
             contact_charge(paid_ua, p.width_us, share)) * GUARD_MILLION;

    logic integer contact_cost(struct guard_plan p, integer share, integer paid_ua,
                               integer paid, integer n) =
      bill_of(paid, contact_rise(p, share, paid_ua), contact_price(p, share), n);

    lemma contact_more: \forall struct guard_plan p, integer share, paid_ua, paid, m, n;
      0 <= p.amplitude_ua && 0 <= p.width_us && 0 <= share && 0 <= paid &&
      0 <= m <= n ==>
        contact_cost(p, share, paid_ua, paid, m) <=
          contact_cost(p, share, paid_ua, paid, n);
*/

/* A window that has a limit bears so much on-time more. */
/*@ predicate duty_bears{L}(struct guard_word *bin, integer window, integer limit,
                            integer on) =
      limit < window && on != 0 ==>
        \forall integer k; 0 <= k < GUARD_DUTY_BINS ==> bin[k].value + on <= limit;
*/

/*@ requires \valid_read(paid);
    assigns \nothing; */
static uint32_t same_train(const struct guard_paid *paid, struct guard_plan p) {
  return paid->configuration.value == p.configuration &&
         paid->width_us.value == p.width_us && paid->period_us.value == p.period_us &&
         paid->first_us.value == p.first_us;
}

/* Onsets of the plan that are debited already. */
/*@ requires \valid_read(paid) && 1 <= p.period_us;
    assigns \nothing;
    ensures \result <= pulses_of(p.onset_us, p.until_us, p.period_us); */
static uint32_t paid_pulses(const struct guard_paid *paid, struct guard_plan p,
                            uint64_t now_us) {
  uint32_t until_us = p.until_us;
  if (!same_train(paid, p) || paid->until_us.value <= now_us) {
    return 0;
  }
  if (paid->until_us.value - now_us < until_us) {
    until_us = (uint32_t)(paid->until_us.value - now_us);
  }
  return guard_pulses(p.onset_us, until_us, p.period_us);
}

/*@ assigns \nothing;
    ensures \result == dearer(now, before); */
static uint64_t rise(uint64_t now, uint64_t before) {
  return now > before ? now - before : 0;
}

/* What the plan's pulses cost one contact. */
/*@ requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US && share <= 1000;
    assigns \nothing;
    ensures \result.paid_pulses == pulses.paid_pulses;
    ensures \result.new_pulses == pulses.new_pulses;
    ensures \result.price == contact_price(p, share);
    ensures \result.rise == contact_rise(p, share, paid_ua);
    ensures \forall integer n; bill_cost(\result, n) ==
      contact_cost(p, share, paid_ua, pulses.paid_pulses, n); */
static struct guard_bill contact_bill(struct guard_plan p, uint32_t share,
                                      uint64_t paid_ua, struct guard_bill pulses) {
  const uint64_t now = guard_contact_charge_pc(p.amplitude_ua, p.width_us, share);
  const uint64_t before = guard_contact_charge_pc((uint32_t)paid_ua, p.width_us, share);
  pulses.price = now * GUARD_MILLION;
  pulses.rise = rise(now, before) * GUARD_MILLION;
  return pulses;
}

/* Both phases of one pulse, fJ (1e-6 nJ), rounded up. The second phase's current is no
 * larger than the first's at equal charge, so twice the first bounds both. */
/*@ requires amplitude_ua <= CEILING_AMPLITUDE_UA && width_us <= CEILING_PULSE_WIDTH_US;
    requires source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    assigns \nothing;
    ensures \result * 1000 >= amplitude_ua * amplitude_ua * source_ohm * width_us * 2; */
static uint64_t pulse_energy_fj(uint32_t amplitude_ua, uint32_t width_us,
                                uint32_t source_ohm) {
  const uint64_t square = (uint64_t)amplitude_ua * amplitude_ua;
  /*@ assert square <= 625000000; */
  const uint64_t volts_amps = square * source_ohm;
  /*@ assert volts_amps <= 625000000 * 20000; */
  const uint64_t energy = volts_amps * width_us;
  /*@ assert energy <= 625000000 * 20000 * 1000; */
  return (energy * 2 + 999) / 1000;
}

/*@ assigns \nothing;
    ensures \result <= a && \result <= b;
    ensures \result == a || \result == b; */
static uint64_t fewer(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* The first n pulses that one contact's two levels bear. */
/*@ requires bill_ok(b);
    assigns \nothing;
    ensures \result <= n;
    ensures bill_cost(b, \result) <= fast && bill_cost(b, \result) <= slow; */
static uint64_t afford_contact(uint64_t fast, uint64_t slow, struct guard_bill b,
                               uint64_t n) {
  const uint64_t by_fast = guard_affordable(fast, b);
  const uint64_t by_slow = guard_affordable(slow, b);
  const uint64_t least = fewer(fewer(n, by_fast), by_slow);
  /*@ assert bill_cost(b, least) <= bill_cost(b, by_fast); */
  /*@ assert bill_cost(b, least) <= bill_cost(b, by_slow); */
  return least;
}

/*@ requires \valid_read(c) && \valid_read(g) && contacts_ok(c) && bill_ok(pulses);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    assigns \nothing;
    ensures \result <= pulses.paid_pulses + pulses.new_pulses;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, pulses.paid_pulses, \result) <=
        g->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, pulses.paid_pulses, \result) <=
        g->slow[i].value; */
static uint64_t afford_charge(const struct guard_configuration *c,
                              const struct guard_ledger *g, struct guard_plan p,
                              uint64_t paid_ua, struct guard_bill pulses) {
  uint64_t n = pulses.paid_pulses + pulses.new_pulses;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant n <= pulses.paid_pulses + pulses.new_pulses;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        contact_cost(p, c->share_permille[k], paid_ua, pulses.paid_pulses, n) <=
          g->fast[k].value;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        contact_cost(p, c->share_permille[k], paid_ua, pulses.paid_pulses, n) <=
          g->slow[k].value;
      loop assigns i, n;
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      const struct guard_bill b = contact_bill(p, c->share_permille[i], paid_ua, pulses);
      const uint64_t before = n;
      n = afford_contact(g->fast[i].value, g->slow[i].value, b, before);
      /*@ assert \forall integer share; 0 <= share ==>
            contact_cost(p, share, paid_ua, pulses.paid_pulses, n) <=
              contact_cost(p, share, paid_ua, pulses.paid_pulses, before); */
    }
  }
  return n;
}

/* What the first n pulses of a plan cost. */
/*@ requires \valid_read(c) && contacts_ok(c);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, b.charge.paid_pulses, n) <=
        UINT64_MAX;
    requires bill_cost(b.energy, n) <= UINT64_MAX;
    requires bill_cost(b.on_time, n) <= UINT64_MAX;
    assigns \nothing;
    ensures \result.energy_fj == bill_cost(b.energy, n);
    ensures \result.on_us == bill_cost(b.on_time, n);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==> \result.charge[i] ==
      (c->share_permille[i] > 0 ? contact_cost(p, c->share_permille[i], paid_ua,
                                               b.charge.paid_pulses, n) : 0); */
static struct debt owed(const struct guard_configuration *c, struct guard_plan p,
                        uint64_t paid_ua, struct bills b, uint64_t n) {
  struct debt d;
  d.energy_fj = guard_cost(b.energy, n);
  d.on_us = guard_cost(b.on_time, n);
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant \forall integer k; 0 <= k < i ==> d.charge[k] ==
        (c->share_permille[k] > 0 ? contact_cost(p, c->share_permille[k], paid_ua,
                                                 b.charge.paid_pulses, n) : 0);
      loop assigns i, d.charge[0 .. GUARD_CONTACTS - 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    d.charge[i] = 0;
    if (c->share_permille[i] > 0) {
      d.charge[i] =
          guard_cost(contact_bill(p, c->share_permille[i], paid_ua, b.charge), n);
    }
  }
  return d;
}

/*@ requires \valid(level + (0 .. GUARD_CONTACTS - 1));
    requires words_ok(level, GUARD_CONTACTS, UINT64_MAX);
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= level[i].value;
    assigns level[0 .. GUARD_CONTACTS - 1];
    ensures words_ok(level, GUARD_CONTACTS, UINT64_MAX);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      level[i].value == \old(level[i].value) - d.charge[i]; */
static void take_charge(struct guard_word *level, struct debt d) {
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant words_ok(level, GUARD_CONTACTS, UINT64_MAX);
      loop invariant \forall integer k; i <= k < GUARD_CONTACTS ==>
        level[k].value == \at(level[k].value, Pre);
      loop invariant \forall integer k; 0 <= k < i ==>
        level[k].value == \at(level[k].value, Pre) - d.charge[k];
      loop assigns i, level[0 .. GUARD_CONTACTS - 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    guard_set(&level[i], level[i].value - d.charge[i]);
  }
}

/*@ requires \valid(g) && words_ok(&g->fast[0], GUARD_CONTACTS, UINT64_MAX);
    requires words_ok(&g->slow[0], GUARD_CONTACTS, UINT64_MAX);
    requires d.energy_fj <= g->energy.value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= g->fast[i].value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= g->slow[i].value;
    assigns CELLS(g->energy), g->fast[0 .. GUARD_CONTACTS - 1],
      g->slow[0 .. GUARD_CONTACTS - 1];
    ensures WORD_OK(g->energy, UINT64_MAX);
    ensures g->energy.value == \old(g->energy.value) - d.energy_fj;
    ensures words_ok(&g->fast[0], GUARD_CONTACTS, UINT64_MAX);
    ensures words_ok(&g->slow[0], GUARD_CONTACTS, UINT64_MAX);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->fast[i].value == \old(g->fast[i].value) - d.charge[i];
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->slow[i].value == \old(g->slow[i].value) - d.charge[i]; */
static void take_levels(struct guard_ledger *g, struct debt d) {
  take_charge(g->fast, d);
  take_charge(g->slow, d);
  guard_set(&g->energy, g->energy.value - d.energy_fj);
}

/* A limit of the whole window is no limit. */
/*@ requires \valid_read(bin + (0 .. GUARD_DUTY_BINS - 1));
    requires words_ok(bin, GUARD_DUTY_BINS, GUARD_BIN_MOST);
    assigns \nothing;
    ensures \forall integer on; 0 <= on <= \result ==>
      duty_bears(bin, window_us, limit_us, on); */
static uint64_t duty_left(const struct guard_word *bin, uint64_t window_us,
                          uint64_t limit_us) {
  const uint64_t used = guard_bins_sum(bin, GUARD_DUTY_BINS);
  if (limit_us >= window_us) {
    return UINT64_MAX;
  }
  return used < limit_us ? limit_us - used : 0;
}

/*@ requires \valid_read(l) && \valid_read(d) && duty_ok(d) && bill_ok(b);
    assigns \nothing;
    ensures \result <= b.paid_pulses + b.new_pulses;
    ensures bill_cost(b, \result) <= UINT64_MAX;
    ensures \forall integer n; 0 <= n <= \result ==>
      duty_bears(&d->minute[0], GUARD_MINUTE_US, l->duty_us[0], bill_cost(b, n));
    ensures \forall integer n; 0 <= n <= \result ==>
      duty_bears(&d->hour[0], GUARD_HOUR_US, l->duty_us[1], bill_cost(b, n));
    ensures \forall integer n; 0 <= n <= \result ==>
      duty_bears(&d->day[0], GUARD_DAY_US, l->duty_us[2], bill_cost(b, n)); */
static uint64_t afford_duty(const struct guard_limits *l, const struct guard_duty *d,
                            struct guard_bill b) {
  const uint64_t minute =
      guard_affordable(duty_left(d->minute, GUARD_MINUTE_US, l->duty_us[0]), b);
  const uint64_t hour =
      guard_affordable(duty_left(d->hour, GUARD_HOUR_US, l->duty_us[1]), b);
  const uint64_t day =
      guard_affordable(duty_left(d->day, GUARD_DAY_US, l->duty_us[2]), b);
  const uint64_t least = fewer(fewer(minute, hour), day);
  /*@ assert \forall integer n; 0 <= n <= least ==>
        0 <= bill_cost(b, n) <= bill_cost(b, minute); */
  /*@ assert \forall integer n; 0 <= n <= least ==>
        0 <= bill_cost(b, n) <= bill_cost(b, hour); */
  /*@ assert \forall integer n; 0 <= n <= least ==>
        0 <= bill_cost(b, n) <= bill_cost(b, day); */
  return least;
}

/*@ requires \valid(bin + (0 .. GUARD_DUTY_BINS - 1));
    requires words_ok(bin, GUARD_DUTY_BINS, GUARD_BIN_MOST);
    requires 12 <= window_us <= GUARD_DAY_US;
    requires duty_bears(bin, window_us, limit_us, on_us);
    assigns bin[0 .. GUARD_DUTY_BINS - 1];
    ensures words_ok(bin, GUARD_DUTY_BINS, GUARD_BIN_MOST);
    ensures limit_us < window_us ==>
      bin[(clock_us / (window_us / 12)) % GUARD_DUTY_BINS].value ==
        \old(bin[(clock_us / (window_us / 12)) % GUARD_DUTY_BINS].value) + on_us; */
static void debit_bin(struct guard_word *bin, uint64_t window_us, uint64_t limit_us,
                      uint64_t clock_us, uint64_t on_us) {
  struct guard_word *now = &bin[clock_us / (window_us / 12) % GUARD_DUTY_BINS];
  if (limit_us < window_us) {
    guard_set(now, now->value + on_us);
  }
}

/*@ requires \valid_read(l) && \valid(d) && \separated(l, d) && duty_ok(d);
    requires duty_bears(&d->minute[0], GUARD_MINUTE_US, l->duty_us[0], on_us);
    requires duty_bears(&d->hour[0], GUARD_HOUR_US, l->duty_us[1], on_us);
    requires duty_bears(&d->day[0], GUARD_DAY_US, l->duty_us[2], on_us);
    assigns d->minute[0 .. GUARD_DUTY_BINS - 1], d->hour[0 .. GUARD_DUTY_BINS - 1],
      d->day[0 .. GUARD_DUTY_BINS - 1];
    ensures duty_ok(d); */
static void debit_duty(const struct guard_limits *l, struct guard_duty *d,
                       uint64_t clock_us, uint64_t on_us) {
  debit_bin(d->minute, GUARD_MINUTE_US, l->duty_us[0], clock_us, on_us);
  debit_bin(d->hour, GUARD_HOUR_US, l->duty_us[1], clock_us, on_us);
  debit_bin(d->day, GUARD_DAY_US, l->duty_us[2], clock_us, on_us);
}

/* Remembers what is debited now. Where the train got dearer, only what was paid in full
 * counts; where it got cheaper and longer, the lower price stands for all of it. */
/*@ requires \valid(paid) && now_us + p.until_us <= UINT64_MAX;
    requires WORD_OK(paid->configuration, GUARD_CONFIGURATIONS);
    requires WORD_OK(paid->width_us, CEILING_PULSE_WIDTH_US);
    requires WORD_OK(paid->period_us, CEILING_PERIOD_US);
    requires WORD_OK(paid->first_us, UINT64_MAX);
    requires WORD_OK(paid->until_us, UINT64_MAX);
    requires WORD_OK(paid->amplitude_ua, CEILING_AMPLITUDE_UA);
    requires WORD_OK(paid->energy_fj, UINT64_MAX);
    requires p.configuration <= GUARD_CONFIGURATIONS;
    requires p.width_us <= CEILING_PULSE_WIDTH_US && p.period_us <= CEILING_PERIOD_US;
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA;
    assigns *paid;
    ensures PAID_OK(*paid); */
static void note_paid(struct guard_paid *paid, struct guard_plan p, uint64_t now_us,
                      uint64_t energy_fj, uint32_t longer) {
  if (!longer && p.amplitude_ua <= paid->amplitude_ua.value &&
      energy_fj <= paid->energy_fj.value) {
    return;
  }
  guard_set(&paid->configuration, p.configuration);
  guard_set(&paid->width_us, p.width_us);
  guard_set(&paid->period_us, p.period_us);
  guard_set(&paid->first_us, p.first_us);
  guard_set(&paid->until_us, now_us + p.until_us);
  guard_set(&paid->amplitude_ua, p.amplitude_ua);
  guard_set(&paid->energy_fj, energy_fj);
}

/* The plan with no more than its first n pulses; silent where there are none. */
/*@ requires 1 <= p.period_us && 1 <= asked && p.onset_us + (asked - 1) * p.period_us < p.until_us;
    assigns \nothing;
    ensures same_shape(\result, p) && \result.reasons == p.reasons;
    ensures \result.amplitude_ua <= p.amplitude_ua && \result.until_us <= p.until_us;
    ensures p.onset_us <= \result.until_us;
    ensures \result.amplitude_ua == 0 || \result.amplitude_ua == p.amplitude_ua;
    ensures n == 0 ==> \result.amplitude_ua == 0;
    ensures n != 0 ==> \result.amplitude_ua == p.amplitude_ua;
    ensures n != 0 ==> 1 <= \result.until_us;
    ensures n < asked ==> \result.until_us == p.onset_us + n * p.period_us; */
static struct guard_plan shortened(struct guard_plan p, uint64_t n, uint64_t asked) {
  if (n < asked) {
    /*@ assert n * p.period_us <= (asked - 1) * p.period_us; */
    /*@ assert n != 0 ==> 1 <= p.period_us <= n * p.period_us; */
    p.until_us = p.onset_us + (uint32_t)n * p.period_us;
    if (n == 0) {
      p.amplitude_ua = 0;
    }
  }
  return p;
}

/* Debits everywhere what pulses cost. */
/*@ requires \valid_read(l) && \valid(g) && \valid(duty) && \separated(l, g);
    requires \separated(l, duty);
    requires \separated(duty, &g->energy, g->fast + (0 .. GUARD_CONTACTS - 1),
                        g->slow + (0 .. GUARD_CONTACTS - 1), &g->clock);
    requires levels_whole(g) && duty_ok(duty);
    requires d.energy_fj <= g->energy.value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= g->fast[i].value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= g->slow[i].value;
    requires duty_bears(&duty->minute[0], GUARD_MINUTE_US, l->duty_us[0], d.on_us);
    requires duty_bears(&duty->hour[0], GUARD_HOUR_US, l->duty_us[1], d.on_us);
    requires duty_bears(&duty->day[0], GUARD_DAY_US, l->duty_us[2], d.on_us);
    assigns CELLS(g->energy), g->fast[0 .. GUARD_CONTACTS - 1],
      g->slow[0 .. GUARD_CONTACTS - 1],
      duty->minute[0 .. GUARD_DUTY_BINS - 1], duty->hour[0 .. GUARD_DUTY_BINS - 1],
      duty->day[0 .. GUARD_DUTY_BINS - 1];
    ensures levels_whole(g);
    ensures duty_ok(duty);
    ensures g->energy.value == \old(g->energy.value) - d.energy_fj;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->fast[i].value == \old(g->fast[i].value) - d.charge[i];
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->slow[i].value == \old(g->slow[i].value) - d.charge[i]; */
static void settle(const struct guard_limits *l, struct guard_ledger *g,
                   struct guard_duty *duty, struct debt d) {
  debit_duty(l, duty, g->clock.value, d.on_us);
  take_levels(g, d);
}

/* What pulses cost of which the first `old` are paid for. */
/*@ assigns \nothing;
    ensures \result.charge.paid_pulses == old && \result.charge.new_pulses == fresh;
    ensures \result.energy.paid_pulses == old && \result.energy.new_pulses == fresh;
    ensures \result.energy.price == energy_fj;
    ensures \result.energy.rise == dearer(energy_fj, paid_fj);
    ensures \result.on_time.paid_pulses == old && \result.on_time.new_pulses == fresh;
    ensures \result.on_time.price == period_us && \result.on_time.rise == 0; */
static struct bills bills_of(uint32_t old, uint32_t fresh, uint64_t energy_fj,
                             uint64_t paid_fj, uint32_t period_us) {
  struct guard_bill none;
  struct bills b;
  none.paid_pulses = old;
  none.rise = 0;
  none.new_pulses = fresh;
  none.price = 0;
  b.charge = none;
  b.energy = none;
  b.energy.rise = rise(energy_fj, paid_fj);
  b.energy.price = energy_fj;
  b.on_time = none;
  b.on_time.price = period_us;
  return b;
}

/* What is granted of a plan, and what is owed for it. */
struct due {
  uint64_t pulses; /* the first so many */
  uint64_t reasons;
  struct debt debt;
};

/* Those of the pulses asked that every budget bears. */
/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(g) && \valid_read(duty);
    requires contacts_ok(c) && duty_ok(duty);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    requires bill_ok(b.charge) && bill_ok(b.energy) && bill_ok(b.on_time);
    requires asked == b.charge.paid_pulses + b.charge.new_pulses;
    assigns \nothing;
    ensures \result.pulses <= asked;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, b.charge.paid_pulses,
                   \result.pulses) <= g->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, b.charge.paid_pulses,
                   \result.pulses) <= g->slow[i].value;
    ensures bill_cost(b.energy, \result.pulses) <= g->energy.value;
    ensures bill_cost(b.on_time, \result.pulses) <= UINT64_MAX;
    ensures duty_bears(&duty->minute[0], GUARD_MINUTE_US, l->duty_us[0],
                       bill_cost(b.on_time, \result.pulses));
    ensures duty_bears(&duty->hour[0], GUARD_HOUR_US, l->duty_us[1],
                       bill_cost(b.on_time, \result.pulses));
    ensures duty_bears(&duty->day[0], GUARD_DAY_US, l->duty_us[2],
                       bill_cost(b.on_time, \result.pulses)); */
static struct due afforded(const struct guard_limits *l,
                           const struct guard_configuration *c,
                           const struct guard_ledger *g, const struct guard_duty *duty,
                           struct guard_plan p, uint64_t paid_ua, struct bills b,
                           uint64_t asked) {
  const uint64_t by_charge = afford_charge(c, g, p, paid_ua, b.charge);
  const uint64_t by_energy = guard_affordable(g->energy.value, b.energy);
  const uint64_t by_duty = afford_duty(l, duty, b.on_time);
  struct due d;
  d.pulses = fewer(fewer(by_charge, by_energy), by_duty);
  /*@ assert bill_cost(b.energy, d.pulses) <= bill_cost(b.energy, by_energy); */
  /*@ assert bill_cost(b.on_time, d.pulses) <= bill_cost(b.on_time, by_duty); */
  /*@ assert \forall integer share; 0 <= share ==>
        contact_cost(p, share, paid_ua, b.charge.paid_pulses, d.pulses) <=
          contact_cost(p, share, paid_ua, b.charge.paid_pulses, by_charge); */
  d.reasons = by_charge < asked ? GUARD_BIT(CHARGE_BUDGET) : 0;
  d.reasons |= by_energy < asked ? GUARD_BIT(ENERGY) : 0;
  d.reasons |= by_duty < asked ? GUARD_BIT(DUTY) : 0;
  return d;
}

/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(g) && \valid_read(duty);
    requires contacts_ok(c) && duty_ok(duty) && levels_whole(g);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    requires bill_ok(b.charge) && bill_ok(b.energy) && bill_ok(b.on_time);
    requires asked == b.charge.paid_pulses + b.charge.new_pulses;
    assigns \nothing;
    ensures \result.pulses <= asked;
    ensures \result.debt.energy_fj <= g->energy.value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.debt.charge[i] <= g->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.debt.charge[i] <= g->slow[i].value;
    ensures duty_bears(&duty->minute[0], GUARD_MINUTE_US, l->duty_us[0],
                       \result.debt.on_us);
    ensures duty_bears(&duty->hour[0], GUARD_HOUR_US, l->duty_us[1],
                       \result.debt.on_us);
    ensures duty_bears(&duty->day[0], GUARD_DAY_US, l->duty_us[2],
                       \result.debt.on_us); */
static struct due due(const struct guard_limits *l, const struct guard_configuration *c,
                      const struct guard_ledger *g, const struct guard_duty *duty,
                      struct guard_plan p, uint64_t paid_ua, struct bills b,
                      uint64_t asked) {
  struct due d = afforded(l, c, g, duty, p, paid_ua, b, asked);
  d.debt = owed(c, p, paid_ua, b, d.pulses);
  return d;
}

/* Debits the plan's pulses, or as many of them as every budget bears, and shortens the
 * plan to those; silences it where there are none. */
struct guard_plan guard_pay(const struct guard_limits *l, struct guard_ledger *g,
                            struct guard_paid *paid, struct guard_duty *duty,
                            uint64_t now_us, uint32_t source_ohm, struct guard_plan p) {
  const uint32_t asked = guard_pulses(p.onset_us, p.until_us, p.period_us);
  const uint32_t old = paid_pulses(paid, p, now_us);
  const uint64_t paid_ua = old != 0 ? paid->amplitude_ua.value : 0;
  const uint64_t paid_fj = old != 0 ? paid->energy_fj.value : 0;
  const uint64_t energy_fj = pulse_energy_fj(p.amplitude_ua, p.width_us, source_ohm);
  const struct bills b = bills_of(old, asked - old, energy_fj, paid_fj, p.period_us);
  const struct due d =
      due(l, &l->configuration[p.configuration], g, duty, p, paid_ua, b, asked);
  if (asked == 0) {
    return p;
  }
  p.reasons |= d.reasons;
  p = shortened(p, d.pulses, asked);
  if (d.pulses != 0) {
    settle(l, g, duty, d.debt);
    note_paid(paid, p, now_us, energy_fj, d.pulses > old);
  }
  return p;
}
