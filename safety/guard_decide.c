/* From a request to what is granted of it: shape, turn, amplitude, debit. */
#include "safety/guard_parts.h"

/*@ lemma charge_of_less: \forall integer a, b, width, share;
      0 <= a <= b && 0 <= width && 0 <= share ==>
        contact_charge(a, width, share) <= contact_charge(b, width, share);
    lemma no_share_no_charge: \forall integer a, width; contact_charge(a, width, 0) == 0;
    lemma quotient_is_less: \forall integer a, n; 0 <= a && 1 <= n ==>
      0 <= (a / n) * n <= a;
    lemma what_is_driven: \forall integer uv, ohm; 0 <= uv && 1 <= ohm ==>
      volts(uv / ohm, ohm) <= uv;
*/

/* The lower of two amplitudes; says why where that is the bound. */
/*@ assigns \nothing;
    ensures same_shape(\result, p) && \result.until_us == p.until_us;
    ensures \result.amplitude_ua <= bound_ua;
    ensures \result.amplitude_ua <= p.amplitude_ua;
    ensures \result.amplitude_ua == bound_ua ||
      \result.amplitude_ua == p.amplitude_ua; */
static struct guard_plan capped(struct guard_plan p, uint32_t bound_ua, uint64_t why) {
  if (p.amplitude_ua > bound_ua) {
    p.amplitude_ua = bound_ua;
    p.reasons |= why;
  }
  return p;
}

/*@ assigns \nothing;
    ensures same_shape(\result, p) && \result.until_us == p.until_us;
    ensures \result.amplitude_ua == 0; */
static struct guard_plan silenced(struct guard_plan p, uint64_t why) {
  p.amplitude_ua = 0;
  p.reasons |= why;
  return p;
}

/*@ assigns \nothing;
    ensures \result != 0 <==> p.amplitude_ua > 0 && p.onset_us < p.until_us; */
static uint32_t has_pulses(struct guard_plan p) {
  return p.amplitude_ua > 0 && p.onset_us < p.until_us;
}

/* What both outputs share: their sum, and each contact's charge in one phase. */
struct room {
  uint32_t sum_ua;
  uint32_t charge_pc[GUARD_CONTACTS];
};

/*@ predicate room_ok(struct room room) =
      room.sum_ua <= CEILING_SUM_AMPLITUDE_UA &&
      \forall integer i; 0 <= i < GUARD_CONTACTS ==>
        room.charge_pc[i] <= CEILING_CHARGE_PC;
*/

/*@ requires \valid_read(l) && configurations_ok(l) && train_ok(l);
    assigns \nothing;
    ensures room_ok(\result) && \result.sum_ua == l->sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.charge_pc[i] == l->charge_pc[i]; */
static struct room whole_room(const struct guard_limits *l) {
  struct room room;
  room.sum_ua = l->sum_ua;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant \forall integer k; 0 <= k < i ==>
        room.charge_pc[k] == l->charge_pc[k];
      loop invariant \forall integer k; 0 <= k < i ==>
        room.charge_pc[k] <= CEILING_CHARGE_PC;
      loop assigns i, room.charge_pc[0 .. GUARD_CONTACTS - 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    room.charge_pc[i] = l->charge_pc[i];
  }
  return room;
}

/* What is left once a plan has taken its part. */
/*@ requires \valid_read(c) && contacts_ok(c) && room_ok(room);
    requires p.amplitude_ua <= room.sum_ua && p.width_us <= CEILING_PULSE_WIDTH_US;
    requires p.amplitude_ua <= CEILING_AMPLITUDE_UA;
    requires \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      contact_charge(p.amplitude_ua, p.width_us, c->share_permille[i]) <=
        room.charge_pc[i];
    assigns \nothing;
    ensures room_ok(\result);
    ensures \result.sum_ua + p.amplitude_ua == room.sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.charge_pc[i] +
        contact_charge(p.amplitude_ua, p.width_us, c->share_permille[i]) ==
          room.charge_pc[i]; */
static struct room use_room(const struct guard_configuration *c, struct guard_plan p,
                            struct room room) {
  struct room left;
  left.sum_ua = room.sum_ua - p.amplitude_ua;
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant \forall integer k; 0 <= k < i ==>
        left.charge_pc[k] +
          contact_charge(p.amplitude_ua, p.width_us, c->share_permille[k]) ==
            room.charge_pc[k];
      loop assigns i, left.charge_pc[0 .. GUARD_CONTACTS - 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    left.charge_pc[i] =
        room.charge_pc[i] -
        guard_contact_charge_pc(p.amplitude_ua, p.width_us, c->share_permille[i]);
  }
  return left;
}

/* The amplitude that a second phase can follow with a whole one of its own. */
/*@ requires 1 <= ratio;
    assigns \nothing;
    ensures \result <= amplitude_ua;
    ensures \result % ratio == 0; */
static uint32_t whole_steps(uint32_t amplitude_ua, uint32_t ratio) {
  /*@ assert 0 <= (amplitude_ua / ratio) * ratio <= amplitude_ua; */
  return amplitude_ua / ratio * ratio;
}

/* What this much voltage drives through a source that needs some. */
/*@ requires 1 <= source_ohm;
    assigns \nothing;
    ensures \forall integer a; 0 <= a <= \result ==>
      volts(a, source_ohm) <= compliance_uv; */
static uint32_t driven_ua(uint32_t compliance_uv, uint32_t source_ohm) {
  /*@ assert volts(compliance_uv / source_ohm, source_ohm) <= compliance_uv; */
  return compliance_uv / source_ohm;
}

/* What an output's own ramp and source allow now. */
struct own {
  uint32_t source_ohm; /* zero: not trusted */
  uint32_t ramp_ua;
};

/*@ predicate own_allows(struct guard_limits *l, struct own own, integer ua) =
      ua <= own.ramp_ua && (own.source_ohm == 0 ==> ua == 0) &&
      volts(ua, own.source_ohm) <= l->compliance_uv;
*/

/*@ requires \valid_read(l) && \valid_read(o) && \valid_read(in);
    requires limits_ok(l) && ramp_ok(o) && plan_ok(l, p, in->now_us);
    assigns \nothing;
    ensures \result.source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    ensures ramp_allows(l, o, \result.ramp_ua);
    ensures p.amplitude_ua != 0 && \result.source_ohm != 0 ==>
      contacts_measured_ok(l, &l->configuration[p.configuration], &in->impedance[0]);
    ensures \forall integer ua;
      0 <= ua && p.amplitude_ua != 0 && \result.source_ohm != 0 &&
      volts(ua, \result.source_ohm) <= l->compliance_uv ==>
        driven_ok(l, &l->configuration[p.configuration], &in->impedance[0], ua); */
static struct own own_of(const struct guard_limits *l, const struct guard_output *o,
                         const struct guard_inputs *in, struct guard_plan p) {
  struct own own;
  own.source_ohm = 0;
  own.ramp_ua = guard_ramp_bound_ua(l, o);
  if (p.amplitude_ua != 0) {
    own.source_ohm =
        guard_source_ohm(l, &l->configuration[p.configuration], in->impedance);
  }
  return own;
}

/* The amplitude that every bound allows. */
/*@ requires \valid_read(l) && configurations_ok(l) && room_ok(room);
    requires p.configuration < l->configurations && p.width_us <= CEILING_PULSE_WIDTH_US;
    assigns \nothing;
    ensures same_shape(\result, p) && \result.until_us == p.until_us;
    ensures \result.amplitude_ua <= p.amplitude_ua;
    ensures \result.amplitude_ua <= l->amplitude_ua;
    ensures \result.amplitude_ua <= l->configuration[p.configuration].tested_ua;
    ensures \result.amplitude_ua <= room.sum_ua;
    ensures \result.amplitude_ua % l->configuration[p.configuration].ratio == 0;
    ensures own_allows(l, own, \result.amplitude_ua);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      contact_charge(\result.amplitude_ua, p.width_us,
                     l->configuration[p.configuration].share_permille[i]) <=
        room.charge_pc[i]; */
static struct guard_plan bounded(const struct guard_limits *l, struct own own,
                                 struct room room, struct guard_plan p) {
  const struct guard_configuration *c = &l->configuration[p.configuration];
  uint32_t by_charge;
  uint32_t by_source;
  if (own.source_ohm == 0) {
    return silenced(p, GUARD_BIT(IMPEDANCE));
  }
  by_charge = guard_charge_bound_ua(c, room.charge_pc, p.width_us);
  by_source = driven_ua(l->compliance_uv, own.source_ohm);
  p = capped(p, l->amplitude_ua, GUARD_BIT(AMPLITUDE));
  p = capped(p, c->tested_ua, GUARD_BIT(TITRATION));
  p = capped(p, by_charge, GUARD_BIT(CHARGE));
  p = capped(p, room.sum_ua, GUARD_BIT(SUM));
  p = capped(p, by_source, GUARD_BIT(COMPLIANCE));
  p = capped(p, own.ramp_ua, GUARD_BIT(RAMP));
  /* The second phase has a whole amplitude, so that both phases carry equal charge. */
  p = capped(p, whole_steps(p.amplitude_ua, c->ratio), GUARD_BIT(BALANCE));
  /*@ assert p.amplitude_ua <= by_source && p.amplitude_ua <= by_charge; */
  /*@ assert \forall integer i; 0 <= i < GUARD_CONTACTS ==>
        contact_charge(p.amplitude_ua, p.width_us, c->share_permille[i]) <=
          contact_charge(by_charge, p.width_us, c->share_permille[i]); */
  return p;
}

/* Cuts one output to its turn. Pulses that would be of another burst than the earliest
 * may ask again when their time has come: the earliest may yet be refused. */
/*@ requires \valid_read(l) && \valid_read(g);
    requires g->end.value <= g->clock.value <= GUARD_OLD_AGE_US;
    requires p.onset_us <= p.until_us;
    requires p.amplitude_ua > 0 && p.onset_us < p.until_us ==> onset_us <= p.onset_us;
    assigns \nothing;
    ensures same_pulses(\result, p) && \result.first_us == p.first_us;
    ensures \result.amplitude_ua == 0 || \result.amplitude_ua == p.amplitude_ua;
    ensures \result.onset_us <= p.onset_us && \result.until_us <= p.until_us;
    ensures \result.onset_us <= \result.until_us;
    ensures \result.amplitude_ua != 0 && p.until_us != 0 ==> \result.until_us != 0;
    ensures \result.amplitude_ua != 0 && \result.onset_us < \result.until_us ==>
      \result.until_us <= t.cap_us; */
static struct guard_plan in_turn(const struct guard_limits *l,
                                 const struct guard_ledger *g, struct guard_turn t,
                                 uint32_t onset_us, struct guard_plan p) {
  if (!has_pulses(p)) {
    return p;
  }
  if (guard_turn_kind_of(l, g, p.onset_us) != t.kind ||
      (l->on_us != 0 && p.onset_us - onset_us >= l->off_us)) {
    return silenced(p, l->episodic != 0 ? GUARD_BIT(BURST_GAP) : GUARD_BIT(ON_TIME));
  }
  if (p.until_us > t.cap_us) {
    p.until_us = t.cap_us;
    p.reasons |= l->episodic != 0 ? GUARD_BIT(BURST_LENGTH) : GUARD_BIT(ON_TIME);
    if (p.onset_us >= p.until_us) {
      p.onset_us = p.until_us;
      p.amplitude_ua = 0;
    }
  }
  return p;
}

/* The first pulse of either output; UINT32_MAX where there is none. */
/*@ assigns \nothing;
    ensures first.amplitude_ua > 0 && first.onset_us < first.until_us ==>
      \result <= first.onset_us;
    ensures second.amplitude_ua > 0 && second.onset_us < second.until_us ==>
      \result <= second.onset_us;
    ensures \result == UINT32_MAX || \result == first.onset_us ||
      \result == second.onset_us; */
static uint32_t earliest_us(struct guard_plan first, struct guard_plan second) {
  uint32_t onset = UINT32_MAX;
  if (has_pulses(first)) {
    onset = first.onset_us;
  }
  if (has_pulses(second) && second.onset_us < onset) {
    onset = second.onset_us;
  }
  return onset;
}

/* What one output is granted, and what that leaves the other. */
struct grant {
  struct guard_plan plan;
  struct room left;
};

/* One output, from amplitude to debit. */
/*@ requires \valid_read(l) && \valid(v) && \valid(duty) && \valid(paid);
    requires \separated(l, v, duty, paid);
    requires limits_ok(l) && levels_stored_ok(v) && duty_ok(duty) && paid_ok(paid);
    requires own.source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    requires room_ok(room) && plan_ok(l, p, now_us);
    assigns *v, *duty, *paid;
    ensures levels_stored_ok(v);
    ensures duty_ok(duty);
    ensures paid_ok(paid);
    ensures levels_spent{Pre, Post}(v);
    ensures room_ok(\result.left);
    ensures plan_ok(l, \result.plan, now_us);
    ensures plan_bounded(l, \result.plan);
    ensures \result.plan.amplitude_ua <= p.amplitude_ua;
    ensures own_allows(l, own, \result.plan.amplitude_ua);
    ensures same_shape(\result.plan, p);
    ensures \result.left.sum_ua + \result.plan.amplitude_ua <= room.sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \result.left.charge_pc[i] + plan_charge(l, \result.plan, i) <= room.charge_pc[i]; */
static struct grant granted(const struct guard_limits *l, struct guard_levels *v,
                            struct guard_duty *duty, struct guard_paid *paid,
                            uint64_t clock_us, uint64_t now_us, struct own own,
                            struct room room, struct guard_plan p) {
  struct grant whole;
  whole.left = room;
  whole.plan = p;
  if (p.amplitude_ua == 0) {
    return whole;
  }
  p = bounded(l, own, room, p);
  whole.plan = p;
  if (p.amplitude_ua == 0) {
    return whole;
  }
  p = guard_pay(l, v, duty, paid, clock_us, now_us, own.source_ohm, p);
  whole.plan = p;
  whole.left = use_room(&l->configuration[p.configuration], p, room);
  return whole;
}

/* Both outputs: what the first is granted, the second has no more. */
/*@ requires \valid_read(l) && \valid(g) && \valid(o + (0 .. 1));
    requires \separated(l, g, o + (0 .. 1)) && limits_ok(l);
    requires levels_stored_ok(&g->levels) && duty_ok(&g->duty[0]) && duty_ok(&g->duty[1]);
    requires paid_ok(&o[0].paid) && paid_ok(&o[1].paid);
    requires first.source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    requires second.source_ohm <= 2 * CEILING_IMPEDANCE_OHM;
    requires plan_ok(l, plans.first, now_us) && plan_ok(l, plans.second, now_us);
    assigns g->levels, g->duty[0], g->duty[1], o[0].paid, o[1].paid;
    ensures levels_stored_ok(&g->levels);
    ensures duty_ok(&g->duty[0]);
    ensures duty_ok(&g->duty[1]);
    ensures paid_ok(&o[0].paid);
    ensures paid_ok(&o[1].paid);
    ensures levels_spent{Pre, Post}(&g->levels);
    ensures plan_ok(l, \result.first, now_us);
    ensures plan_ok(l, \result.second, now_us);
    ensures plan_bounded(l, \result.first);
    ensures plan_bounded(l, \result.second);
    ensures own_allows(l, first, \result.first.amplitude_ua);
    ensures own_allows(l, second, \result.second.amplitude_ua);
    ensures \result.first.amplitude_ua <= plans.first.amplitude_ua;
    ensures \result.second.amplitude_ua <= plans.second.amplitude_ua;
    ensures same_shape(\result.first, plans.first);
    ensures same_shape(\result.second, plans.second);
    ensures \result.first.amplitude_ua + \result.second.amplitude_ua <= l->sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      plan_charge(l, \result.first, i) + plan_charge(l, \result.second, i) <=
        l->charge_pc[i]; */
static struct guard_plans both_granted(const struct guard_limits *l,
                                       struct guard_ledger *g, struct guard_output *o,
                                       uint64_t now_us, struct own first,
                                       struct own second, struct guard_plans plans) {
  struct grant grant = granted(l, &g->levels, &g->duty[0], &o[0].paid, g->clock.value,
                               now_us, first, whole_room(l), plans.first);
  /*@ assert duty_ok(&g->duty[1]); */
  /*@ assert paid_ok(&o[1].paid); */
  plans.first = grant.plan;
  grant = granted(l, &g->levels, &g->duty[1], &o[1].paid, g->clock.value, now_us, second,
                  grant.left, plans.second);
  plans.second = grant.plan;
  return plans;
}

/* Both outputs' pulses in their turn, and what begins with the first of them. */
struct in_order {
  struct guard_plan first;
  struct guard_plan second;
  struct guard_turn turn;
};

static const struct guard_turn kNoTurn = {0, 0, 0, 0, 0, 0};

/* Judges both outputs' pulses as one: therapies are the patient's, not a source's. */
/*@ requires \valid_read(l) && \valid_read(g) && turns_ok(l);
    requires times_ok(g) && windows_ok(g);
    requires first.onset_us <= first.until_us <= CEILING_COMMAND_LIFETIME_US;
    requires second.onset_us <= second.until_us <= CEILING_COMMAND_LIFETIME_US;
    assigns \nothing;
    ensures \forall integer now;
      plan_ok(l, first, now) ==> plan_ok(l, \result.first, now);
    ensures \forall integer now;
      plan_ok(l, second, now) ==> plan_ok(l, \result.second, now);
    ensures \result.first.amplitude_ua == 0 ||
      \result.first.amplitude_ua == first.amplitude_ua;
    ensures \result.second.amplitude_ua == 0 ||
      \result.second.amplitude_ua == second.amplitude_ua;
    ensures \result.first.configuration == first.configuration;
    ensures \result.second.configuration == second.configuration;
    ensures turn_plan_ok(\result.turn, g->clock.value);
    ensures turn_refused(l, g, \result.turn.kind) ==>
      \result.first.amplitude_ua == 0 && \result.second.amplitude_ua == 0; */
static struct in_order in_order(const struct guard_limits *l,
                                const struct guard_ledger *g, struct guard_plan first,
                                struct guard_plan second) {
  const uint32_t onset_us = earliest_us(first, second);
  struct in_order order;
  order.first = first;
  order.second = second;
  order.turn = kNoTurn;
  if (onset_us == UINT32_MAX) {
    return order;
  }
  order.turn = guard_turn_plan(l, g, onset_us);
  if (order.turn.reasons != 0) {
    order.first = silenced(first, order.turn.reasons);
    order.second = silenced(second, 0);
    return order;
  }
  order.first = in_turn(l, g, order.turn, onset_us, first);
  order.second = in_turn(l, g, order.turn, onset_us, second);
  return order;
}

/* What begins with the pulses that are granted is counted. */
/*@ requires \valid(g) && times_ok(g);
    requires turn_plan_ok(turn, g->clock.value);
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->next, g->credit, g->hour[0 .. GUARD_HOUR_BINS - 1],
      g->day[0 .. GUARD_DAY_BINS - 1];
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
static void count_begun(struct guard_ledger *g, struct guard_turn turn,
                        struct guard_plans plans) {
  if (has_pulses(plans.first) || has_pulses(plans.second)) {
    guard_turn_commit(g, turn);
  }
}

/* What is granted of both, and what begins with it. */
/*@ requires \valid_read(l) && \valid(s) && \valid_read(in) && \separated(l, s, in);
    requires limits_ok(l) && ledger_ok(l, &s->ledger);
    requires output_ok(&s->output[0]) && output_ok(&s->output[1]);
    requires plan_ok(l, plans.first, in->now_us) && plan_ok(l, plans.second, in->now_us);
    assigns s->ledger.next, s->ledger.credit, s->ledger.levels,
      s->ledger.hour[0 .. GUARD_HOUR_BINS - 1], s->ledger.day[0 .. GUARD_DAY_BINS - 1],
      s->ledger.duty[0], s->ledger.duty[1], s->output[0].paid, s->output[1].paid;
    ensures times_ok(&s->ledger);
    ensures words_ok(&s->ledger.hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&s->ledger.day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures duty_ok(&s->ledger.duty[0]);
    ensures duty_ok(&s->ledger.duty[1]);
    ensures levels_stored_ok(&s->ledger.levels);
    ensures paid_ok(&s->output[0].paid);
    ensures paid_ok(&s->output[1].paid);
    ensures s->ledger.clock.value == \old(s->ledger.clock.value);
    ensures s->ledger.latched.value == \old(s->ledger.latched.value);
    ensures levels_spent{Pre, Post}(&s->ledger.levels);
    ensures plan_ok(l, \result.first, in->now_us);
    ensures plan_ok(l, \result.second, in->now_us);
    ensures plan_bounded(l, \result.first);
    ensures plan_bounded(l, \result.second);
    ensures ramp_allows{Pre}(l, &s->output[0], \result.first.amplitude_ua);
    ensures ramp_allows{Pre}(l, &s->output[1], \result.second.amplitude_ua);
    ensures plan_measured{Pre}(l, &in->impedance[0], \result.first);
    ensures plan_measured{Pre}(l, &in->impedance[0], \result.second);
    ensures plan_driven{Pre}(l, &in->impedance[0], \result.first);
    ensures plan_driven{Pre}(l, &in->impedance[0], \result.second);
    ensures \result.first.amplitude_ua <= plans.first.amplitude_ua;
    ensures \result.second.amplitude_ua <= plans.second.amplitude_ua;
    ensures \result.first.amplitude_ua + \result.second.amplitude_ua <= l->sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      plan_charge(l, \result.first, i) + plan_charge(l, \result.second, i) <=
        l->charge_pc[i]; */
static struct guard_plans admitted(const struct guard_limits *l, struct guard_state *s,
                                   const struct guard_inputs *in,
                                   struct guard_plans plans) {
  const struct own first = own_of(l, &s->output[0], in, plans.first);
  const struct own second = own_of(l, &s->output[1], in, plans.second);
  const struct in_order order = in_order(l, &s->ledger, plans.first, plans.second);
  plans.first = order.first;
  plans.second = order.second;
  plans = both_granted(l, &s->ledger, s->output, in->now_us, first, second, plans);
  /*@ assert times_ok(&s->ledger); */
  /*@ assert words_ok(&s->ledger.hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST); */
  /*@ assert words_ok(&s->ledger.day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
  count_begun(&s->ledger, order.turn, plans);
  return plans;
}

/* A wish as a train whose first pulse is not too soon. */
/*@ requires \valid_read(l) && \valid_read(w) && train_ok(l) && configurations_ok(l);
    requires l->lifetime_us <= CEILING_COMMAND_LIFETIME_US;
    requires rested_us <= GUARD_OLD_AGE_US + CEILING_PERIOD_US;
    assigns \nothing;
    ensures plan_ok(l, \result, now_us);
    ensures \result.amplitude_ua != 0 && \result.onset_us < \result.until_us ==>
      rested_us <= clock_us + \result.onset_us; */
static struct guard_plan shaped(const struct guard_limits *l, const struct guard_wish *w,
                                uint64_t rested_us, uint64_t clock_us, uint64_t now_us) {
  return guard_rested(guard_shape(l, w, now_us), rested_us, clock_us, now_us);
}

struct guard_plans guard_decide(const struct guard_limits *l, struct guard_state *s,
                                const struct guard_request *r,
                                const struct guard_inputs *in) {
  struct guard_plans plans;
  plans.first = shaped(l, &r->output[0], s->output[0].rested.value, s->ledger.clock.value,
                       in->now_us);
  plans.second = shaped(l, &r->output[1], s->output[1].rested.value,
                        s->ledger.clock.value, in->now_us);
  plans.reasons = 0;
  if (r->needs_sensing != 0 && in->sensing_valid != 1 &&
      (plans.first.amplitude_ua > 0 || plans.second.amplitude_ua > 0)) {
    plans.first = silenced(plans.first, GUARD_BIT(SENSING));
    plans.second = silenced(plans.second, 0);
  } else {
    plans = admitted(l, s, in, plans);
  }
  plans.reasons = plans.first.reasons | plans.second.reasons;
  return plans;
}
