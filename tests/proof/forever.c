/* Every input sequence: the guard's own memory is carried from step to step, everything
 * else is anything at all. What is asserted of each answer holds for every answer of
 * every sequence. Proven, never run.
 *
 * So for ever, whatever is asked: configuration, amplitude, titration, width, rate, whole
 * second phase and lifetime of each train (SAF-002, SAF-003, SAF-006, SAF-007, SAF-008,
 * SAF-011, SAF-012), the sum of both and each contact's charge (SAF-005, SAF-004), and
 * silence where a signal is wanted and is not valid, or where person, battery or heat
 * forbid it (SAF-014, SAF-050). Part of SAF-070; the laws of tests/safety are the rest.
 */
#include "safety/guard_parts.h"

/*@ assigns \nothing; */
struct guard_request any_request(void);
/*@ assigns \nothing; */
struct guard_inputs any_inputs(void);

/*@ requires \valid_read(l) && \valid(s) && \valid(r) && \valid(in) && \valid(a);
    requires \separated(l, s, r, in, a);
    requires limits_ok(l) && state_ok(l, s);
    assigns *s, *r, *in, *a;
    ensures state_ok(l, s); */
static void any_step(const struct guard_limits *l, struct guard_state *s,
                     struct guard_request *r, struct guard_inputs *in,
                     struct guard_answer *a) {
  *r = any_request();
  *in = any_inputs();
  /*@ assert limits_ok(l); */
asked:
  guard_step(l, s, r, in, a);
  /*@ assert limits_ok(l); */
  /*@ assert train_granted{asked}(l, a->output[0], \at(in->now_us, asked)); */
  /*@ assert train_granted{asked}(l, a->output[1], \at(in->now_us, asked)); */
  /*@ assert a->output[0].amplitude_ua + a->output[1].amplitude_ua <=
        \at(l->sum_ua, asked); */
  /*@ assert \forall integer i; 0 <= i < GUARD_CONTACTS ==>
        train_charge{asked}(l, a->output[0], i) + train_charge{asked}(l, a->output[1], i)
     <= \at(l->charge_pc[i], asked); */
  /*@ assert \at(quiet(in), asked) || both_silent(a); */
  /*@ assert \at(in->battery_mv < l->battery_floor_mv, asked) ==> both_silent(a); */
  /*@ assert \at(in->temperature_mc < COLDEST_MC, asked) ==> both_silent(a); */
  /*@ assert \at(in->temperature_mc > l->temperature_max_mc, asked) ==>
        both_silent(a); */
  /*@ assert \at(r->needs_sensing != 0 && in->sensing_valid != 1, asked) ==>
        both_silent(a); */
  /*@ assert \at(in->limits_intact, asked) != 1 ==> both_silent(a) && a->latched != 0; */
}

/*@ requires \valid_read(l) && \valid(s) && \valid(r) && \valid(in) && \valid(a);
    requires \separated(l, s, r, in, a);
    requires limits_ok(l);
    assigns *s, *r, *in, *a; */
void guard_forever(const struct guard_limits *l, struct guard_state *s,
                   struct guard_request *r, struct guard_inputs *in,
                   struct guard_answer *a, uint64_t born_us, uint32_t program_crc) {
  guard_start(l, s, born_us, program_crc);
  /*@ loop invariant limits_ok(l);
      loop invariant state_ok(l, s);
      loop assigns *s, *r, *in, *a; */
  while (1) {
    any_step(l, s, r, in, a);
  }
}
