/* What a plan's pulses cost, and how many of them every budget bears. Nothing is debited
 * here. */
#include "safety/guard_parts.h"

/*@ lemma charge_is_positive: \forall integer a, width, share;
      0 <= a && 0 <= width && 0 <= share ==> 0 <= contact_charge(a, width, share);
*/

/* What a contact's pulses cost, where some were paid for at a lower amplitude. */
/*@ logic integer contact_price(struct guard_plan p, integer share) =
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
  pulses.rise = guard_rise(now, before) * GUARD_MILLION;
  return pulses;
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

/*@ requires \valid_read(c) && \valid_read(v) && contacts_ok(c) && bill_ok(pulses);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    assigns \nothing;
    ensures \result <= pulses.paid_pulses + pulses.new_pulses;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, pulses.paid_pulses, \result) <=
        v->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, pulses.paid_pulses, \result) <=
        v->slow[i].value; */
static uint64_t afford_charge(const struct guard_configuration *c,
                              const struct guard_levels *v, struct guard_plan p,
                              uint64_t paid_ua, struct guard_bill pulses) {
  uint64_t n = pulses.paid_pulses + pulses.new_pulses;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant n <= pulses.paid_pulses + pulses.new_pulses;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        contact_cost(p, c->share_permille[k], paid_ua, pulses.paid_pulses, n) <=
          v->fast[k].value;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        contact_cost(p, c->share_permille[k], paid_ua, pulses.paid_pulses, n) <=
          v->slow[k].value;
      loop assigns i, n;
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      const struct guard_bill b = contact_bill(p, c->share_permille[i], paid_ua, pulses);
      const uint64_t before = n;
      n = afford_contact(v->fast[i].value, v->slow[i].value, b, before);
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
static struct guard_debt debt_of(const struct guard_configuration *c, struct guard_plan p,
                                 uint64_t paid_ua, struct guard_bills b, uint64_t n) {
  struct guard_debt d;
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
      duties_bear(l, d, bill_cost(b, n)); */
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

/* The first so many of the pulses that are asked for, and why no more. */
struct affordable {
  uint64_t pulses;
  uint64_t reasons;
};

/* Those of the pulses asked that every budget bears. */
/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(v) && \valid_read(duty);
    requires contacts_ok(c) && duty_ok(duty);
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA && paid_ua <= CEILING_AMPLITUDE_UA;
    requires p.width_us <= CEILING_PULSE_WIDTH_US;
    requires bill_ok(b.charge) && bill_ok(b.energy) && bill_ok(b.on_time);
    requires asked == b.charge.paid_pulses + b.charge.new_pulses;
    assigns \nothing;
    ensures \result.pulses <= asked;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, b.charge.paid_pulses,
                   \result.pulses) <= v->fast[i].value;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS && c->share_permille[i] > 0 ==>
      contact_cost(p, c->share_permille[i], paid_ua, b.charge.paid_pulses,
                   \result.pulses) <= v->slow[i].value;
    ensures bill_cost(b.energy, \result.pulses) <= v->energy.value;
    ensures bill_cost(b.on_time, \result.pulses) <= UINT64_MAX;
    ensures duties_bear(l, duty, bill_cost(b.on_time, \result.pulses)); */
static struct affordable affordable(const struct guard_limits *l,
                                    const struct guard_configuration *c,
                                    const struct guard_levels *v,
                                    const struct guard_duty *duty, struct guard_plan p,
                                    uint64_t paid_ua, struct guard_bills b,
                                    uint64_t asked) {
  const uint64_t by_charge = afford_charge(c, v, p, paid_ua, b.charge);
  const uint64_t by_energy = guard_affordable(v->energy.value, b.energy);
  const uint64_t by_duty = afford_duty(l, duty, b.on_time);
  struct affordable d;
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

struct guard_due guard_owed(const struct guard_limits *l,
                            const struct guard_configuration *c,
                            const struct guard_levels *v, const struct guard_duty *duty,
                            struct guard_plan p, uint64_t paid_ua, struct guard_bills b,
                            uint64_t asked) {
  const struct affordable part = affordable(l, c, v, duty, p, paid_ua, b, asked);
  struct guard_due d;
  d.pulses = part.pulses;
  d.reasons = part.reasons;
  d.debt = debt_of(c, p, paid_ua, b, part.pulses);
  return d;
}
