/* Whether limits lie within the compiled ceilings and agree with each other: checked
 * before every step, so that not even a corrupted limit can raise a ceiling. */
#include "safety/guard_parts.h"

/*@ requires \valid_read(c);
    assigns \nothing;
    ensures \result != 0 <==> contacts_ok(c) && sides_whole(c); */
static uint32_t sides_ok(const struct guard_configuration *c) {
  uint32_t total[2] = {0, 0};
  uint32_t ok = 1;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant total[0] <= 1000 * i && total[1] <= 1000 * i;
      loop invariant ok != 0 <==> \forall integer k; 0 <= k < i ==>
        c->share_permille[k] <= 1000 && c->anode[k] <= 1;
      loop invariant ok != 0 ==> total[0] == share_total(c, 0, i);
      loop invariant ok != 0 ==> total[1] == share_total(c, 1, i);
      loop assigns i, ok, total[0 .. 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 1000 || c->anode[i] > 1) {
      ok = 0;
    } else {
      total[c->anode[i]] += c->share_permille[i];
    }
  }
  return ok && total[0] >= 1000 && total[1] >= 1000;
}

/*@ requires \valid_read(l) && \valid_read(c);
    assigns \nothing;
    ensures \result != 0 <==> configuration_ok(l, c) && sides_whole(c); */
static uint32_t configuration_ok(const struct guard_limits *l,
                                 const struct guard_configuration *c) {
  return sides_ok(c) && c->ratio >= 1 && c->ratio <= CEILING_SECOND_PHASE_RATIO &&
         c->gap_us <= CEILING_INTERPHASE_GAP_US &&
         c->recharge_us <= CEILING_RECHARGE_US && c->tested_ua <= l->amplitude_ua;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> l->configurations <= GUARD_CONFIGURATIONS &&
      (\forall integer i; 0 <= i < l->configurations ==>
        configuration_ok(l, &l->configuration[i]) &&
        sides_whole(&l->configuration[i])); */
static uint32_t each_configuration_ok(const struct guard_limits *l) {
  uint32_t ok = l->configurations <= GUARD_CONFIGURATIONS;
  /*@ loop invariant 0 <= i <= GUARD_CONFIGURATIONS;
      loop invariant ok != 0 <==> l->configurations <= GUARD_CONFIGURATIONS &&
        (\forall integer k; 0 <= k < i && k < l->configurations ==>
          configuration_ok(l, &l->configuration[k]) &&
          sides_whole(&l->configuration[k]));
      loop assigns i, ok;
      loop variant GUARD_CONFIGURATIONS - i; */
  for (uint32_t i = 0; i < GUARD_CONFIGURATIONS; ++i) {
    if (i < l->configurations && !configuration_ok(l, &l->configuration[i])) {
      ok = 0;
    }
  }
  return ok;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      l->charge_pc[i] <= CEILING_CHARGE_PC; */
static uint32_t charges_ok(const struct guard_limits *l) {
  uint32_t ok = 1;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant ok != 0 <==> \forall integer k; 0 <= k < i ==>
        l->charge_pc[k] <= CEILING_CHARGE_PC;
      loop assigns i, ok;
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (l->charge_pc[i] > CEILING_CHARGE_PC) {
      ok = 0;
    }
  }
  return ok;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> train_ok(l); */
static uint32_t train_ok(const struct guard_limits *l) {
  return l->amplitude_ua <= CEILING_AMPLITUDE_UA &&
         l->sum_ua <= CEILING_SUM_AMPLITUDE_UA &&
         l->width_min_us >= FLOOR_PULSE_WIDTH_US && l->width_min_us <= l->width_max_us &&
         l->width_max_us <= CEILING_PULSE_WIDTH_US &&
         l->period_min_us >= FLOOR_PERIOD_US && l->period_min_us <= l->period_max_us &&
         l->period_max_us <= CEILING_PERIOD_US && l->ramp_ua_per_ms >= 1 &&
         l->ramp_ua_per_ms <= CEILING_RAMP_UA_PER_MS &&
         l->rise_ua <= CEILING_AMPLITUDE_UA &&
         l->rise_half_us >= FLOOR_RAMP_WINDOW_US / 2 &&
         l->rise_half_us <= CEILING_RAMP_WINDOW_US;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> source_ok(l); */
static uint32_t source_ok(const struct guard_limits *l) {
  return l->compliance_uv <= CEILING_COMPLIANCE_UV &&
         l->impedance_min_ohm >= FLOOR_IMPEDANCE_OHM &&
         l->impedance_min_ohm <= l->impedance_max_ohm &&
         l->impedance_max_ohm <= CEILING_IMPEDANCE_OHM &&
         l->impedance_age_us <= CEILING_IMPEDANCE_AGE_US;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> turns_ok(l); */
static uint32_t turns_ok(const struct guard_limits *l) {
  if (l->on_us != 0 && l->off_us <= l->period_max_us) {
    return 0; /* every pulse would be a burst of its own */
  }
  if (l->episodic == 0) {
    return l->on_us <= CEILING_ON_US && l->off_us <= CEILING_GAP_US;
  }
  return l->on_us >= 1 && l->on_us <= CEILING_BURST_US &&
         l->off_us <= l->therapy_gap_us && l->therapy_gap_us <= l->episode_gap_us &&
         l->episode_gap_us <= CEILING_GAP_US && l->bursts <= CEILING_BURSTS_PER_THERAPY &&
         l->therapies <= CEILING_THERAPIES_PER_EPISODE &&
         l->hour <= CEILING_THERAPIES_PER_HOUR && l->day <= CEILING_THERAPIES_PER_DAY &&
         l->reserved <= l->day && l->status <= CEILING_STATUS_THERAPIES &&
         l->status_bins <= GUARD_HOUR_BINS;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> budgets_ok(l); */
static uint32_t budgets_ok(const struct guard_limits *l) {
  return l->duty_us[0] <= GUARD_MINUTE_US && l->duty_us[1] <= GUARD_HOUR_US &&
         l->duty_us[2] <= GUARD_DAY_US &&
         l->fast_capacity <= (uint64_t)CEILING_FAST_CAPACITY_PC * GUARD_MILLION &&
         l->slow_capacity <= (uint64_t)CEILING_SLOW_CAPACITY_PC * GUARD_MILLION &&
         l->energy_capacity <= (uint64_t)CEILING_ENERGY_NJ * GUARD_MILLION &&
         l->fast_refill <= CEILING_REFILL_PC_PER_S &&
         l->slow_refill <= CEILING_REFILL_PC_PER_S &&
         l->energy_refill <= CEILING_POWER_NW;
}

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 <==> device_ok(l); */
static uint32_t device_ok(const struct guard_limits *l) {
  return l->lifetime_us <= CEILING_COMMAND_LIFETIME_US &&
         l->step_gap_us <= CEILING_STEP_GAP_US && l->cooldown_us >= FLOOR_COOLDOWN_US &&
         l->cooldown_us <= CEILING_COOLDOWN_US &&
         l->battery_floor_mv >= FLOOR_BATTERY_FLOOR_MV &&
         l->temperature_max_mc <= CEILING_TEMPERATURE_MC &&
         l->echo_permille <= CEILING_ECHO_ERROR_PERMILLE &&
         l->residual_uv <= CEILING_RESIDUAL_UV;
}

uint32_t guard_limits_ok(const struct guard_limits *l) {
  return each_configuration_ok(l) && charges_ok(l) && train_ok(l) && source_ok(l) &&
         turns_ok(l) && budgets_ok(l) && device_ok(l);
}
