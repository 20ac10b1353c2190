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
    ensures \result != 0 ==> limits_ok(l); */
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
    ensures \result != 0 ==> state_ok(l, s); */
uint32_t guard_state_ok(const struct guard_limits *l, const struct guard_state *s);

/*@ requires \valid_read(l) && \valid(s) && \separated(l, s) && budgets_ok(l);
    assigns *s;
    ensures TIMES_OK(&s->ledger);
    ensures WINDOWS_OK(&s->ledger);
    ensures LEVELS_OK(&s->ledger, l->energy_capacity, l->fast_capacity, l->slow_capacity);
    ensures s->ledger.latched.value == 0;
    ensures SILENT_OK(s->output[0]);
    ensures SILENT_OK(s->output[1]);
    ensures CALLER_OK(s->caller); */
void guard_start(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint32_t program_crc);

/*@ requires \valid(s);
    assigns *s;
    ensures TIMES_OK(&s->ledger);
    ensures WINDOWS_OK(&s->ledger);
    ensures LEVELS_OK(&s->ledger, 0, 0, 0);
    ensures SILENT_OK(s->output[0]);
    ensures SILENT_OK(s->output[1]);
    ensures CALLER_OK(s->caller);
    ensures reasons != 0 ==> s->ledger.latched.value != 0; */
void guard_spend_all(struct guard_state *s, uint64_t reasons);

/* ---- guard_train.c: shape and amplitude of one train. */

/*@ requires 1 <= period_us;
    assigns \nothing;
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
    ensures \result != 0 ==> \forall integer i; 0 <= i < GUARD_CAN &&
      c->share_permille[i] > 0 ==> measured_ok(l, &z[i]);
    ensures \result != 0 ==> \forall integer i, j;
      0 <= i < GUARD_CAN && 0 <= j < GUARD_CAN && c->anode[i] == 0 && c->anode[j] != 0 &&
      c->share_permille[i] > 0 && c->share_permille[j] > 0 ==>
        c->share_permille[i] * z[i].ohm + c->share_permille[j] * z[j].ohm <=
          1000 * \result; */
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
    ensures 1000 * \result <= o->ramp_na.value;
    ensures \result <= o->low_ua[0].value + l->rise_ua;
    ensures \result <= o->low_ua[1].value + l->rise_ua;
    ensures \result <= o->low_ua[2].value + l->rise_ua; */
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
    ensures \result <= bins * GUARD_BIN_MOST; */
uint64_t guard_bins_sum(const struct guard_word *bin, uint32_t bins);

/*@ requires \valid_read(l) && \valid(g) && \separated(l, g);
    requires budgets_ok(l) && ledger_ok(l, g);
    requires dt_us <= GUARD_OLD_AGE_US - g->clock.value;
    assigns g->energy, g->fast[0 .. GUARD_CONTACTS - 1], g->slow[0 .. GUARD_CONTACTS - 1],
      g->hour[0 .. GUARD_HOUR_BINS - 1], g->day[0 .. GUARD_DAY_BINS - 1],
      g->duty[0], g->duty[1], g->clock;
    ensures g->clock.value == \old(g->clock.value) + dt_us;
    ensures TIMES_OK(g);
    ensures WINDOWS_OK(g);
    ensures LEVELS_OK(g, l->energy_capacity, l->fast_capacity, l->slow_capacity);
    ensures g->energy.value <= \old(g->energy.value) + l->energy_refill * dt_us;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->fast[i].value <= \old(g->fast[i].value) + l->fast_refill * dt_us;
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      g->slow[i].value <= \old(g->slow[i].value) + l->slow_refill * dt_us; */
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

void guard_turn_pass(struct guard_ledger *g, const struct guard_output *o,
                     uint64_t from_us, uint64_t now_us);
uint32_t guard_turn_kind_of(const struct guard_limits *l, const struct guard_ledger *g,
                            uint32_t onset_us);
struct guard_turn guard_turn_plan(const struct guard_limits *l,
                                  const struct guard_ledger *g, uint32_t onset_us);
void guard_turn_commit(struct guard_ledger *g, const struct guard_turn *t);

/* ---- guard_pay.c: every onset is debited before it is granted. */

struct guard_plan guard_pay(const struct guard_limits *l, struct guard_ledger *g,
                            struct guard_paid *paid, struct guard_duty *duty,
                            uint64_t now_us, uint32_t source_ohm, struct guard_plan p);

/* ---- guard_decide.c: from a request to what is granted of it. */

struct guard_plans guard_decide(const struct guard_limits *l, struct guard_state *s,
                                const struct guard_request *r,
                                const struct guard_inputs *in);

/* ---- guard_echo.c: what was delivered against what was granted. */

/*@ requires \valid_read(l) && \valid_read(o) && \valid_read(e) && device_ok(l);
    requires kept_ok(&o->granted) && kept_ok(&o->before);
    assigns \nothing;
    ensures \result != 0 ==> e->count <= GUARD_SEGMENTS;
    ensures \result != 0 ==> \forall integer i; 0 <= i < e->count ==>
      e->segment[i].faulty == 0;
    ensures \result != 0 ==> \forall integer i; 0 <= i < e->count &&
      e->segment[i].pulses != 0 ==> from_us <= e->segment[i].first_us < now_us; */
uint32_t guard_echo_ok(const struct guard_limits *l, const struct guard_output *o,
                       const struct guard_echo *e, uint64_t from_us, uint64_t now_us);

#endif
