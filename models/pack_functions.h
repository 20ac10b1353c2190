// Elementary functions of packs: no table, no branch, no library.
//
// Relative errors, held by tests/models/pack_test.cc: exp below 1.1 units in the last
// place (1.06 is the largest seen), logistic below 2.5.
#pragma once

#include "models/pack.h"

namespace homeostat::models::HOMEOSTAT_ISA {

// e^x of x held between -708 and `most`, at most 709; NaN for NaN.
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Pack<V, kParts> exp_up_to(double most,
                                                    const Pack<V, kParts>& given) {
  using P = Pack<V, kParts>;
  const P x = at_least(-708.0, at_most(most, given));
  // The sum's lowest bits are the integer nearest to x / ln 2.
  const P shifted = fused(x, 1.4426950408889634, 0x1.8p52);
  const P k = shifted - 0x1.8p52;
  const P r = fused(k, -0x1.abc9e3b39803fp-56, fused(k, -0x1.62e42fefa39efp-1, x));
  // (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2 to 4e-18 of e^r, by Remez's algorithm, in
  // two halves that the processor can do side by side.
  const P q = r * r;
  P even = fused(q, 0x1.28ad72cc30daap-22, 0x1.a0199a0c677acp-16);
  P odd = fused(q, 0x1.ad7f6f0799ee2p-26, 0x1.71df2552390c2p-19);
  even = fused(even, q, 0x1.6c16c1842a11dp-10);
  odd = fused(odd, q, 0x1.a01a012a57b51p-13);
  even = fused(even, q, 0x1.555555555087cp-5);
  odd = fused(odd, q, 0x1.1111111127be5p-7);
  even = fused(even, q, 0x1.000000000000ap-1);
  odd = fused(odd, q, 0x1.55555555554fap-3);
  const P value = fused(q, fused(odd, r, even), r) + 1.0;
  P result;
  for (int i = 0; i < kParts; ++i) {
    result.part[i] = Part<V>::of_bits(Part<V>::bits(value.part[i]) +
                                      (Part<V>::bits(shifted.part[i]) << 52));
  }
  return result;
}

// e^x, held between e^-708 and e^709; NaN for NaN.
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Pack<V, kParts> exp_of(const Pack<V, kParts>& x) {
  return exp_up_to(709.0, x);
}

// 1 / (1 + e^-x).
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Pack<V, kParts> logistic(const Pack<V, kParts>& x) {
  return Pack<V, kParts>(1.0) / (exp_of(-x) + 1.0);
}

// 1 / (1 + e^-x) of two, three or four, with one division for all of them: a processor
// divides slowly. x is held above -175, where the value is 1e-76; relative error below 5
// units in the last place (4.2 is the largest seen).
template <std::size_t kCount, class P>
HOMEOSTAT_STRAIGHT inline void logistics(const P (&x)[kCount], P (&out)[kCount]) {
  static_assert(kCount >= 2 && kCount <= 4);
  P d[kCount];
  for (std::size_t i = 0; i < kCount; ++i) d[i] = exp_up_to(175.0, -x[i]) + 1.0;
  const P low = d[0] * d[1];
  P inverse_of_low;
  if constexpr (kCount == 2) {
    inverse_of_low = P(1.0) / low;
  } else if constexpr (kCount == 3) {
    const P inverse = P(1.0) / (low * d[2]);
    inverse_of_low = inverse * d[2];
    out[2] = inverse * low;
  } else {
    const P high = d[2] * d[3];
    const P inverse = P(1.0) / (low * high);
    const P inverse_of_high = inverse * low;
    inverse_of_low = inverse * high;
    out[2] = inverse_of_high * d[3];
    out[3] = inverse_of_high * d[2];
  }
  out[0] = inverse_of_low * d[1];
  out[1] = inverse_of_low * d[0];
}

// |x|.
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Pack<V, kParts> magnitude(const Pack<V, kParts>& x) {
  return at_least(x, -x);
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
