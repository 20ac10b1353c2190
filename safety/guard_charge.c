/* How much charge one phase may carry: charge density and Shannon's line, both. */
#include "safety/guard_parts.h"

/* floor(10^k * 10^4) for k = 1.00, 1.01 ... 1.75. With q in pC and the area in um2,
 * Shannon's q^2 <= 10^k * A (uC, cm2) reads q^2 <= 10^k * 10^4 * A. */
static const uint32_t
    kShannon[CEILING_SHANNON_K_HUNDREDTHS - FLOOR_SHANNON_K_HUNDREDTHS + 1] = {
        100000, 102329, 104712, 107151, 109647, 112201, 114815, 117489, 120226, 123026,
        125892, 128824, 131825, 134896, 138038, 141253, 144543, 147910, 151356, 154881,
        158489, 162181, 165958, 169824, 173780, 177827, 181970, 186208, 190546, 194984,
        199526, 204173, 208929, 213796, 218776, 223872, 229086, 234422, 239883, 245470,
        251188, 257039, 263026, 269153, 275422, 281838, 288403, 295120, 301995, 309029,
        316227, 323593, 331131, 338844, 346736, 354813, 363078, 371535, 380189, 389045,
        398107, 407380, 416869, 426579, 436515, 446683, 457088, 467735, 478630, 489778,
        501187, 512861, 524807, 537031, 549540, 562341};

/* The largest root with root^2 <= x, by halving; never above the charge ceiling. */
/*@ assigns \nothing;
    ensures \result <= CEILING_CHARGE_PC;
    ensures \result * \result <= x;
    ensures \result == CEILING_CHARGE_PC || x < (\result + 1) * (\result + 1); */
static uint32_t square_root(uint64_t x) {
  uint32_t low = 0;
  uint32_t high = CEILING_CHARGE_PC + 1;
  /*@ loop invariant low < high <= CEILING_CHARGE_PC + 1;
      loop invariant low * low <= x;
      loop invariant high == CEILING_CHARGE_PC + 1 || x < high * high;
      loop assigns low, high;
      loop variant high - low; */
  while (high - low > 1) {
    const uint32_t middle = low + (high - low) / 2;
    if ((uint64_t)middle * middle <= x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  /*@ assert high == low + 1; */
  return low;
}

/* Shannon's line, of a k inside the table. */
/*@ requires FLOOR_SHANNON_K_HUNDREDTHS <= k_hundredths <= CEILING_SHANNON_K_HUNDREDTHS;
    assigns \nothing;
    ensures \result <= CEILING_CHARGE_PC;
    ensures \result * \result <=
      kShannon[k_hundredths - FLOOR_SHANNON_K_HUNDREDTHS] * area_um2; */
static uint32_t shannon_pc(uint32_t area_um2, uint32_t k_hundredths) {
  const uint64_t line = kShannon[k_hundredths - FLOOR_SHANNON_K_HUNDREDTHS];
  return square_root(line * area_um2);
}

/* 1 nC/cm2 x 1 um2 = 1e-5 pC */
/*@ assigns \nothing;
    ensures \result * 100000 <= density_nc_per_cm2 * area_um2; */
static uint64_t density_pc(uint32_t area_um2, uint32_t density_nc_per_cm2) {
  return (uint64_t)density_nc_per_cm2 * area_um2 / 100000;
}

/*@ ensures FLOOR_SHANNON_K_HUNDREDTHS <= shannon_k_hundredths <=
        CEILING_SHANNON_K_HUNDREDTHS ==>
      \result * \result <=
        kShannon[shannon_k_hundredths - FLOOR_SHANNON_K_HUNDREDTHS] * area_um2; */
uint32_t guard_charge_limit_pc(uint32_t area_um2, uint32_t density_nc_per_cm2,
                               uint32_t shannon_k_hundredths) {
  uint64_t by_density;
  uint32_t by_shannon;
  if (shannon_k_hundredths < FLOOR_SHANNON_K_HUNDREDTHS ||
      shannon_k_hundredths > CEILING_SHANNON_K_HUNDREDTHS ||
      density_nc_per_cm2 > CEILING_DENSITY_NC_PER_CM2) {
    return 0;
  }
  by_density = density_pc(area_um2, density_nc_per_cm2);
  by_shannon = shannon_pc(area_um2, shannon_k_hundredths);
  /*@ assert by_density < by_shannon ==>
        by_density * by_density <= by_shannon * by_shannon; */
  return by_density < by_shannon ? (uint32_t)by_density : by_shannon;
}

/* room / (share * width), both in the units that make charge whole. */
/*@ requires 1 <= share_permille && 1 <= width_us;
    assigns \nothing;
    ensures \result <= CEILING_AMPLITUDE_UA;
    ensures \result <= charge_bound(room_pc, share_permille, width_us); */
static uint32_t contact_bound_ua(uint32_t room_pc, uint32_t share_permille,
                                 uint32_t width_us) {
  const uint64_t bound = (uint64_t)room_pc * 1000 / ((uint64_t)share_permille * width_us);
  return bound < CEILING_AMPLITUDE_UA ? (uint32_t)bound : CEILING_AMPLITUDE_UA;
}

uint32_t guard_charge_bound_ua(const struct guard_configuration *c,
                               const uint32_t *room_pc, uint32_t width_us) {
  uint32_t bound = CEILING_AMPLITUDE_UA;
  if (width_us == 0) {
    return 0;
  }
  /*@ loop invariant 0 <= i <= GUARD_CONTACTS && bound <= CEILING_AMPLITUDE_UA;
      loop invariant \forall integer k; 0 <= k < i && c->share_permille[k] > 0 ==>
        bound <= charge_bound(room_pc[k], c->share_permille[k], width_us);
      loop assigns i, bound;
      loop variant GUARD_CONTACTS - i; */
  for (uint32_t i = 0; i < GUARD_CONTACTS; ++i) {
    if (c->share_permille[i] > 0) {
      const uint32_t own = contact_bound_ua(room_pc[i], c->share_permille[i], width_us);
      bound = own < bound ? own : bound;
    }
  }
  return bound;
}
