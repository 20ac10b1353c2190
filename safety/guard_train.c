/* Shape of one train: configuration, width, period, validity, and what its contacts
 * bear. Stateless. */
#include "safety/guard_parts.h"

uint32_t guard_pulses(uint32_t onset_us, uint32_t until_us, uint32_t period_us) {
  return until_us <= onset_us ? 0 : (until_us - onset_us - 1) / period_us + 1;
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

uint64_t guard_last_pulse_us(const struct guard_kept *t, uint64_t from_us,
                             uint64_t now_us) {
  const uint64_t first = t->first_us.value;
  const uint64_t until = t->until_us.value < now_us ? t->until_us.value : now_us;
  uint64_t ago;
  if (t->amplitude_ua.value == 0 || t->period_us.value == 0 || until <= first ||
      until <= from_us) {
    return 0;
  }
  ago = (until - 1 - first) % t->period_us.value;
  /*@ assert ago <= until - 1 - first; */
  ago += now_us - until + 1;
  return ago <= now_us - from_us ? ago : 0;
}

/* From the start of a pulse until its electrode is at rest again. */
/*@ requires \valid_read(c) && c->ratio <= CEILING_SECOND_PHASE_RATIO;
    requires c->gap_us <= CEILING_INTERPHASE_GAP_US;
    requires c->recharge_us <= CEILING_RECHARGE_US;
    requires width_us <= CEILING_PULSE_WIDTH_US;
    assigns \nothing;
    ensures \result == occupied(c, width_us); */
static uint32_t occupied_us(const struct guard_configuration *c, uint32_t width_us) {
  return width_us + c->gap_us + width_us * c->ratio + c->recharge_us;
}

/* How long from now to the first pulse that is not past; `until` where there is none. */
/*@ requires 1 <= period_us;
    assigns \nothing;
    ensures \result <= until_us;
    ensures first_us >= now_us && \result < until_us ==>
      now_us + \result == first_us;
    ensures first_us < now_us ==> \result < period_us;
    ensures first_us < now_us && \result < until_us ==> \exists integer k;
      now_us + \result == onset(first_us, k, period_us); */
static uint32_t next_onset_us(uint64_t now_us, uint64_t first_us, uint32_t period_us,
                              uint32_t until_us) {
  uint64_t wait;
  if (first_us >= now_us) {
    wait = first_us - now_us;
  } else {
    const uint64_t into = (now_us - first_us) % period_us;
    /*@ assert now_us - into == onset(first_us, (now_us - first_us) / period_us, period_us);
     */
    wait = into == 0 ? 0 : period_us - into;
    /*@ assert into == 0 ==>
          now_us + wait == onset(first_us, (now_us - first_us) / period_us, period_us); */
    /*@ assert into != 0 ==>
          now_us + wait == onset(first_us, (now_us - first_us) / period_us + 1,
       period_us);
     */
    /*@ assert \exists integer k; now_us + wait == onset(first_us, k, period_us); */
  }
  return wait < until_us ? (uint32_t)wait : until_us;
}

/*@ assigns \nothing;
    ensures \result <= b && \result <= a;
    ensures \result == a || \result == b; */
static uint32_t least(uint64_t a, uint32_t b) { return a < b ? (uint32_t)a : b; }

/*@ assigns \nothing;
    ensures a <= \result && b <= \result;
    ensures \result == a || \result == b; */
static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

/*@ requires \valid_read(l) && \valid_read(w) && train_ok(l);
    assigns \nothing;
    ensures \result == 0 ==> w->configuration < l->configurations;
    ensures \result == 0 ==> 0 <= w->amplitude_ua;
    ensures \result == 0 ==> l->width_min_us <= w->width_us;
    ensures \result == 0 ==> 1 <= w->period_us <= l->period_max_us; */
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

/* Nothing, and why. */
/*@ assigns \nothing;
    ensures \result.amplitude_ua == 0 && \result.onset_us == 0 && \result.until_us == 0;
    ensures \result.step_ua == 0 && \result.reasons == reasons; */
static struct guard_plan silent(uint64_t reasons) {
  const struct guard_plan p = {0, 0, 0, 0, 0, 0, 0, 0, 0, reasons};
  return p;
}

/* Of a wish that is well formed and has not expired. */
/*@ requires \valid_read(l) && \valid_read(w) && train_ok(l) && configurations_ok(l);
    requires l->lifetime_us <= CEILING_COMMAND_LIFETIME_US;
    requires w->configuration < l->configurations && 0 < w->amplitude_ua;
    requires l->width_min_us <= w->width_us && 1 <= w->period_us <= l->period_max_us;
    requires now_us < w->until_us;
    assigns \nothing;
    ensures plan_ok(l, \result, now_us);
    ensures \result.amplitude_ua != 0 ==> \result.amplitude_ua == w->amplitude_ua;
    ensures now_us + \result.until_us <= w->until_us; */
static struct guard_plan shape(const struct guard_limits *l, const struct guard_wish *w,
                               uint64_t now_us) {
  const struct guard_configuration *c = &l->configuration[w->configuration];
  struct guard_plan p;
  p.configuration = w->configuration;
  p.amplitude_ua = (uint32_t)w->amplitude_ua;
  p.step_ua = c->ratio;
  p.first_us = w->first_us;
  p.width_us = least((uint64_t)w->width_us, l->width_max_us);
  p.reasons = w->width_us > (int64_t)l->width_max_us ? GUARD_BIT(PULSE_WIDTH) : 0;
  p.rest_us = larger(occupied_us(c, p.width_us), l->period_min_us);
  p.period_us = (uint32_t)w->period_us;
  if (p.period_us < p.rest_us) {
    p.period_us = p.rest_us;
    p.reasons |= GUARD_BIT(RATE);
  }
  p.until_us = least(w->until_us - now_us, l->lifetime_us);
  if (w->until_us - now_us > l->lifetime_us) {
    p.reasons |= GUARD_BIT(LIFETIME);
  }
  p.onset_us = next_onset_us(now_us, w->first_us, p.period_us, p.until_us);
  if (p.period_us > l->period_max_us || p.until_us == 0 ||
      (w->first_us > now_us && p.onset_us >= p.until_us)) {
    p.amplitude_ua = 0;
    p.reasons |= GUARD_BIT(MALFORMED);
  }
  return p;
}

struct guard_plan guard_shape(const struct guard_limits *l, const struct guard_wish *w,
                              uint64_t now_us) {
  uint64_t reasons;
  if (w->amplitude_ua == 0) {
    return silent(0);
  }
  reasons = malformed(l, w);
  if (reasons != 0) {
    return silent(reasons);
  }
  return w->until_us > now_us ? shape(l, w, now_us) : silent(GUARD_BIT(EXPIRED));
}

/*@ requires \valid_read(l) && \valid_read(z) && source_ok(l);
    assigns \nothing;
    ensures \result != 0 <==> measured_ok(l, z); */
static uint32_t impedance_ok(const struct guard_limits *l,
                             const struct guard_impedance *z) {
  return z->valid == 1 && z->age_us >= 0 && (uint64_t)z->age_us <= l->impedance_age_us &&
         z->ohm >= (int32_t)l->impedance_min_ohm &&
         z->ohm <= (int32_t)l->impedance_max_ohm;
}

/*@ requires share_permille <= 1000 && 0 <= ohm <= CEILING_IMPEDANCE_OHM;
    assigns \nothing;
    ensures share_permille * ohm <= 1000 * \result;
    ensures \result <= CEILING_IMPEDANCE_OHM; */
static uint32_t share_ohm(uint32_t share_permille, int32_t ohm) {
  return (share_permille * (uint32_t)ohm + 999) / 1000;
}

/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(z + (0 .. GUARD_CAN - 1));
    requires source_ok(l);
    assigns \nothing;
    ensures \result != 0 ==> \forall integer i; 0 <= i < GUARD_CAN &&
      c->share_permille[i] > 0 ==> measured_ok(l, &z[i]); */
static uint32_t impedances_ok(const struct guard_limits *l,
                              const struct guard_configuration *c,
                              const struct guard_impedance *z) {
  /*@ loop invariant 0 <= i <= GUARD_CAN;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        measured_ok(l, &z[k]);
      loop assigns i;
      loop variant GUARD_CAN - i; */
  for (uint32_t i = 0; i < GUARD_CAN; ++i) {
    if (c->share_permille[i] > 0 && !impedance_ok(l, &z[i])) {
      return 0;
    }
  }
  return 1;
}

/*@ predicate borne(struct guard_configuration *c, struct guard_impedance *z,
                    integer anode, integer k, integer ohm) =
      c->share_permille[k] > 0 && c->anode[k] == anode ==>
        c->share_permille[k] * z[k].ohm <= 1000 * ohm;
*/

/* Share x impedance of one contact if it is on this side. */
/*@ requires i < GUARD_CAN && \valid_read(c) && \valid_read(z + i) && contacts_ok(c);
    requires c->share_permille[i] > 0 ==> 0 <= z[i].ohm <= CEILING_IMPEDANCE_OHM;
    assigns \nothing;
    ensures \result <= CEILING_IMPEDANCE_OHM;
    ensures borne(c, z, anode, i, \result); */
static uint32_t contact_ohm(const struct guard_configuration *c,
                            const struct guard_impedance *z, uint32_t anode, uint32_t i) {
  return c->share_permille[i] > 0 && (c->anode[i] != 0) == (anode != 0)
             ? share_ohm(c->share_permille[i], z[i].ohm)
             : 0;
}

/* The largest of them: of the anodes, or of the cathodes. */
/*@ requires \valid_read(c) && \valid_read(z + (0 .. GUARD_CAN - 1)) && contacts_ok(c);
    requires \forall integer i; 0 <= i < GUARD_CAN && c->share_permille[i] > 0 ==>
      0 <= z[i].ohm <= CEILING_IMPEDANCE_OHM;
    assigns \nothing;
    ensures \result <= CEILING_IMPEDANCE_OHM;
    ensures \forall integer k; 0 <= k < GUARD_CAN ==> borne(c, z, anode, k, \result); */
static uint32_t side_ohm(const struct guard_configuration *c,
                         const struct guard_impedance *z, uint32_t anode) {
  uint32_t most = 0;
  /*@ loop invariant 0 <= i <= GUARD_CAN;
      loop invariant most <= CEILING_IMPEDANCE_OHM;
      loop invariant \forall integer k; 0 <= k < i ==> borne(c, z, anode, k, most);
      loop assigns i, most;
      loop variant GUARD_CAN - i; */
  for (uint32_t i = 0; i < GUARD_CAN; ++i) {
    const uint32_t own = contact_ohm(c, z, anode, i);
    most = larger(most, own);
    /*@ assert borne(c, z, anode, i, most); */
    /*@ assert \forall integer k; 0 <= k < i ==> borne(c, z, anode, k, most); */
  }
  return most;
}

/* The largest share x impedance on each side, added: times the current it bounds the
 * source's voltage and, times current squared, its power. Impedances are measured
 * against the can, which has none of its own. Zero where a contact's cannot be trusted.
 */
uint32_t guard_source_ohm(const struct guard_limits *l,
                          const struct guard_configuration *c,
                          const struct guard_impedance *z) {
  uint32_t ohm = 0;
  if (impedances_ok(l, c, z) != 0) {
    const uint32_t cathodes = side_ohm(c, z, 0);
    const uint32_t anodes = side_ohm(c, z, 1);
    /*@ assert \forall integer i, j; borne(c, z, 0, i, cathodes) &&
          borne(c, z, 1, j, anodes) && c->anode[i] == 0 && c->anode[j] == 1 &&
          c->share_permille[i] > 0 && c->share_permille[j] > 0 ==>
            path_ohm(c, z, i, j) <= 1000 * (cathodes + anodes); */
    ohm = cathodes + anodes;
  }
  return ohm;
}

uint32_t guard_contact_charge_pc(uint32_t amplitude_ua, uint32_t width_us,
                                 uint32_t share_permille) {
  const uint64_t charge = (uint64_t)amplitude_ua * width_us;
  return (uint32_t)((charge * share_permille + 999) / 1000);
}
