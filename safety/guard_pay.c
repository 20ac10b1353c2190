/* Every pulse onset is debited before it is granted: charge by contact, energy, on-time.
 *
 * Pulses that an earlier command has paid for are not paid for twice where the train is
 * the same: only what is larger or later is. What was paid for and then replaced or cut
 * short stays spent: near the handover nobody can prove that a pulse was not delivered.
 */
#include "safety/guard_parts.h"

/* So many pulses at one price, then so many at another. */
struct bill {
  uint64_t paid_pulses; /* debited already, at a lower price: only the rise is owed */
  uint64_t rise;
  uint64_t new_pulses;
  uint64_t price;
};

/* The first n pulses of a bill that a level can bear. */
static uint64_t affordable(uint64_t level, struct bill b) {
  uint64_t n = 0;
  uint64_t rest = level;
  if (b.rise != 0 && b.paid_pulses > rest / b.rise) {
    return rest / b.rise;
  }
  n = b.paid_pulses;
  rest -= b.paid_pulses * b.rise;
  if (b.price != 0 && b.new_pulses > rest / b.price) {
    return n + rest / b.price;
  }
  return n + b.new_pulses;
}

static uint64_t cost(struct bill b, uint64_t pulses) {
  if (pulses <= b.paid_pulses) {
    return pulses * b.rise;
  }
  return b.paid_pulses * b.rise + (pulses - b.paid_pulses) * b.price;
}

static void debit(struct guard_word *level, struct bill b, uint64_t pulses) {
  guard_set(level, level->value - cost(b, pulses));
}

static uint32_t same_train(const struct guard_paid *paid, struct guard_plan p) {
  return paid->configuration.value == p.configuration &&
         paid->width_us.value == p.width_us && paid->period_us.value == p.period_us &&
         paid->first_us.value == p.first_us;
}

/* Onsets of the plan that are debited already. */
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

static uint64_t rise(uint64_t now, uint64_t before) {
  return now > before ? now - before : 0;
}

/* What the plan's pulses cost one contact. */
static struct bill contact_bill(struct guard_plan p, uint32_t share, uint64_t paid_ua,
                                struct bill pulses) {
  const uint64_t now = guard_contact_charge_pc(p.amplitude_ua, p.width_us, share);
  const uint64_t before = guard_contact_charge_pc((uint32_t)paid_ua, p.width_us, share);
  pulses.price = now * GUARD_MILLION;
  pulses.rise = rise(now, before) * GUARD_MILLION;
  return pulses;
}

/* Both phases of one pulse, fJ (1e-6 nJ), rounded up. The second phase's current is no
 * larger than the first's at equal charge, so twice the first bounds both. */
static uint64_t pulse_energy_fj(uint32_t amplitude_ua, uint32_t width_us,
                                uint32_t source_ohm) {
  const uint64_t volts_amps = (uint64_t)amplitude_ua * amplitude_ua * source_ohm;
  return (volts_amps * width_us * 2 + 999) / 1000;
}

static uint64_t fewer(uint64_t a, uint64_t b) { return a < b ? a : b; }

static uint64_t afford_charge(const struct guard_configuration *c,
                              const struct guard_ledger *g, struct guard_plan p,
                              uint64_t paid_ua, struct bill pulses) {
  uint64_t n = pulses.paid_pulses + pulses.new_pulses;
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      const struct bill b = contact_bill(p, c->share_permille[i], paid_ua, pulses);
      n = fewer(n, affordable(g->fast[i].value, b));
      n = fewer(n, affordable(g->slow[i].value, b));
    }
  }
  return n;
}

static void debit_charge(const struct guard_configuration *c, struct guard_ledger *g,
                         struct guard_plan p, uint64_t paid_ua, struct bill pulses,
                         uint64_t n) {
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      const struct bill b = contact_bill(p, c->share_permille[i], paid_ua, pulses);
      debit(&g->fast[i], b, n);
      debit(&g->slow[i], b, n);
    }
  }
}

/* A limit of the whole window is no limit. */
static uint64_t duty_left(const struct guard_word *bin, uint64_t window_us,
                          uint64_t limit_us) {
  const uint64_t used = guard_bins_sum(bin, GUARD_DUTY_BINS);
  if (limit_us >= window_us) {
    return UINT64_MAX;
  }
  return used < limit_us ? limit_us - used : 0;
}

static uint64_t afford_duty(const struct guard_limits *l, const struct guard_duty *d,
                            struct bill b) {
  uint64_t n = affordable(duty_left(d->minute, GUARD_MINUTE_US, l->duty_us[0]), b);
  n = fewer(n, affordable(duty_left(d->hour, GUARD_HOUR_US, l->duty_us[1]), b));
  return fewer(n, affordable(duty_left(d->day, GUARD_DAY_US, l->duty_us[2]), b));
}

static void debit_bin(struct guard_word *bin, uint64_t window_us, uint64_t limit_us,
                      uint64_t clock_us, uint64_t on_us) {
  struct guard_word *now = &bin[clock_us / (window_us / 12) % GUARD_DUTY_BINS];
  if (limit_us < window_us) {
    guard_set(now, now->value + on_us);
  }
}

static void debit_duty(const struct guard_limits *l, struct guard_duty *d,
                       uint64_t clock_us, uint64_t on_us) {
  debit_bin(d->minute, GUARD_MINUTE_US, l->duty_us[0], clock_us, on_us);
  debit_bin(d->hour, GUARD_HOUR_US, l->duty_us[1], clock_us, on_us);
  debit_bin(d->day, GUARD_DAY_US, l->duty_us[2], clock_us, on_us);
}

/* Remembers what is debited now. Where the train got dearer, only what was paid in full
 * counts; where it got cheaper and longer, the lower price stands for all of it. */
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
static struct guard_plan shortened(struct guard_plan p, uint64_t n, uint64_t asked) {
  if (n < asked) {
    p.until_us = p.onset_us + (uint32_t)n * p.period_us;
    if (n == 0) {
      p.amplitude_ua = 0;
    }
  }
  return p;
}

/* Debits the plan's pulses, or as many of them as every budget bears, and shortens the
 * plan to those; silences it where there are none. */
struct guard_plan guard_pay(const struct guard_limits *l, struct guard_ledger *g,
                            struct guard_paid *paid, struct guard_duty *duty,
                            uint64_t now_us, uint32_t source_ohm, struct guard_plan p) {
  const struct guard_configuration *c = &l->configuration[p.configuration];
  const uint32_t asked = guard_pulses(p.onset_us, p.until_us, p.period_us);
  const uint32_t old = paid_pulses(paid, p, now_us);
  const uint64_t paid_ua = old != 0 ? paid->amplitude_ua.value : 0;
  const uint64_t paid_fj = old != 0 ? paid->energy_fj.value : 0;
  const uint64_t energy_fj = pulse_energy_fj(p.amplitude_ua, p.width_us, source_ohm);
  const struct bill charge = {old, 0, asked - old, 0};
  const struct bill energy = {old, rise(energy_fj, paid_fj), asked - old, energy_fj};
  const struct bill on_time = {old, 0, asked - old, p.period_us};
  const uint64_t by_charge = afford_charge(c, g, p, paid_ua, charge);
  const uint64_t by_energy = affordable(g->energy.value, energy);
  const uint64_t by_duty = afford_duty(l, duty, on_time);
  const uint64_t n = fewer(fewer(by_charge, by_energy), by_duty);
  if (asked == 0) {
    return p;
  }
  p.reasons |= by_charge < asked ? GUARD_BIT(CHARGE_BUDGET) : 0;
  p.reasons |= by_energy < asked ? GUARD_BIT(ENERGY) : 0;
  p.reasons |= by_duty < asked ? GUARD_BIT(DUTY) : 0;
  p = shortened(p, n, asked);
  if (n != 0) {
    debit_charge(c, g, p, paid_ua, charge, n);
    debit(&g->energy, energy, n);
    debit_duty(l, duty, g->clock.value, cost(on_time, n));
    note_paid(paid, p, now_us, energy_fj, n > old);
  }
  return p;
}
