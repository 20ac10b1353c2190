/* What is remembered: words stored twice, leaking buckets, bins of sliding windows.
 *
 * Time passes additively: a + b microseconds at once leave the same ledger as a, then b.
 */
#include "safety/guard_parts.h"

void guard_set(struct guard_word *w, uint64_t value) {
  w->value = value;
  w->complement = UINT64_MAX - value;
}

uint64_t guard_refill(uint64_t level, uint64_t capacity, uint64_t rate, uint64_t dt_us) {
  const uint64_t room = capacity - level;
  /* 2^33 us at the ceiling of rates stays below 2^63; longer times are divided for. */
  if (dt_us > UINT64_C(8589934592)) {
    return rate == 0 || dt_us <= room / rate ? level + rate * dt_us : capacity;
  }
  return rate * dt_us < room ? level + rate * dt_us : capacity;
}

uint64_t guard_bins_sum(const struct guard_word *bin, uint32_t bins) {
  uint64_t sum = 0;
  /*@ loop invariant 0 <= i <= bins;
      loop invariant sum == bins_total(bin, i);
      loop invariant sum <= i * GUARD_BIN_MOST;
      loop invariant \forall integer k; 0 <= k < i ==> bin[k].value <= sum;
      loop assigns i, sum;
      loop variant bins - i; */
  for (uint32_t i = 0; i < bins; ++i) {
    sum += bin[i].value;
  }
  return sum;
}

/* Empties the bins that begin after number `from`, up to number `to`. */
/*@ requires 1 <= bins <= GUARD_HOUR_BINS && from <= to <= GUARD_OLD_AGE_US;
    requires \valid(bin + (0 .. bins - 1));
    requires words_ok(bin, bins, GUARD_BIN_MOST);
    assigns bin[0 .. bins - 1];
    ensures words_ok(bin, bins, GUARD_BIN_MOST);
    ensures \forall integer i; 0 <= i < bins ==> bin[i].value <= \old(bin[i].value); */
static void bins_pass(struct guard_word *bin, uint32_t bins, uint64_t from, uint64_t to) {
  const uint64_t begun = to - from < bins ? to - from : bins;
  /*@ loop invariant 1 <= i <= begun + 1;
      loop invariant words_ok(bin, bins, GUARD_BIN_MOST);
      loop invariant \forall integer k; 0 <= k < bins ==>
        bin[k].value <= \at(bin[k].value, Pre);
      loop assigns i, bin[0 .. bins - 1];
      loop variant begun - i + 1; */
  for (uint64_t i = 1; i <= begun; ++i) {
    guard_set(&bin[(from + i) % bins], 0);
  }
}

/*@ requires \valid(level) && word_ok(level, capacity);
    requires capacity <= GUARD_LEVEL_MOST && rate <= CEILING_REFILL_PC_PER_S;
    assigns *level;
    ensures word_ok(level, capacity);
    ensures \old(level->value) <= level->value <= \old(level->value) + rate * dt_us; */
static void refill(struct guard_word *level, uint64_t capacity, uint64_t rate,
                   uint64_t dt_us) {
  guard_set(level, guard_refill(level->value, capacity, rate, dt_us));
}

/*@ requires \valid(level + (0 .. GUARD_CONTACTS - 1));
    requires words_ok(level, GUARD_CONTACTS, capacity);
    requires capacity <= GUARD_LEVEL_MOST && rate <= CEILING_REFILL_PC_PER_S;
    assigns level[0 .. GUARD_CONTACTS - 1];
    ensures words_ok(level, GUARD_CONTACTS, capacity);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      \old(level[i].value) <= level[i].value <= \old(level[i].value) + rate * dt_us; */
static void refill_contacts(struct guard_word *level, uint64_t capacity, uint64_t rate,
                            uint64_t dt_us) {
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS;
      loop invariant words_ok(level, GUARD_CONTACTS, capacity);
      loop invariant \forall integer k; 0 <= k < i ==>
        \at(level[k].value, Pre) <= level[k].value <=
          \at(level[k].value, Pre) + rate * dt_us;
      loop invariant \forall integer k; i <= k < GUARD_CONTACTS ==>
        level[k].value == \at(level[k].value, Pre);
      loop assigns i, level[0 .. GUARD_CONTACTS - 1];
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    refill(&level[i], capacity, rate, dt_us);
  }
}

/*@ requires \valid(d) && duty_ok(d) && from <= to <= GUARD_OLD_AGE_US;
    assigns *d;
    ensures duty_ok(d); */
static void duty_pass(struct guard_duty *d, uint64_t from, uint64_t to) {
  bins_pass(d->minute, GUARD_DUTY_BINS, from / (GUARD_MINUTE_US / 12),
            to / (GUARD_MINUTE_US / 12));
  bins_pass(d->hour, GUARD_DUTY_BINS, from / (GUARD_HOUR_US / 12),
            to / (GUARD_HOUR_US / 12));
  bins_pass(d->day, GUARD_DUTY_BINS, from / (GUARD_DAY_US / 12),
            to / (GUARD_DAY_US / 12));
}

/*@ requires \valid_read(l) && \valid(v) && \separated(l, v);
    requires budgets_ok(l) && levels_ok(l, v);
    assigns *v;
    ensures word_ok(&v->energy, \old(l->energy_capacity));
    ensures words_ok(&v->fast[0], GUARD_CONTACTS, \old(l->fast_capacity));
    ensures words_ok(&v->slow[0], GUARD_CONTACTS, \old(l->slow_capacity));
    ensures v->energy.value <= \old(v->energy.value + l->energy_refill * dt_us);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      v->fast[i].value <= \old(v->fast[i].value + l->fast_refill * dt_us);
    ensures \forall integer i; 0 <= i < GUARD_CONTACTS ==>
      v->slow[i].value <= \old(v->slow[i].value + l->slow_refill * dt_us); */
static void levels_pass(const struct guard_limits *l, struct guard_levels *v,
                        uint64_t dt_us) {
  const uint64_t fast = l->fast_capacity;
  const uint64_t slow = l->slow_capacity;
  refill(&v->energy, l->energy_capacity, l->energy_refill, dt_us);
  refill_contacts(v->fast, fast, l->fast_refill, dt_us);
  refill_contacts(v->slow, slow, l->slow_refill, dt_us);
}

/*@ requires \valid(g) && from <= to <= GUARD_OLD_AGE_US;
    requires words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    requires words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST);
    assigns g->hour[0 .. GUARD_HOUR_BINS - 1], g->day[0 .. GUARD_DAY_BINS - 1];
    ensures words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST);
    ensures words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
static void therapies_pass(struct guard_ledger *g, uint64_t from, uint64_t to) {
  bins_pass(g->hour, GUARD_HOUR_BINS, from / GUARD_MINUTE_US, to / GUARD_MINUTE_US);
  /*@ assert words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
  bins_pass(g->day, GUARD_DAY_BINS, from / GUARD_HOUR_US, to / GUARD_HOUR_US);
}

/*@ requires \valid(g) && duty_ok(&g->duty[0]) && duty_ok(&g->duty[1]);
    requires from <= to <= GUARD_OLD_AGE_US;
    assigns g->duty[0], g->duty[1];
    ensures duty_ok(&g->duty[0]);
    ensures duty_ok(&g->duty[1]); */
static void duties_pass(struct guard_ledger *g, uint64_t from, uint64_t to) {
  duty_pass(&g->duty[0], from, to);
  /*@ assert duty_ok(&g->duty[1]); */
  duty_pass(&g->duty[1], from, to);
}

void guard_ledger_pass(const struct guard_limits *l, struct guard_ledger *g,
                       uint64_t dt_us) {
  const uint64_t from = g->clock.value;
  levels_pass(l, &g->levels, dt_us);
  /*@ assert times_ok(g); */
  /*@ assert words_ok(&g->hour[0], GUARD_HOUR_BINS, GUARD_BIN_MOST); */
  /*@ assert words_ok(&g->day[0], GUARD_DAY_BINS, GUARD_BIN_MOST); */
  /*@ assert duty_ok(&g->duty[0]); */
  /*@ assert duty_ok(&g->duty[1]); */
  therapies_pass(g, from, from + dt_us);
  /*@ assert duty_ok(&g->duty[0]); */
  /*@ assert duty_ok(&g->duty[1]); */
  duties_pass(g, from, from + dt_us);
  guard_set(&g->clock, from + dt_us);
}
