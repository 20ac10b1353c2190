/* What a level can bear of pulses, some of which were paid for at a lower price. */
#include "safety/guard_parts.h"

/*@ requires price != 0;
    assigns \nothing;
    ensures \result * price <= level;
    ensures \result <= level; */
static uint64_t bought(uint64_t level, uint64_t price) { return level / price; }

/* So many of n pulses as a level can bear. */
/*@ assigns \nothing;
    ensures \result <= n;
    ensures \result * price <= level;
    ensures \result < n ==> price != 0; */
static uint64_t borne(uint64_t level, uint64_t price, uint64_t n) {
  uint64_t most;
  if (price == 0) {
    return n;
  }
  most = bought(level, price);
  if (most <= n) {
    return most;
  }
  /*@ assert n * price <= most * price; */
  return n;
}

/* The first n pulses of a bill that a level can bear. */
uint64_t guard_affordable(uint64_t level, struct guard_bill b) {
  const uint64_t paid = borne(level, b.rise, b.paid_pulses);
  uint64_t more;
  if (paid < b.paid_pulses) {
    return paid;
  }
  /*@ assert paid == b.paid_pulses; */
  more = borne(level - paid * b.rise, b.price, b.new_pulses);
  /*@ assert more == 0 ==> bill_cost(b, paid + more) == paid * b.rise; */
  /*@ assert more > 0 ==> bill_cost(b, paid + more) == paid * b.rise + more * b.price; */
  return paid + more;
}

uint64_t guard_rise(uint64_t now, uint64_t before) {
  return now > before ? now - before : 0;
}

uint64_t guard_cost(struct guard_bill b, uint64_t pulses) {
  if (pulses <= b.paid_pulses) {
    return pulses * b.rise;
  }
  /*@ assert 0 <= b.paid_pulses * b.rise; */
  /*@ assert 0 <= (pulses - b.paid_pulses) * b.price; */
  return b.paid_pulses * b.rise + (pulses - b.paid_pulses) * b.price;
}
