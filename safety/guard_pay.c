/* Every pulse onset is debited before it is granted: charge by contact, energy, on-time.
 *
 * Pulses that an earlier command has paid for are not paid for twice where the train is
 * the same: only what is larger or later is. What was paid for and then replaced or cut
 * short stays spent: near the handover nobody can prove that a pulse was not delivered.
 */
#include "safety/guard_parts.h"

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

/*@ requires \valid(level + (0 .. GUARD_CONTACTS - 1));
    requires words_ok(level, GUARD_CONTACTS, UINT64_MAX);
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= level[i].value;
    assigns level[0 .. GUARD_CONTACTS - 1];
    ensures words_ok(level, GUARD_CONTACTS, UINT64_MAX);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      level[i].value == \old(level[i].value) - d.charge[i]; */
static void take_charge(struct guard_word *level, struct guard_debt d) {
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

/*@ requires \valid(v) && levels_stored_ok(v);
    requires d.energy_fj <= v->energy.value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= v->fast[i].value;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      d.charge[i] <= v->slow[i].value;
    assigns *v;
    ensures levels_stored_ok(v);
    ensures v->energy.value == \old(v->energy.value) - d.energy_fj;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      v->fast[i].value == \old(v->fast[i].value) - d.charge[i];
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      v->slow[i].value == \old(v->slow[i].value) - d.charge[i]; */
static void take_levels(struct guard_levels *v, struct guard_debt d) {
  take_charge(v->fast, d);
  take_charge(v->slow, d);
  guard_set(&v->energy, v->energy.value - d.energy_fj);
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
    requires duties_bear(l, d, on_us);
    assigns *d;
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
    requires paid_ok(paid);
    requires p.configuration <= GUARD_CONFIGURATIONS;
    requires p.width_us <= CEILING_PULSE_WIDTH_US && p.period_us <= CEILING_PERIOD_US;
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA;
    assigns *paid;
    ensures paid_ok(paid); */
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

/* What pulses cost of which the first `old` are paid for. */
/*@ assigns \nothing;
    ensures \result.charge.paid_pulses == old && \result.charge.new_pulses == fresh;
    ensures \result.energy.paid_pulses == old && \result.energy.new_pulses == fresh;
    ensures \result.energy.price == energy_fj;
    ensures \result.energy.rise == dearer(energy_fj, paid_fj);
    ensures \result.on_time.paid_pulses == old && \result.on_time.new_pulses == fresh;
    ensures \result.on_time.price == period_us && \result.on_time.rise == 0; */
static struct guard_bills bills_of(uint32_t old, uint32_t fresh, uint64_t energy_fj,
                                   uint64_t paid_fj, uint32_t period_us) {
  struct guard_bill none;
  struct guard_bills b;
  none.paid_pulses = old;
  none.rise = 0;
  none.new_pulses = fresh;
  none.price = 0;
  b.charge = none;
  b.energy = none;
  b.energy.rise = guard_rise(energy_fj, paid_fj);
  b.energy.price = energy_fj;
  b.on_time = none;
  b.on_time.price = period_us;
  return b;
}

/* Debits the plan's pulses, or as many of them as every budget bears, and shortens the
 * plan to those; silences it where there are none. */
struct guard_plan guard_pay(const struct guard_limits *l, struct guard_levels *v,
                            struct guard_duty *duty, struct guard_paid *paid,
                            uint64_t clock_us, uint64_t now_us, uint32_t source_ohm,
                            struct guard_plan p) {
  const uint32_t asked = guard_pulses(p.onset_us, p.until_us, p.period_us);
  const uint32_t old = paid_pulses(paid, p, now_us);
  const uint64_t paid_ua = old != 0 ? paid->amplitude_ua.value : 0;
  const uint64_t paid_fj = old != 0 ? paid->energy_fj.value : 0;
  const uint64_t energy_fj = pulse_energy_fj(p.amplitude_ua, p.width_us, source_ohm);
  const struct guard_bills b =
      bills_of(old, asked - old, energy_fj, paid_fj, p.period_us);
  const struct guard_due d =
      guard_owed(l, &l->configuration[p.configuration], v, duty, p, paid_ua, b, asked);
  if (asked == 0) {
    return p;
  }
  p.reasons |= d.reasons;
  p = shortened(p, d.pulses, asked);
  if (d.pulses != 0) {
    debit_duty(l, duty, clock_us, d.debt.on_us);
    /*@ assert levels_stored_ok(v); */
    /*@ assert paid_ok(paid); */
    take_levels(v, d.debt);
    /*@ assert duty_ok(duty); */
    /*@ assert paid_ok(paid); */
    /*@ assert levels_spent{Pre, Here}(v); */
    note_paid(paid, p, now_us, energy_fj, d.pulses > old);
    /*@ assert levels_stored_ok(v); */
  }
  return p;
}
