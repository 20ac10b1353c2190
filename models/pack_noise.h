// Random numbers of models/noise.h, eight at a time: the same bits for the same counter.
//
// Philox4x32-10 (Salmon et al. 2011) and the normal quantile of models/elementary.cc,
// operation for operation (tests/models/pack_test.cc compares them).
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/kernel.h"
#include "models/pack_functions.h"
#include "models/quantile_coefficients.h"

namespace homeostat::models::HOMEOSTAT_ISA {

// The product of the lower halves of each whole number.
inline std::int64_t product(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(a) & 0xffffffffU) *
                                   (static_cast<std::uint64_t>(b) & 0xffffffffU));
}
inline Bits product(Bits a, Bits b) {
#if defined(__AVX512F__)
  return reinterpret_cast<Bits>(
      _mm512_mul_epu32(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif defined(__AVX2__)
  return reinterpret_cast<Bits>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#else
  return reinterpret_cast<Bits>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#endif
}

// One part of a pack as four 32-bit words to a lane.
template <class Whole>
struct Words {
  Whole w[4];
};

template <class Whole>
Words<Whole> philox(Words<Whole> c, std::uint32_t key0, std::uint32_t key1) {
  constexpr std::int64_t kLow = 0xffffffff;
  for (int round = 0; round < 10; ++round) {
    const Whole zero = c.w[0] & 0;
    const Whole first = product(c.w[0], zero + std::int64_t{0xD2511F53});
    const Whole second = product(c.w[2], zero + std::int64_t{0xCD9E8D57});
    c = {{((second >> 32) & kLow) ^ c.w[1] ^ std::int64_t{key0}, second & kLow,
          ((first >> 32) & kLow) ^ c.w[3] ^ std::int64_t{key1}, first & kLow}};
    key0 += 0x9E3779B9U;
    key1 += 0xBB67AE85U;
  }
  return c;
}

// A whole number below 2^52 as a double.
template <class V>
V number_of(typename Part<V>::Whole w) {
  constexpr double kFar = 0x1p52;
  return Part<V>::of_bits(w | __builtin_bit_cast(std::int64_t, kFar)) - kFar;
}

// Two words to the centre of one of 2^53 cells of (0, 1).
template <class V>
V probability(typename Part<V>::Whole high, typename Part<V>::Whole low) {
  const V cell = number_of<V>(high) * 0x1p21 + number_of<V>(low >> 11);
  const V p = (cell + 0.5) * 0x1p-53;
  return smaller_part(Part<V>::all(0x1.fffffffffffffp-1), p);
}

template <class P, std::size_t kTerms>
P polynomial(const double (&coefficients)[kTerms], const P& x) {
  P sum = 0.0;
  for (const double c : coefficients) sum = sum * x + c;
  return sum;
}

// log(x) of normal positive numbers; models/elementary.cc says why so.
template <class V, int kParts>
Pack<V, kParts> log_of(const Pack<V, kParts>& x) {
  using P = Pack<V, kParts>;
  P m;
  P exponent;
  for (int i = 0; i < kParts; ++i) {
    const auto bits = Part<V>::bits(x.part[i]);
    m.part[i] = Part<V>::of_bits((bits & 0x000fffffffffffff) | 0x3fe0000000000000);
    exponent.part[i] = number_of<V>(bits >> 52) - 1022.0;
  }
  const auto small = m < 0.70710678118654752;
  exponent = select(small, exponent - 1.0, exponent);
  m = select(small, m + m, m);
  const P s = (m - 1.0) / (m + 1.0);
  const P square = s * s;
  P sum = 0.0;
  for (int odd = 23; odd >= 3; odd -= 2) sum = (sum + 1.0 / odd) * square;
  return exponent * 0x1.62e42fefa3800p-1 +
         (2.0 * (s + s * sum) + exponent * 0x1.ef35793c76730p-45);
}

template <class V, int kParts>
Pack<V, kParts> normal_quantile(const Pack<V, kParts>& p) {
  using P = Pack<V, kParts>;
  const P q = p - 0.5;
  const P r = 0.180625 - q * q;
  const P body = q * polynomial(kBodyTop, r) / polynomial(kBodyBottom, r);
  const auto outer = P(0.425) < magnitude(q);
  if (!any(outer)) return body;
  const P depth = root_of(-log_of(select(q < 0.0, p, 1.0 - p)));
  const P near = depth - 1.6;
  P tail = polynomial(kTailTop, near) / polynomial(kTailBottom, near);
  const auto farther = P(5.0) < depth;
  if (any(farther)) {  // one deviate in 3e10
    const P far = depth - 5.0;
    tail = select(farther, polynomial(kFarTop, far) / polynomial(kFarBottom, far), tail);
  }
  return select(outer, select(q < 0.0, -tail, tail), body);
}

template <class P>
struct Normals {
  P first;
  P second;
};

// The normal deviates of source `source` at `step`, lane by lane from `lane` on; the
// second only where it is wanted.
template <class P, bool kBoth = true>
[[gnu::noinline]] Normals<P> normals(const GroupNoise& noise, std::uint32_t source,
                                     std::uint64_t step, std::size_t lane) {
  using V = typename P::Piece;
  using Whole = typename Part<V>::Whole;
  constexpr int kLanes = Part<V>::kLanes;
  Normals<P> p;
  for (int i = 0; i < P::kPieces; ++i) {
    std::int64_t stream[kLanes];
    std::int64_t patient[kLanes];
    for (int k = 0; k < kLanes; ++k) {
      const std::size_t at = lane + static_cast<std::size_t>(i * kLanes + k);
      stream[k] = noise.stream[at] + source;
      patient[k] = noise.patient[at];
    }
    Words<Whole> words;
    __builtin_memcpy(&words.w[2], stream, sizeof stream);
    __builtin_memcpy(&words.w[3], patient, sizeof patient);
    words.w[0] = (words.w[2] & 0) + static_cast<std::int64_t>(step & 0xffffffffU);
    words.w[1] = (words.w[2] & 0) + static_cast<std::int64_t>(step >> 32);
    words = philox(words, noise.key[0], noise.key[1]);
    p.first.part[i] = probability<V>(words.w[0], words.w[1]);
    if constexpr (kBoth) p.second.part[i] = probability<V>(words.w[2], words.w[3]);
  }
  if constexpr (!kBoth) return {normal_quantile(p.first), P(0.0)};
  return {normal_quantile(p.first), normal_quantile(p.second)};
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
