/* From a request to what is granted of it: shape, turn, amplitude, debit. */
#include "safety/guard_parts.h"

/* The lower of two amplitudes; says why where that is the bound. */
static struct guard_plan capped(struct guard_plan p, uint32_t bound_ua, uint64_t why) {
  if (p.amplitude_ua > bound_ua) {
    p.amplitude_ua = bound_ua;
    p.reasons |= why;
  }
  return p;
}

static struct guard_plan silenced(struct guard_plan p, uint64_t why) {
  p.amplitude_ua = 0;
  p.reasons |= why;
  return p;
}

static uint32_t has_pulses(struct guard_plan p) {
  return p.amplitude_ua > 0 && p.onset_us < p.until_us;
}

/* What both outputs share: their sum, and each contact's charge in one phase. */
struct room {
  uint32_t sum_ua;
  uint32_t charge_pc[GUARD_CONTACTS];
};

static void whole_room(const struct guard_limits *l, struct room *room) {
  room->sum_ua = l->sum_ua;
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    room->charge_pc[i] = l->charge_pc[i];
  }
}

static void use_room(const struct guard_configuration *c, struct guard_plan p,
                     struct room *room) {
  room->sum_ua -= p.amplitude_ua;
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    room->charge_pc[i] -=
        guard_contact_charge_pc(p.amplitude_ua, p.width_us, c->share_permille[i]);
  }
}

/* The amplitude that every bound allows. A source that needs no voltage is not trusted.
 */
static struct guard_plan bounded(const struct guard_limits *l,
                                 const struct guard_output *o, const struct room *room,
                                 uint32_t source_ohm, struct guard_plan p) {
  const struct guard_configuration *c = &l->configuration[p.configuration];
  if (source_ohm == 0) {
    return silenced(p, GUARD_BIT(IMPEDANCE));
  }
  p = capped(p, l->amplitude_ua, GUARD_BIT(AMPLITUDE));
  p = capped(p, c->tested_ua, GUARD_BIT(TITRATION));
  p = capped(p, guard_charge_bound_ua(c, room->charge_pc, p.width_us), GUARD_BIT(CHARGE));
  p = capped(p, room->sum_ua, GUARD_BIT(SUM));
  p = capped(p, l->compliance_uv / source_ohm, GUARD_BIT(COMPLIANCE));
  p = capped(p, guard_ramp_bound_ua(l, o), GUARD_BIT(RAMP));
  /* The second phase has a whole amplitude, so that both phases carry equal charge. */
  return capped(p, p.amplitude_ua - p.amplitude_ua % c->ratio, GUARD_BIT(BALANCE));
}

/* Cuts one output to its turn. Pulses that would be of another burst than the earliest
 * may ask again when their time has come: the earliest may yet be refused. */
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
static uint32_t earliest_us(const struct guard_plans *plans) {
  uint32_t onset = UINT32_MAX;
  if (has_pulses(plans->first)) {
    onset = plans->first.onset_us;
  }
  if (has_pulses(plans->second) && plans->second.onset_us < onset) {
    onset = plans->second.onset_us;
  }
  return onset;
}

/* One output, from amplitude to debit. */
static struct guard_plan granted(const struct guard_limits *l, struct guard_ledger *g,
                                 struct guard_output *o, struct guard_duty *duty,
                                 const struct guard_inputs *in, struct room *room,
                                 struct guard_plan p) {
  const struct guard_configuration *c = &l->configuration[p.configuration];
  uint32_t source_ohm;
  if (p.amplitude_ua == 0) {
    return p;
  }
  source_ohm = guard_source_ohm(l, c, in->impedance);
  p = bounded(l, o, room, source_ohm, p);
  if (p.amplitude_ua == 0) {
    return p;
  }
  p = guard_pay(l, g, &o->paid, duty, in->now_us, source_ohm, p);
  use_room(c, p, room);
  return p;
}

/* Judges both outputs' pulses as one: therapies belong to the patient, not to a source.
 */
static struct guard_plans admitted(const struct guard_limits *l, struct guard_state *s,
                                   const struct guard_inputs *in,
                                   struct guard_plans plans) {
  struct guard_ledger *g = &s->ledger;
  const uint32_t onset_us = earliest_us(&plans);
  struct guard_turn turn;
  struct room room;
  if (onset_us != UINT32_MAX) {
    turn = guard_turn_plan(l, g, onset_us);
    if (turn.reasons != 0) {
      plans.first = silenced(plans.first, turn.reasons);
      plans.second = silenced(plans.second, 0);
      return plans;
    }
    plans.first = in_turn(l, g, turn, onset_us, plans.first);
    plans.second = in_turn(l, g, turn, onset_us, plans.second);
  }
  whole_room(l, &room);
  plans.first = granted(l, g, &s->output[0], &g->duty[0], in, &room, plans.first);
  plans.second = granted(l, g, &s->output[1], &g->duty[1], in, &room, plans.second);
  if (onset_us != UINT32_MAX && (has_pulses(plans.first) || has_pulses(plans.second))) {
    guard_turn_commit(g, &turn);
  }
  return plans;
}

/* One output's wish, as a train whose first pulse is not too soon. */
static struct guard_plan shaped(const struct guard_limits *l, const struct guard_state *s,
                                const struct guard_output *o, const struct guard_wish *w,
                                uint64_t now_us) {
  return guard_rested(guard_shape(l, w, now_us), o->rested.value, s->ledger.clock.value,
                      now_us);
}

struct guard_plans guard_decide(const struct guard_limits *l, struct guard_state *s,
                                const struct guard_request *r,
                                const struct guard_inputs *in) {
  struct guard_plans plans;
  plans.first = shaped(l, s, &s->output[0], &r->output[0], in->now_us);
  plans.second = shaped(l, s, &s->output[1], &r->output[1], in->now_us);
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
