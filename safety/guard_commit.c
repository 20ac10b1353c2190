/* What is granted: in force from now on, and told to the caller. */
#include "safety/guard_parts.h"

/*@ requires plan_kept(p, now_us);
    assigns \nothing;
    ensures train_of_plan(\result, p, now_us); */
static struct guard_train train_of(struct guard_plan p, uint64_t now_us) {
  struct guard_train t = {0, 0, 0, 0, 0, 0};
  if (p.amplitude_ua != 0) {
    t.configuration = p.configuration;
    t.amplitude_ua = p.amplitude_ua;
    t.width_us = p.width_us;
    t.period_us = p.period_us;
    t.first_us = p.first_us;
    t.until_us = now_us + p.until_us;
  }
  return t;
}

/*@ requires \valid(k);
    requires t.configuration <= GUARD_CONFIGURATIONS;
    requires t.amplitude_ua <= CEILING_AMPLITUDE_UA;
    requires t.width_us <= CEILING_PULSE_WIDTH_US && t.period_us <= CEILING_PERIOD_US;
    requires rest_us <= CEILING_PERIOD_US;
    assigns *k;
    ensures kept_ok(k);
    ensures k->amplitude_ua.value == t.amplitude_ua; */
static void keep(struct guard_kept *k, struct guard_train t, uint32_t rest_us) {
  guard_set(&k->configuration, t.configuration);
  guard_set(&k->amplitude_ua, t.amplitude_ua);
  guard_set(&k->width_us, t.width_us);
  guard_set(&k->period_us, t.period_us);
  guard_set(&k->first_us, t.first_us);
  guard_set(&k->until_us, t.until_us);
  guard_set(&k->rest_us, rest_us);
}

/*@ requires \valid(k) && \valid_read(from) && \separated(k, from) && kept_ok(from);
    assigns *k;
    ensures kept_ok(k); */
static void keep_copy(struct guard_kept *k, const struct guard_kept *from) {
  guard_set(&k->configuration, from->configuration.value);
  guard_set(&k->amplitude_ua, from->amplitude_ua.value);
  guard_set(&k->width_us, from->width_us.value);
  guard_set(&k->period_us, from->period_us.value);
  guard_set(&k->first_us, from->first_us.value);
  guard_set(&k->until_us, from->until_us.value);
  guard_set(&k->rest_us, from->rest_us.value);
}

/*@ requires \valid(o) && output_ok(o) && plan_kept(p, now_us);
    assigns *o;
    ensures output_ok(o);
    ensures o->granted.amplitude_ua.value == p.amplitude_ua;
    ensures o->ramp_na.value <= 1000 * (p.amplitude_ua + p.step_ua);
    ensures o->low_ua[0].value <= p.amplitude_ua; */
static void commit_output(struct guard_output *o, struct guard_plan p, uint64_t now_us) {
  const struct guard_train t = train_of(p, now_us);
  guard_ramp_commit(o, p.amplitude_ua, p.step_ua);
  keep_copy(&o->before, &o->granted);
  keep(&o->granted, t, p.amplitude_ua != 0 ? p.rest_us : 0);
}

/*@ requires \valid(c) && caller_ok(c);
    assigns c->before_us, c->now_us;
    ensures caller_ok(c); */
static void keep_time(struct guard_caller *c, uint64_t now_us) {
  guard_set(&c->before_us, c->now_us.value);
  guard_set(&c->now_us, now_us);
}

void guard_commit(struct guard_state *s, struct guard_plans plans, uint64_t now_us) {
  commit_output(&s->output[0], plans.first, now_us);
  /*@ assert output_ok(&s->output[1]); */
  /*@ assert caller_ok(&s->caller); */
  commit_output(&s->output[1], plans.second, now_us);
  /*@ assert output_ok(&s->output[0]); */
  /*@ assert caller_ok(&s->caller); */
  keep_time(&s->caller, now_us);
}

void guard_tell(struct guard_answer *a, struct guard_plans plans, uint64_t now_us,
                uint64_t latched) {
  a->output[0] = train_of(plans.first, now_us);
  a->output[1] = train_of(plans.second, now_us);
  a->reasons = plans.reasons;
  a->latched = latched != 0;
}
