/* Shape of one train: configuration, width, period, validity, and what its contacts
 * bear. Stateless. */
#include "safety/guard_parts.h"

uint32_t guard_pulses(const struct guard_plan *p) {
  if (p->until_us <= p->onset_us) {
    return 0;
  }
  return (p->until_us - p->onset_us - 1) / p->period_us + 1;
}

/* Onsets of the train within [from, until). */
uint64_t guard_onsets(uint64_t first_us, uint32_t period_us, uint64_t from_us,
                      uint64_t until_us) {
  uint64_t before = 0;
  if (period_us == 0 || until_us <= from_us || until_us <= first_us) {
    return 0;
  }
  if (from_us > first_us) {
    before = (from_us - first_us - 1) / period_us + 1;
  }
  return (until_us - first_us - 1) / period_us + 1 - before;
}

/* From the start of a pulse until its electrode is at rest again. */
static uint32_t occupied_us(const struct guard_configuration *c, uint32_t width_us) {
  return width_us + c->gap_us + width_us * c->ratio + c->recharge_us;
}

/* How long from now to the first pulse that is not past; `until` where there is none. */
static uint32_t next_onset_us(uint64_t now_us, uint64_t first_us, uint32_t period_us,
                              uint32_t until_us) {
  uint64_t wait;
  if (first_us >= now_us) {
    wait = first_us - now_us;
  } else {
    const uint64_t into = (now_us - first_us) % period_us;
    wait = into == 0 ? 0 : period_us - into;
  }
  return wait < until_us ? (uint32_t)wait : until_us;
}

static uint32_t least(uint64_t a, uint32_t b) { return a < b ? (uint32_t)a : b; }

static uint64_t malformed(const struct guard_limits *l, const struct guard_wish *w) {
  uint64_t reasons = 0;
  if (w->configuration >= l->configurations) {
    reasons |= GUARD_BIT(CONFIGURATION);
  }
  if (w->amplitude_ua < 0 || w->first_us >= w->until_us) {
    reasons |= GUARD_BIT(MALFORMED);
  }
  /* Neither a longer width nor a shorter period is a reduction. */
  if (w->width_us < (int64_t)l->width_min_us) {
    reasons |= GUARD_BIT(PULSE_WIDTH) | GUARD_BIT(MALFORMED);
  }
  if (w->period_us <= 0 || w->period_us > (int64_t)l->period_max_us) {
    reasons |= GUARD_BIT(RATE) | GUARD_BIT(MALFORMED);
  }
  return reasons;
}

uint64_t guard_shape(const struct guard_limits *l, const struct guard_wish *w,
                     uint64_t now_us, struct guard_plan *p) {
  uint64_t reasons;
  uint32_t shortest;
  p->configuration = 0;
  p->amplitude_ua = 0;
  p->width_us = 0;
  p->period_us = 0;
  p->onset_us = 0;
  p->until_us = 0;
  p->step_ua = 0;
  p->first_us = 0;
  if (w->amplitude_ua == 0) {
    return 0;
  }
  reasons = malformed(l, w);
  if (reasons != 0) {
    return reasons;
  }
  if (w->until_us <= now_us) {
    return GUARD_BIT(EXPIRED);
  }
  p->configuration = w->configuration;
  p->width_us = least((uint64_t)w->width_us, l->width_max_us);
  if (w->width_us > (int64_t)l->width_max_us) {
    reasons |= GUARD_BIT(PULSE_WIDTH);
  }
  shortest = occupied_us(&l->configuration[w->configuration], p->width_us);
  shortest = shortest < l->period_min_us ? l->period_min_us : shortest;
  p->period_us = (uint32_t)w->period_us;
  if (p->period_us < shortest) {
    p->period_us = shortest;
    reasons |= GUARD_BIT(RATE);
  }
  p->until_us = least(w->until_us - now_us, l->lifetime_us);
  if (w->until_us - now_us > l->lifetime_us) {
    reasons |= GUARD_BIT(LIFETIME);
  }
  p->onset_us = next_onset_us(now_us, w->first_us, p->period_us, p->until_us);
  if (p->period_us > l->period_max_us ||
      (w->first_us > now_us && p->onset_us >= p->until_us)) {
    return reasons | GUARD_BIT(MALFORMED);
  }
  p->amplitude_ua = (uint32_t)w->amplitude_ua;
  p->step_ua = l->configuration[w->configuration].ratio;
  p->first_us = w->first_us;
  return reasons;
}

static uint32_t impedance_ok(const struct guard_limits *l,
                             const struct guard_impedance *z) {
  return z->valid == 1 && z->age_us >= 0 && (uint64_t)z->age_us <= l->impedance_age_us &&
         z->ohm >= (int32_t)l->impedance_min_ohm &&
         z->ohm <= (int32_t)l->impedance_max_ohm;
}

/* The largest share x impedance on each side, added: times the current it bounds the
 * source's voltage and, times current squared, its power. Impedances are measured
 * against the can, which has none of its own. Zero where a contact's cannot be trusted.
 */
uint32_t guard_source_ohm(const struct guard_limits *l,
                          const struct guard_configuration *c,
                          const struct guard_impedance *z) {
  uint32_t worst[2] = {0, 0};
  for (uint32_t i = 0; i < GUARD_CAN; ++i) {
    if (c->share_permille[i] > 0) {
      uint32_t own;
      if (!impedance_ok(l, &z[i])) {
        return 0;
      }
      own = (c->share_permille[i] * (uint32_t)z[i].ohm + 999) / 1000;
      if (own > worst[c->anode[i] != 0]) {
        worst[c->anode[i] != 0] = own;
      }
    }
  }
  return worst[0] + worst[1];
}

uint32_t guard_contact_charge_pc(uint32_t amplitude_ua, uint32_t width_us,
                                 uint32_t share_permille) {
  const uint64_t charge = (uint64_t)amplitude_ua * width_us;
  return (uint32_t)((charge * share_permille + 999) / 1000);
}
