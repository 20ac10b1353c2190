/* The guard: turns a wish to stimulate into the nearest permission inside the limits.
 *
 * C11. No float, no heap, no globals, no recursion, no input or output; time and state
 * are passed in. Every stage may only reduce. It knows nothing of biomarkers or modes;
 * safety/envelope.h dresses it in types. Requirements: safety/HAZARDS.md. Contracts are
 * ACSL; tests/proof lists the files that are proved against theirs.
 *
 * Units are in names. 1 uA x 1 us = 1 pC. Levels of buckets are in millionths, so that
 * a rate per second times microseconds needs no division and time passes additively.
 */
#ifndef HOMEOSTAT_SAFETY_GUARD_H
#define HOMEOSTAT_SAFETY_GUARD_H

#include <stdint.h>

#include "safety/ceilings.h"
#include "safety/reason.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GUARD_OUTPUTS 2
#define GUARD_CONTACTS 17
#define GUARD_CAN 16
#define GUARD_CONFIGURATIONS 4
#define GUARD_SEGMENTS 4
#define GUARD_MILLION 1000000

/* Sliding windows count in bins: those that cover any window of this length, and one more
 * because a grant may precede its first pulse by up to a command's lifetime. */
#define GUARD_HOUR_BINS 62 /* of a minute */
#define GUARD_DAY_BINS 26  /* of an hour */
#define GUARD_DUTY_BINS 14 /* of a twelfth of the window */
#define GUARD_DUTY_WINDOWS 3

#define GUARD_MINUTE_US UINT64_C(60000000)
#define GUARD_HOUR_US UINT64_C(3600000000)
#define GUARD_DAY_US UINT64_C(86400000000)

#define GUARD_BIT(reason) (UINT64_C(1) << GUARD_##reason)

/* ---- Limits: what the clinician allows. What each means, and where zero is none:
 * safety/limits.h, from which lowering.cc fills these. */

struct guard_configuration {
  uint32_t share_permille[GUARD_CONTACTS]; /* at worst; zero: not used */
  uint32_t anode[GUARD_CONTACTS];          /* 1: positive in the first phase */
  uint32_t ratio; /* second phase: so many times as long, and as low */
  uint32_t gap_us;
  uint32_t recharge_us;
  uint32_t tested_ua;
};

struct guard_limits {
  uint32_t configurations;
  struct guard_configuration configuration[GUARD_CONFIGURATIONS];
  uint32_t charge_pc[GUARD_CONTACTS]; /* per phase, from the lead catalogue */

  uint32_t amplitude_ua;
  uint32_t sum_ua;
  uint32_t width_min_us;
  uint32_t width_max_us;
  uint32_t period_min_us;
  uint32_t period_max_us;
  uint32_t ramp_ua_per_ms;
  uint32_t rise_ua;
  uint32_t rise_half_us; /* half of the ramp window, rounded up */

  uint32_t compliance_uv;
  uint32_t impedance_min_ohm;
  uint32_t impedance_max_ohm;
  uint64_t impedance_age_us;

  uint32_t episodic;
  uint64_t on_us;  /* of a burst, or continuous; zero: not bounded */
  uint64_t off_us; /* silence that ends a burst, or that starts the on-time anew */
  uint32_t bursts;
  uint64_t therapy_gap_us;
  uint32_t therapies;
  uint64_t episode_gap_us;
  uint32_t hour;
  uint32_t day;
  uint32_t reserved;
  uint32_t calendar_day;
  uint32_t status; /* zero: without */
  uint32_t status_bins;

  uint64_t duty_us[GUARD_DUTY_WINDOWS]; /* on-time in a window; the window: no limit */
  uint64_t fast_capacity;               /* 1e-6 pC */
  uint64_t slow_capacity;
  uint64_t energy_capacity; /* 1e-6 nJ */
  uint32_t fast_refill;     /* pC/s */
  uint32_t slow_refill;
  uint32_t energy_refill; /* nW */

  uint32_t lifetime_us;
  uint32_t step_gap_us;
  uint64_t cooldown_us;
  int32_t battery_floor_mv;
  int32_t temperature_max_mc;
  uint32_t echo_permille;
  uint32_t residual_uv;
};

/* ---- What comes in. Any value is answered. Of flags zero is no and anything else yes;
 * of sensing_valid, limits_intact and an impedance's valid 1 alone is yes. */

/* Pulse k begins at first_us + k * period_us, the last one before until_us. */
struct guard_wish {
  uint32_t configuration;
  int32_t amplitude_ua; /* zero: silence, and no other field is read */
  int64_t width_us;     /* of the first phase */
  int64_t period_us;
  uint64_t first_us;
  uint64_t until_us;
};

struct guard_request {
  struct guard_wish output[GUARD_OUTPUTS];
  uint32_t needs_sensing;
};

struct guard_impedance {
  uint32_t valid;
  int32_t ohm;
  int64_t age_us;
};

/* Pulses that were delivered at one period. */
struct guard_segment {
  uint64_t first_us;
  int64_t period_us; /* not read of a single pulse */
  uint32_t pulses;
  uint32_t configuration;
  int64_t charge1_pc; /* of each pulse's phases, both without sign */
  int64_t charge2_pc;
  int64_t residual_uv; /* either sign */
  uint32_t faulty;     /* open, shorted, or segments lost */
};

struct guard_echo {
  uint32_t count;
  struct guard_segment segment[GUARD_SEGMENTS];
};

struct guard_inputs {
  uint64_t now_us;
  uint32_t sensing_valid;
  uint32_t magnet;
  uint32_t mri;
  uint32_t stop;
  uint32_t reset;
  uint32_t midnight;
  int32_t battery_mv;
  int32_t temperature_mc;
  uint32_t program_crc;
  uint32_t limits_intact; /* the caller holds a second copy and has compared it */
  struct guard_impedance
      impedance[GUARD_CONTACTS]; /* against the can; the can's is not read */
  struct guard_echo echo[GUARD_OUTPUTS];
  uint64_t echo_start_us; /* the echo covers [echo_start_us, now_us) */
};

/* ---- What goes out. Amplitude zero: silent, and then every other field is zero. */

struct guard_train {
  uint32_t configuration;
  uint32_t amplitude_ua;
  uint32_t width_us;
  uint32_t period_us;
  uint64_t first_us;
  uint64_t until_us;
};

struct guard_answer {
  struct guard_train output[GUARD_OUTPUTS];
  uint64_t reasons;
  uint32_t latched;
};

/* ---- State. Each word is stored twice, as value and complement; a word whose halves
 * disagree means a corrupted memory: off, latched, budgets empty. */

struct guard_word {
  uint64_t value;
  uint64_t complement; /* UINT64_MAX - value */
};

/* Where in its therapies the patient is. */
struct guard_turn_words {
  struct guard_word kind;      /* guard_turn_kind that began with the pulse */
  struct guard_word start;     /* of the burst, or of the continuous on-time */
  struct guard_word bursts;    /* of the therapy, this one included */
  struct guard_word therapies; /* of the episode, this one included */
};

/* On-time of one output, us. */
struct guard_duty {
  struct guard_word minute[GUARD_DUTY_BINS];
  struct guard_word hour[GUARD_DUTY_BINS];
  struct guard_word day[GUARD_DUTY_BINS];
};

/* What may still be spent: energy, fJ, and each contact's charge, 1e-6 pC, on two time
 * constants. */
struct guard_levels {
  struct guard_word energy;
  struct guard_word fast[GUARD_CONTACTS];
  struct guard_word slow[GUARD_CONTACTS];
};

/* What outlives a reset; envelope.cc stores and restores it. `clock` counts the
 * microseconds that the guard has lived, over all power-ups; every time below is on that
 * clock. */
struct guard_ledger {
  struct guard_word clock;
  struct guard_word latched;  /* reasons of the first fault; zero: not latched */
  struct guard_word cooldown; /* until when */
  struct guard_word resets;
  struct guard_word midnight;   /* last end of a calendar day that was believed */
  struct guard_word end;        /* onset of the last pulse that was delivered */
  struct guard_turn_words turn; /* as of that pulse */
  struct guard_turn_words next; /* once a pulse that is granted now has been delivered */
  struct guard_word credit;     /* guard_turn_kind that is counted but had no pulse */
  struct guard_levels levels;
  struct guard_word hour[GUARD_HOUR_BINS];
  struct guard_word day[GUARD_DAY_BINS];
  struct guard_duty duty[GUARD_OUTPUTS];
};

/* Pulses that are debited already: those of this train before until_us. A renewal of the
 * same train pays only for what is later, or larger. */
struct guard_paid {
  struct guard_word configuration;
  struct guard_word width_us;
  struct guard_word period_us;
  struct guard_word first_us;
  struct guard_word until_us;
  struct guard_word amplitude_ua;
  struct guard_word energy_fj;
};

/* A train that was granted. Amplitude zero: silent, and then every other word is zero. */
struct guard_kept {
  struct guard_word configuration;
  struct guard_word amplitude_ua;
  struct guard_word width_us;
  struct guard_word period_us;
  struct guard_word first_us;
  struct guard_word until_us;
  struct guard_word rest_us; /* from each of its pulses to the next of any train */
};

/* Of one output; a restart begins silent. */
struct guard_output {
  struct guard_word ramp_na;   /* as high as the ramp allows now, nA */
  struct guard_word half;      /* which half of the ramp window, counted by the clock */
  struct guard_word low_ua[3]; /* lowest amplitude in this half and the two before it */
  struct guard_word rested;    /* no pulse may start before this, on the clock */
  struct guard_paid paid;
  struct guard_kept granted; /* in force */
  struct guard_kept before;  /* which it replaced */
};

/* Of the caller: its clock, its program, its lines. */
struct guard_caller {
  struct guard_word now_us;    /* of the last step, on the caller's clock */
  struct guard_word before_us; /* of the step before it */
  struct guard_word stalls;    /* steps in a row in which that clock stood still */
  struct guard_word program_crc;
  struct guard_word reset_held;
};

struct guard_state {
  struct guard_ledger ledger;
  struct guard_output output[GUARD_OUTPUTS];
  struct guard_caller caller;
};

/* None of the pointers below may be null, or overlap another's memory. */

/* Writes the whole state: it begins silent, unlatched and with full budgets. Under limits
 * that guard_limits_ok() refuses the first step latches. */
void guard_start(const struct guard_limits *l, struct guard_state *s, uint64_t now_us,
                 uint32_t program_crc);

/* One step: writes the whole answer to a request. Latches on limits or a state that are
 * not ok, whatever they hold; on a program_crc that it did not start with; on now_us that
 * runs backwards, advances by more than step_gap_us or stands still for CEILING_STALLS
 * steps; on an echo of what was not granted; on GUARD_STATUS. */
void guard_step(const struct guard_limits *l, struct guard_state *s,
                const struct guard_request *r, const struct guard_inputs *in,
                struct guard_answer *a);

/* As if steps with silent requests and quiet inputs had been made until then. Returns 0
 * and changes nothing where limits or state are not ok, where an output is not silent, or
 * where until_us is not later. */
uint32_t guard_idle(const struct guard_limits *l, struct guard_state *s,
                    uint64_t until_us);

/* Budgets empty and latched for `reasons`: for a memory that cannot be believed. What is
 * there may be anything; a latch that it still holds stays. */
void guard_spend_all(struct guard_state *s, uint64_t reasons);

/* 1: every limit lies within the compiled ceilings and they agree with each other. */
uint32_t guard_limits_ok(const struct guard_limits *l);

/* 1: every word agrees with its complement and every level with its capacity. */
uint32_t guard_state_ok(const struct guard_limits *l, const struct guard_state *s);

/* The most charge that one phase may carry through a contact of this area, pC: the lower
 * of density and Shannon, rounded down. Zero for a k outside the compiled table. */
uint32_t guard_charge_limit_pc(uint32_t area_um2, uint32_t density_nc_per_cm2,
                               uint32_t shannon_k_hundredths);

/* The most current whose charge stays within each contact's share of `room_pc` at this
 * width. Zero for a width of zero. */
uint32_t guard_charge_bound_ua(const struct guard_configuration *c,
                               const uint32_t *room_pc, uint32_t width_us);

#ifdef __cplusplus
}
#endif

#endif
