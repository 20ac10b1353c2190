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
static uint64_t affordable(uint64_t level, const struct bill *b) {
  uint64_t n = 0;
  uint64_t rest = level;
  if (b->rise != 0 && b->paid_pulses > rest / b->rise) {
    return rest / b->rise;
  }
  n = b->paid_pulses;
  rest -= b->paid_pulses * b->rise;
  if (b->price != 0 && b->new_pulses > rest / b->price) {
    return n + rest / b->price;
  }
  return n + b->new_pulses;
}

static uint64_t cost(const struct bill *b, uint64_t pulses) {
  if (pulses <= b->paid_pulses) {
    return pulses * b->rise;
  }
  return b->paid_pulses * b->rise + (pulses - b->paid_pulses) * b->price;
}

static void debit(struct guard_word *level, const struct bill *b, uint64_t pulses) {
  guard_set(level, level->value - cost(b, pulses));
}

static uint32_t same_train(const struct guard_paid *paid, const struct guard_plan *p) {
  return paid->configuration.value == p->configuration &&
         paid->width_us.value == p->width_us && paid->period_us.value == p->period_us &&
         paid->first_us.value == p->first_us;
}

/* Onsets of the plan that are debited already. */
static uint32_t paid_pulses(const struct guard_paid *paid, const struct guard_plan *p,
                            uint64_t now_us) {
  struct guard_plan before = *p;
  if (!same_train(paid, p) || paid->until_us.value <= now_us) {
    return 0;
  }
  if (paid->until_us.value - now_us < p->until_us) {
    before.until_us = (uint32_t)(paid->until_us.value - now_us);
  }
  return guard_pulses(&before);
}

static uint64_t rise(uint64_t now, uint64_t before) {
  return now > before ? now - before : 0;
}

static void bill_contact(const struct guard_plan *p, uint32_t share, uint64_t paid_ua,
                         struct bill *b) {
  const uint64_t now = guard_contact_charge_pc(p->amplitude_ua, p->width_us, share);
  const uint64_t before = guard_contact_charge_pc((uint32_t)paid_ua, p->width_us, share);
  b->price = now * GUARD_MILLION;
  b->rise = rise(now, before) * GUARD_MILLION;
}

/* Both phases of one pulse, fJ (1e-6 nJ), rounded up. The second phase's current is no
 * larger than the first's at equal charge, so twice the first bounds both. */
static uint64_t pulse_energy_fj(uint32_t amplitude_ua, uint32_t width_us,
                                uint32_t source_ohm) {
  const uint64_t volts_amps = (uint64_t)amplitude_ua * amplitude_ua * source_ohm;
  return (volts_amps * width_us * 2 + 999) / 1000;
}

static uint64_t afford_charge(const struct guard_limits *l, const struct guard_ledger *g,
                              const struct guard_plan *p, uint64_t paid_ua,
                              struct bill *b) {
  const struct guard_configuration *c = &l->configuration[p->configuration];
  uint64_t n = b->paid_pulses + b->new_pulses;
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      uint64_t own;
      bill_contact(p, c->share_permille[i], paid_ua, b);
      own = affordable(g->fast[i].value, b);
      n = own < n ? own : n;
      own = affordable(g->slow[i].value, b);
      n = own < n ? own : n;
    }
  }
  return n;
}

static void debit_charge(const struct guard_limits *l, struct guard_ledger *g,
                         const struct guard_plan *p, uint64_t paid_ua, uint64_t pulses,
                         struct bill *b) {
  const struct guard_configuration *c = &l->configuration[p->configuration];
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      bill_contact(p, c->share_permille[i], paid_ua, b);
      debit(&g->fast[i], b, pulses);
      debit(&g->slow[i], b, pulses);
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
                            const struct bill *b) {
  uint64_t n = affordable(duty_left(d->minute, GUARD_MINUTE_US, l->duty_us[0]), b);
  uint64_t own = affordable(duty_left(d->hour, GUARD_HOUR_US, l->duty_us[1]), b);
  n = own < n ? own : n;
  own = affordable(duty_left(d->day, GUARD_DAY_US, l->duty_us[2]), b);
  return own < n ? own : n;
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
static void note_paid(struct guard_paid *paid, const struct guard_plan *p,
                      uint64_t now_us, uint64_t energy_fj, uint32_t longer) {
  if (!longer && p->amplitude_ua <= paid->amplitude_ua.value &&
      energy_fj <= paid->energy_fj.value) {
    return;
  }
  guard_set(&paid->configuration, p->configuration);
  guard_set(&paid->width_us, p->width_us);
  guard_set(&paid->period_us, p->period_us);
  guard_set(&paid->first_us, p->first_us);
  guard_set(&paid->until_us, now_us + p->until_us);
  guard_set(&paid->amplitude_ua, p->amplitude_ua);
  guard_set(&paid->energy_fj, energy_fj);
}

/* Debits the plan's pulses, or as many of them as every budget bears, and shortens the
 * plan to those; silences it where there are none. */
uint64_t guard_pay(const struct guard_limits *l, struct guard_ledger *g,
                   struct guard_output *o, uint32_t output, uint64_t now_us,
                   uint32_t source_ohm, struct guard_plan *p) {
  const uint32_t asked = guard_pulses(p);
  const uint32_t paid = paid_pulses(&o->paid, p, now_us);
  const uint64_t paid_ua = paid != 0 ? o->paid.amplitude_ua.value : 0;
  const uint64_t paid_fj = paid != 0 ? o->paid.energy_fj.value : 0;
  const uint64_t energy = pulse_energy_fj(p->amplitude_ua, p->width_us, source_ohm);
  const struct bill energy_bill = {paid, rise(energy, paid_fj), asked - paid, energy};
  const struct bill duty_bill = {paid, 0, asked - paid, p->period_us};
  struct bill charge_bill = {paid, 0, asked - paid, 0};
  uint64_t pulses = asked;
  uint64_t own;
  uint64_t reasons = 0;
  if (asked == 0) {
    return 0;
  }
  own = afford_charge(l, g, p, paid_ua, &charge_bill);
  if (own < asked) {
    reasons |= GUARD_BIT(CHARGE_BUDGET);
    pulses = own;
  }
  own = affordable(g->energy.value, &energy_bill);
  if (own < asked) {
    reasons |= GUARD_BIT(ENERGY);
    pulses = own < pulses ? own : pulses;
  }
  own = afford_duty(l, &g->duty[output], &duty_bill);
  if (own < asked) {
    reasons |= GUARD_BIT(DUTY);
    pulses = own < pulses ? own : pulses;
  }
  if (pulses == 0) {
    p->amplitude_ua = 0;
    return reasons;
  }
  if (pulses < asked) {
    p->until_us = p->onset_us + (uint32_t)pulses * p->period_us;
  }
  debit_charge(l, g, p, paid_ua, pulses, &charge_bill);
  debit(&g->energy, &energy_bill, pulses);
  debit_duty(l, &g->duty[output], g->clock.value, cost(&duty_bill, pulses));
  note_paid(&o->paid, p, now_us, energy, pulses > paid);
  return reasons;
}
