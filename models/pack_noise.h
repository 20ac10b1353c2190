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

// The quantile where it is near the middle, which is five times in six.
template <class P>
P quantile_body(const P& q) {
  const P r = 0.180625 - q * q;
  return q * polynomial(kBodyTop, r) / polynomial(kBodyBottom, r);
}

template <class P>
P quantile_tail(const P& p) {
  const auto left = p < 0.5;
  const P depth = root_of(-log_of(select(left, p, 1.0 - p)));
  const P near = depth - 1.6;
  P tail = polynomial(kTailTop, near) / polynomial(kTailBottom, near);
  const auto farther = P(5.0) < depth;
  if (any(farther)) {  // one deviate in 3e10
    const P far = depth - 5.0;
    tail = select(farther, polynomial(kFarTop, far) / polynomial(kFarBottom, far), tail);
  }
  return select(left, -tail, tail);
}

// Probabilities into normal deviates, in place. The few that lie in the tails are set
// aside and done together: lane by lane beside others they would cost all of them.
template <class V, std::size_t kCount>
void quantiles(Pack<V, 1> (&all)[kCount], std::size_t count) {
  using P = Pack<V, 1>;
  constexpr std::size_t kLanes = Part<V>::kLanes;
  double outer[kCount * kLanes + kLanes];
  std::uint32_t place[kCount * kLanes];
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const P q = all[i] - 0.5;
    const P far = magnitude(q);
    unsigned lanes = lanes_of(Part<V>::all(0.425) < far.part[0]);
    double values[kLanes];
    all[i].store(values);
    for (; lanes != 0; lanes &= lanes - 1) {
      const auto lane = static_cast<unsigned>(__builtin_ctz(lanes));
      place[found] = static_cast<std::uint32_t>(i * kLanes + lane);
      outer[found++] = values[lane];
    }
    all[i] = quantile_body(q);
  }
  for (std::size_t i = 0; i < kLanes; ++i) outer[found + i] = 0.01;
  for (std::size_t i = 0; i < found; i += kLanes) {
    double values[kLanes];
    quantile_tail(P::load(outer + i)).store(values);
    for (std::size_t k = 0; k < kLanes && i + k < found; ++k) {
      const std::uint32_t at = place[i + k];
      __builtin_memcpy(reinterpret_cast<char*>(all) + at * sizeof(double), values + k,
                       sizeof(double));
    }
  }
}

// The counter of each lane's source, as far as it is the same at every step.
template <class Whole>
struct Counter {
  Whole stream;
  Whole patient;
};
template <class V>
Counter<typename Part<V>::Whole> counter_of(const GroupNoise& noise, std::uint32_t source,
                                            std::size_t lane) {
  std::int64_t stream[Part<V>::kLanes];
  std::int64_t patient[Part<V>::kLanes];
  for (std::size_t k = 0; k < Part<V>::kLanes; ++k) {
    stream[k] = noise.stream[lane + k] + source;
    patient[k] = noise.patient[lane + k];
  }
  Counter<typename Part<V>::Whole> counter;
  __builtin_memcpy(&counter.stream, stream, sizeof stream);
  __builtin_memcpy(&counter.patient, patient, sizeof patient);
  return counter;
}

template <class V>
struct Uniforms {
  V first;
  V second;
};
template <class V>
Uniforms<V> uniforms(const GroupNoise& noise,
                     const Counter<typename Part<V>::Whole>& counter,
                     std::uint64_t step) {
  Words<typename Part<V>::Whole> words;
  words.w[2] = counter.stream;
  words.w[3] = counter.patient;
  words.w[0] = (counter.stream & 0) + static_cast<std::int64_t>(step & 0xffffffffU);
  words.w[1] = (counter.stream & 0) + static_cast<std::int64_t>(step >> 32);
  words = philox(words, noise.key[0], noise.key[1]);
  return {probability<V>(words.w[0], words.w[1]), probability<V>(words.w[2], words.w[3])};
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
