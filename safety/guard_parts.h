/* The guard's rooms, one section a file. For guard_*.c alone. */
#ifndef HOMEOSTAT_SAFETY_GUARD_PARTS_H
#define HOMEOSTAT_SAFETY_GUARD_PARTS_H

#include "safety/guard.h"

/* The first power-up finds a ledger whose past is silent for longer than any gap. */
#define GUARD_BIRTH_US UINT64_C(1099511627776) /* 2^40 */
/* The clock may live this long: seventy thousand years. */
#define GUARD_OLD_AGE_US UINT64_C(2305843009213693952) /* 2^61 */
/* No ramp rises higher: the ceiling, and less than the coarsest step of amplitude. */
#define GUARD_RAMP_TOP_NA UINT64_C(25009999)
/* No level is higher, in millionths. */
#define GUARD_LEVEL_MOST UINT64_C(10000000000000000000)
/* No bin of a window is fuller: a day of on-time and what one command may add. */
#define GUARD_BIN_MOST UINT64_C(1099511627776) /* 2^40 */

/* No checksum of 32 bits equals it: the program that a corrupted memory is left with. */
#define GUARD_NO_PROGRAM UINT64_C(4294967296)

/* In order of what they cost. */
enum guard_turn_kind {
  GUARD_TURN_GOES_ON,
  GUARD_TURN_BURST,   /* a burst of the present therapy, or a continuous on-time */
  GUARD_TURN_THERAPY, /* a therapy of the present episode */
  GUARD_TURN_EPISODE  /* the first therapy of an episode */
};

/* What one output is about to be granted. Times are offsets from now. */
struct guard_plan {
  uint32_t configuration;
  uint32_t amplitude_ua; /* zero: silent */
  uint32_t width_us;
  uint32_t period_us;
  uint32_t onset_us; /* first pulse not before now; at most until_us */
  uint32_t until_us;
  uint32_t step_ua;  /* amplitudes are multiples of this; zero: nothing was asked */
  uint32_t rest_us;  /* from each pulse to the next, of this train or another */
  uint64_t first_us; /* on the caller's clock */
  uint64_t reasons;  /* why it is less than was asked */
};

struct guard_plans {
  struct guard_plan first;
  struct guard_plan second;
  uint64_t reasons; /* of both */
};

#include "safety/guard_spec.h"

/* ---- guard_limits.c, guard_charge.c, guard_state.c: contracts of guard.h. */

/*@ requires \valid_read(l);
    assigns \nothing;
    ensures \result != 0 ==> limits_ok(l);
    ensures limits_ok(l) && returns_whole(l) ==> \result != 0;
    ensures !returns_whole(l) ==> \result == 0; */
uint32_t guard_limits_ok(const struct guard_limits *l);

/*@ assigns \nothing;
    ensures \result <= CEILING_CHARGE_PC;
    ensures \result * 100000 <= density_nc_per_cm2 * area_um2;
    ensures shannon_k_hundredths < FLOOR_SHANNON_K_HUNDREDTHS ==> \result == 0;
    ensures shannon_k_hundredths > CEILING_SHANNON_K_HUNDREDTHS ==> \result == 0; */
uint32_t guard_charge_limit_pc(uint32_t area_um2, uint32_t density_nc_per_cm2,
                               uint32_t shannon_k_hundredths);

/*@ requires \valid_read(c) && \valid_read(room_pc + (0 .. GUARD_CONTACTS - 1));
    assigns \nothing;
    ensures \result <= CEILING_AMPLITUDE_UA;
    ensures width_us == 0 ==> \result == 0;
    ensures width_us != 0 ==> \forall integer i; 0 <= i < GUARD_CONTACTS &&
      c->share_permille[i] > 0 ==>
        contact_charge(\result, width_us, c->share_permille[i]) <= room_pc[i]; */
uint32_t guard_charge_bound_ua(const struct guard_configuration *c,
                               const uint32_t *room_pc, uint32_t width_us);

/*@ requires \valid_read(l) && \valid_read(s);
    assigns \nothing;
    ensures \result != 0 <==> state_ok(l, s); */
uint32_t guard_state_ok(const struct guard_limits *l, const struct guard_state *s);

/*@ requires \valid_read(l) && \valid(s) && \separated(l, s) && budgets_ok(l);
    assigns *s;
    ensures state_ok(l, s);
    ensures s->ledger.latched.value == 0;
    ensures silent_ok(&s->output[0]);
    ensures silent_ok(&s->output[1]); */
void guard_start(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint32_t program_crc);

/*@ requires \valid(s);
    assigns *s;
    ensures times_ok(&s->ledger);
    ensures windows_ok(&s->ledger);
    ensures spent_ok(&s->ledger.levels);
    ensures silent_ok(&s->output[0]);
    ensures silent_ok(&s->output[1]);
    ensures caller_ok(&s->caller);
    ensures reasons != 0 ==> s->ledger.latched.value != 0; */
void guard_spend_all(struct guard_state *s, uint64_t reasons);

/* ---- guard_train.c: shape and amplitude of one train. */

/*@ requires 1 <= period_us;
    assigns \nothing;
    ensures \result == pulses_of(onset_us, until_us, period_us);
    ensures until_us <= onset_us ==> \result == 0;
    ensures until_us > onset_us ==> 1 <= \result <= until_us;
    ensures until_us > onset_us ==> onset_us + (\result - 1) * period_us < until_us;
    ensures until_us > onset_us ==> until_us <= onset_us + \result * period_us; */
uint32_t guard_pulses(uint32_t onset_us, uint32_t until_us, uint32_t period_us);

/*@ assigns \nothing;
    ensures until_us <= from_us || until_us <= first_us ==> \result == 0; */
uint64_t guard_onsets(uint64_t first_us, uint32_t period_us, uint64_t from_us,
                      uint64_t until_us);

/*@ requires \valid_read(l) && \valid_read(w) && train_ok(l) && configurations_ok(l);
    requires l->lifetime_us <= CEILING_COMMAND_LIFETIME_US;
    assigns \nothing;
    ensures plan_ok(l, \result, now_us);
    ensures \result.amplitude_ua != 0 ==> \result.amplitude_ua == w->amplitude_ua;
    ensures \result.amplitude_ua != 0 ==> now_us + \result.until_us <= w->until_us;
    ensures w->amplitude_ua == 0 ==> \result.amplitude_ua == 0;
    ensures w->until_us <= now_us ==> \result.amplitude_ua == 0; */
struct guard_plan guard_shape(const struct guard_limits *l, const struct guard_wish *w,
                              uint64_t now_us);

/*@ requires \valid_read(l) && \valid_read(c) && \valid_read(z + (0 .. GUARD_CAN - 1));
    requires source_ok(l) && contacts_ok(c);
    assigns \nothing;
    ensures \result <= 2 * CEILING_IMPEDANCE_OHM;
    ensures \result != 0 ==> contacts_measured_ok(l, c, z);
    ensures \result != 0 ==> \forall integer i, j;
      0 <= i < GUARD_CAN && 0 <= j < GUARD_CAN && c->anode[i] == 0 && c->anode[j] != 0 &&
      c->share_permille[i] > 0 && c->share_permille[j] > 0 ==>
        path_ohm(c, z, i, j) <= 1000 * \result; */
uint32_t guard_source_ohm(const struct guard_limits *l,
                          const struct guard_configuration *c,
                          const struct guard_impedance *z);

/*@ requires amplitude_ua <= CEILING_AMPLITUDE_UA && width_us <= CEILING_PULSE_WIDTH_US;
    requires share_permille <= 1000;
    assigns \nothing;
    ensures \result == contact_charge(amplitude_ua, width_us, share_permille);
    ensures \result <= CEILING_CHARGE_PC; */
uint32_t guard_contact_charge_pc(uint32_t amplitude_ua, uint32_t width_us,
                                 uint32_t share_permille);

/* How long ago the last pulse of a train began that lay in [from, now); zero: none did.
 */
/*@ requires \valid_read(t);
    assigns \nothing;
    ensures \result != 0 ==> from_us < now_us && \result <= now_us - from_us;
    ensures \result != 0 ==> t->first_us.value + \result <= now_us;
    ensures \result != 0 ==> now_us - \result < t->until_us.value; */
uint64_t guard_last_pulse_us(const struct guard_kept *t, uint64_t from_us,
                             uint64_t now_us);

/* ---- guard_rest.c: how soon after a pulse the next may begin. */

/*@ requires \valid(o) && output_ok(o) && clock_us <= GUARD_OLD_AGE_US;
    assigns o->rested;
    ensures word_ok(&o->rested, GUARD_OLD_AGE_US + CEILING_PERIOD_US); */
void guard_rest_pass(struct guard_output *o, uint64_t from_us, uint64_t now_us,
                     uint64_t clock_us);

/*@ requires p.onset_us <= p.until_us <= CEILING_COMMAND_LIFETIME_US;
    requires p.amplitude_ua != 0 ==> 1 <= p.period_us;
    requires p.amplitude_ua != 0 ==> now_us + p.until_us <= UINT64_MAX;
    requires rested_us <= GUARD_OLD_AGE_US + CEILING_PERIOD_US;
    assigns \nothing;
    ensures \result.amplitude_ua == 0 || \result.amplitude_ua == p.amplitude_ua;
    ensures p.onset_us <= \result.onset_us <= \result.until_us == p.until_us;
    ensures same_pulses(\result, p);
    ensures \result.amplitude_ua != 0 && \result.onset_us < \result.until_us ==>
      rested_us <= clock_us + \result.onset_us; */
struct guard_plan guard_rested(struct guard_plan p, uint64_t rested_us, uint64_t clock_us,
                               uint64_t now_us);

/* ---- guard_ramp.c: how fast an amplitude may rise. */

/*@ requires \valid_read(l) && \valid(o) && \separated(l, o);
    requires train_ok(l) && output_ok(o) && clock_us <= GUARD_OLD_AGE_US;
    assigns o->ramp_na, o->half, o->low_ua[0 .. 2];
    ensures ramp_ok(o);
    ensures o->ramp_na.value <= \old(o->ramp_na.value) + l->ramp_ua_per_ms * dt_us; */
void guard_ramp_pass(const struct guard_limits *l, struct guard_output *o,
                     uint64_t now_us, uint64_t clock_us, uint64_t dt_us);

/*@ requires \valid_read(l) && \valid_read(o) && train_ok(l) && ramp_ok(o);
    assigns \nothing;
    ensures ramp_allows(l, o, \result); */
uint32_t guard_ramp_bound_ua(const struct guard_limits *l, const struct guard_output *o);

/*@ requires \valid(o) && ramp_ok(o);
    requires amplitude_ua <= CEILING_AMPLITUDE_UA;
    requires step_ua <= CEILING_SECOND_PHASE_RATIO;
    assigns o->ramp_na, o->low_ua[0];
    ensures ramp_ok(o);
    ensures step_ua == 0 ==> o->ramp_na.value == 0;
    ensures o->ramp_na.value <= 1000 * (amplitude_ua + step_ua);
    ensures o->low_ua[0].value <= amplitude_ua; */
void guard_ramp_commit(struct guard_output *o, uint32_t amplitude_ua, uint32_t step_ua);

/* ---- guard_ledger.c: words, buckets and bins. */

/*@ requires \valid(w);
    assigns w->value, w->complement;
    ensures w->value == value;
    ensures w->complement == UINT64_MAX - value; */
void guard_set(struct guard_word *w, uint64_t value);

/*@ requires level <= capacity <= GUARD_LEVEL_MOST;
    requires rate <= CEILING_REFILL_PC_PER_S;
    assigns \nothing;
    ensures level <= \result <= capacity;
    ensures \result <= level + rate * dt_us;
    ensures \result == capacity || \result == level + rate * dt_us; */
uint64_t guard_refill(uint64_t level, uint64_t capacity, uint64_t rate, uint64_t dt_us);

/*@ requires bins <= GUARD_HOUR_BINS && \valid_read(bin + (0 .. bins - 1));
    requires words_ok(bin, bins, GUARD_BIN_MOST);
    assigns \nothing;
    ensures \result == bins_total(bin, bins);
    ensures \result <= bins * GUARD_BIN_MOST;
    ensures \forall integer i; 0 <= i < bins ==> bin[i].value <= \result; */
uint64_t guard_bins_sum(const struct guard_word *bin, uint32_t bins);

/*@ requires \valid_read(l) && \valid(g) && \separated(l, g) && budgets_ok(l);
    requires times_ok(g) && windows_ok(g) && levels_ok(l, &g->levels);
    requires dt_us <= GUARD_OLD_AGE_US - g->clock.value;
    assigns g->levels, g->hour[0 .. GUARD_HOUR_BINS - 1],
      g->day[0 .. GUARD_DAY_BINS - 1], g->duty[0], g->duty[1], g->clock;
    ensures g->clock.value == \old(g->clock.value) + dt_us;
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures duty_ok(&g->duty[0]);
    ensures duty_ok(&g->duty[1]);
    ensures word_ok(&g->levels.energy, \old(l->energy_capacity));
    ensures words_ok(&g->levels.fast[0], GUARD_CONTACTS, \old(l->fast_capacity));
    ensures words_ok(&g->levels.slow[0], GUARD_CONTACTS, \old(l->slow_capacity));
    ensures g->levels.energy.value <=
      \old(g->levels.energy.value + l->energy_refill * dt_us);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->levels.fast[i].value <= \old(g->levels.fast[i].value + l->fast_refill * dt_us);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->levels.slow[i].value <= \old(g->levels.slow[i].value + l->slow_refill * dt_us);
*/
void guard_ledger_pass(const struct guard_limits *l, struct guard_ledger *g,
                       uint64_t dt_us);

/* ---- guard_turn.c: bursts, therapies, episodes; on and off. */

struct guard_turn {
  uint32_t kind; /* what begins with these pulses */
  uint64_t start_us;
  uint64_t bursts;
  uint64_t therapies;
  uint32_t cap_us;  /* pulses must begin before this offset from now */
  uint64_t reasons; /* not zero: refused */
};

/*@ logic integer more_of(integer count) = count < UINT32_MAX ? count + 1 : count;

    logic integer bursts_after(integer bursts, integer kind) =
      kind >= GUARD_TURN_THERAPY ? 1
      : kind == GUARD_TURN_BURST ? more_of(bursts) : bursts;

    logic integer therapies_after(integer therapies, integer kind) =
      kind == GUARD_TURN_EPISODE ? 1
      : kind == GUARD_TURN_THERAPY ? more_of(therapies) : therapies;

    logic integer minute_bin(integer clock) =
      (clock / GUARD_MINUTE_US) % GUARD_HOUR_BINS;
    logic integer hour_bin(integer clock) = (clock / GUARD_HOUR_US) % GUARD_DAY_BINS;

    predicate turn_plan_ok(struct guard_turn t, integer clock) =
      t.kind <= GUARD_TURN_EPISODE && t.start_us <= clock + CEILING_COMMAND_LIFETIME_US &&
      t.bursts <= UINT32_MAX && t.therapies <= UINT32_MAX;

    // What the counts of a program forbid to begin.
    predicate turn_refused{L}(struct guard_limits *l, struct guard_ledger *g,
                              integer kind) =
      l->episodic != 0 &&
      ((kind == GUARD_TURN_BURST && g->turn.bursts.value >= l->bursts) ||
       (kind == GUARD_TURN_THERAPY && g->turn.therapies.value >= l->therapies) ||
       (kind >= GUARD_TURN_THERAPY && kind > g->credit.value &&
        (bins_total(&g->hour[0], GUARD_HOUR_BINS) >= l->hour ||
         bins_total(&g->day[0], GUARD_DAY_BINS) >= l->day)) ||
       (kind == GUARD_TURN_EPISODE && kind > g->credit.value &&
        bins_total(&g->day[0], GUARD_DAY_BINS) >= l->day - l->reserved));
*/

/*@ requires \valid(g) && \valid_read(o + (0 .. 1)) && \separated(g, o + (0 .. 1));
    requires times_ok(g);
    assigns g->end, g->turn, g->next,
      g->credit;
    ensures times_ok(g);
    ensures g->end.value >= \old(g->end.value); */
void guard_turn_pass(struct guard_ledger *g, const struct guard_output *o,
                     uint64_t from_us, uint64_t now_us);

/* What begins with a pulse so long from now. */
/*@ requires \valid_read(l) && \valid_read(g);
    requires g->end.value <= g->clock.value <= GUARD_OLD_AGE_US;
    assigns \nothing;
    ensures \result <= GUARD_TURN_EPISODE;
    ensures l->on_us != 0 && g->clock.value + onset_us - g->end.value >= l->off_us ==>
      \result != GUARD_TURN_GOES_ON;
    ensures l->on_us != 0 && l->episodic != 0 &&
      g->clock.value + onset_us - g->end.value >= l->off_us &&
      g->clock.value + onset_us - g->end.value >= l->therapy_gap_us ==>
        \result >= GUARD_TURN_THERAPY; */
uint32_t guard_turn_kind_of(const struct guard_limits *l, const struct guard_ledger *g,
                            uint32_t onset_us);

/*@ requires \valid_read(l) && \valid_read(g) && turns_ok(l);
    requires times_ok(g) && windows_ok(g);
    requires onset_us <= CEILING_COMMAND_LIFETIME_US;
    assigns \nothing;
    ensures turn_plan_ok(\result, g->clock.value);
    ensures turn_refused(l, g, \result.kind) ==> \result.reasons != 0;
    ensures \result.start_us <= g->clock.value + onset_us;
    ensures \result.kind == GUARD_TURN_GOES_ON ==>
      \result.start_us <= g->turn.start.value;
    ensures l->on_us != 0 && \result.reasons == 0 ==>
      onset_us < \result.cap_us;
    ensures l->on_us != 0 && \result.reasons == 0 ==>
      g->clock.value + \result.cap_us <= \result.start_us + l->on_us;
    ensures \result.bursts == bursts_after(g->turn.bursts.value, \result.kind);
    ensures \result.therapies == therapies_after(g->turn.therapies.value, \result.kind);
*/
struct guard_turn guard_turn_plan(const struct guard_limits *l,
                                  const struct guard_ledger *g, uint32_t onset_us);

/*@ requires \valid(g) && times_ok(g) && turn_plan_ok(t, g->clock.value);
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->next, g->credit, g->hour[0 .. GUARD_HOUR_BINS - 1],
      g->day[0 .. GUARD_DAY_BINS - 1];
    ensures times_ok(g);
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    ensures g->next.kind.value == t.kind;
    ensures g->next.start.value == t.start_us;
    ensures g->next.bursts.value == t.bursts;
    ensures g->next.therapies.value == t.therapies;
    ensures t.kind >= GUARD_TURN_THERAPY && t.kind > \old(g->credit.value) ==>
      g->hour[minute_bin(g->clock.value)].value ==
        more_of(\old(g->hour[minute_bin(g->clock.value)].value));
    ensures t.kind >= GUARD_TURN_THERAPY && t.kind > \old(g->credit.value) ==>
      g->day[hour_bin(g->clock.value)].value ==
        more_of(\old(g->day[hour_bin(g->clock.value)].value));
    ensures t.kind >= GUARD_TURN_THERAPY ==> g->credit.value >= t.kind; */
void guard_turn_commit(struct guard_ledger *g, struct guard_turn t);

#include "safety/guard_budget.h"

/* ---- guard_decide.c: from a request to what is granted of it. */

/*@ requires \valid_read(l) && \valid(s) && \valid_read(r) && \valid_read(in);
    requires \separated(l, s, r, in);
    requires limits_ok(l) && ledger_ok(l, &s->ledger);
    requires output_ok(&s->output[0]) && output_ok(&s->output[1]);
    assigns s->ledger, s->output[0].paid, s->output[1].paid;
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
    ensures \result.first.amplitude_ua + \result.second.amplitude_ua <= l->sum_ua;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      plan_charge(l, \result.first, i) + plan_charge(l, \result.second, i) <=
        l->charge_pc[i];
    ensures r->needs_sensing != 0 && in->sensing_valid != 1 ==>
      \result.first.amplitude_ua == 0 && \result.second.amplitude_ua == 0; */
struct guard_plans guard_decide(const struct guard_limits *l, struct guard_state *s,
                                const struct guard_request *r,
                                const struct guard_inputs *in);

/* ---- guard_commit.c: what is granted, kept and told. */

/* What is planned is in force from now on. */
/*@ requires \valid(s) && output_ok(&s->output[0]) && output_ok(&s->output[1]);
    requires caller_ok(&s->caller);
    requires plan_kept(plans.first, now_us) && plan_kept(plans.second, now_us);
    assigns s->output[0], s->output[1], s->caller;
    ensures output_ok(&s->output[0]);
    ensures output_ok(&s->output[1]);
    ensures caller_ok(&s->caller);
    ensures s->output[0].granted.amplitude_ua.value == plans.first.amplitude_ua;
    ensures s->output[1].granted.amplitude_ua.value == plans.second.amplitude_ua; */
void guard_commit(struct guard_state *s, struct guard_plans plans, uint64_t now_us);

/*@ requires \valid(a) && plan_kept(plans.first, now_us) && plan_kept(plans.second, now_us);
    assigns *a;
    ensures train_of_plan(a->output[0], plans.first, now_us);
    ensures train_of_plan(a->output[1], plans.second, now_us);
    ensures a->output[0].amplitude_ua == plans.first.amplitude_ua;
    ensures a->output[1].amplitude_ua == plans.second.amplitude_ua;
    ensures a->reasons == plans.reasons;
    ensures a->latched != 0 <==> latched != 0; */
void guard_tell(struct guard_answer *a, struct guard_plans plans, uint64_t now_us,
                uint64_t latched);

/* ---- guard.c: one step. Declared in guard.h. */

/*@ requires \valid_read(l) && \valid(s) && \valid_read(r) && \valid_read(in) && \valid(a);
    requires \separated(l, s, r, in, a);
    assigns *s, *a;
    ensures limits_ok(l) ==> state_ok(l, s);
    ensures train_granted{Pre}(l, a->output[0], \old(in->now_us));
    ensures train_granted{Pre}(l, a->output[1], \old(in->now_us));
    ensures a->output[0].amplitude_ua + a->output[1].amplitude_ua <= \old(l->sum_ua);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      train_charge{Pre}(l, a->output[0], i) + train_charge{Pre}(l, a->output[1], i) <=
        \old(l->charge_pc[i]);
    ensures \old(quiet(in)) || both_silent(a);
    ensures \old(in->battery_mv < l->battery_floor_mv) ==> both_silent(a);
    ensures \old(in->temperature_mc) < COLDEST_MC ==> both_silent(a);
    ensures \old(in->temperature_mc > l->temperature_max_mc) ==> both_silent(a);
    ensures \old(r->needs_sensing != 0 && in->sensing_valid != 1) ==> both_silent(a);
    ensures \old(in->limits_intact) != 1 ==> both_silent(a) && a->latched != 0;
    ensures !\old(limits_ok(l)) ==> both_silent(a) && a->latched != 0;
    ensures \old(limits_ok(l)) && !\old(state_ok(l, s)) ==>
      both_silent(a) && a->latched != 0;
    ensures \old(in->now_us < s->caller.now_us.value) ==> both_silent(a);
    ensures \old(in->program_crc != s->caller.program_crc.value) ==> both_silent(a);
    ensures \old(in->reset == 0 && s->ledger.latched.value != 0) ==>
      both_silent(a) && a->latched != 0;
    ensures a->latched != 0 <==> s->ledger.latched.value != 0; */
void guard_step(const struct guard_limits *l, struct guard_state *s,
                const struct guard_request *r, const struct guard_inputs *in,
                struct guard_answer *a);

/*@ requires \valid_read(l) && \valid(s) && \separated(l, s);
    assigns *s;
    ensures \result != 0 ==> state_ok(l, s);
    ensures \result != 0 ==> s->output[0].granted.amplitude_ua.value == 0;
    ensures \result != 0 ==> s->output[1].granted.amplitude_ua.value == 0;
    ensures \result != 0 ==> until_us > \old(s->caller.now_us.value);
    ensures \result != 0 ==> \old(limits_ok(l)) && \old(state_ok(l, s));
    ensures \result == 0 ==>
      s->ledger.latched.value == \old(s->ledger.latched.value) &&
      s->ledger.clock.value == \old(s->ledger.clock.value); */
uint32_t guard_idle(const struct guard_limits *l, struct guard_state *s,
                    uint64_t until_us);

/* ---- guard_echo.c: what was delivered against what was granted. */

/*@ requires \valid_read(l) && \valid_read(o) && \valid_read(e) && device_ok(l);
    requires kept_ok(&o->granted) && kept_ok(&o->before);
    assigns \nothing;
    ensures \result != 0 ==> e->count <= GUARD_SEGMENTS;
    ensures \result != 0 ==> \forall integer i; 0 <= i < e->count ==>
      segment_granted(l, o, &e->segment[i], from_us, now_us); */
uint32_t guard_echo_ok(const struct guard_limits *l, const struct guard_output *o,
                       const struct guard_echo *e, uint64_t from_us, uint64_t now_us);

#endif
