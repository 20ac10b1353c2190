/* Every input sequence: the guard's own memory is carried from step to step, everything
 * else is anything at all. What is asserted of each answer holds for every answer of
 * every sequence. Proven, never run. */
#include "safety/guard_parts.h"

/*@ assigns \nothing; */
struct guard_request any_request(void);
/*@ assigns \nothing; */
struct guard_inputs any_inputs(void);

/*@ requires \valid_read(l) && \valid(s) && \valid(a) && \separated(l, s, a);
    requires \base_addr(l) != \base_addr(s) && \base_addr(l) != \base_addr(a);
    requires limits_ok(l) && state_ok(l, s);
    assigns *s, *a; */
void guard_forever(const struct guard_limits *l, struct guard_state *s,
                   struct guard_answer *a) {
  struct guard_request r;
  struct guard_inputs in;
  /*@ loop invariant limits_ok(l);
      loop invariant state_ok(l, s);
      loop assigns r, in, *s, *a; */
  while (1) {
    r = any_request();
    in = any_inputs();
    guard_step(l, s, &r, &in, a);
    /*@ assert configurations_ok(l); */
    /*@ assert train_ok(l); */
    /*@ assert source_ok(l); */
    /*@ assert turns_ok(l); */
    /*@ assert budgets_ok(l); */
    /*@ assert device_ok(l); */
    /*@ assert train_granted(l, a->output[0], in.now_us); */
    /*@ assert train_granted(l, a->output[1], in.now_us); */
    /*@ assert a->output[0].amplitude_ua + a->output[1].amplitude_ua <= l->sum_ua; */
    /*@ assert \forall integer i; 0 <= i < GUARD_CONTACTS ==>
          train_charge(l, a->output[0], i) + train_charge(l, a->output[1], i) <=
            l->charge_pc[i]; */
    /*@ assert in.magnet != 0 || in.mri != 0 || in.stop != 0 ==> both_silent(a); */
    /*@ assert in.limits_intact != 1 ==> both_silent(a) && a->latched != 0; */
  }
}
