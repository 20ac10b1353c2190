// Several doubles that go through the same arithmetic side by side: what a model's
// equations are computed in, one lane for each patient or node.
//
// The same bits in every lane, whatever the instruction set and the number of lanes:
// only IEEE 754's own operations, fused multiply-add where it is written and nowhere
// else. Without FMA in the processor the C library's exact one takes its place.
//
// Compiled once for each instruction set: HOMEOSTAT_ISA names a namespace of its own, so
// that the linker never puts one set's code in another's place. Only kernels include it
// (models/kernel.cc.in).
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#ifndef HOMEOSTAT_ISA
#define HOMEOSTAT_ISA baseline
#endif

// A step of a model is one straight line of arithmetic only where nothing of it is
// called. Without FMA in the processor every fused() is a call: there is nothing to gain.
#ifdef __FMA__
#define HOMEOSTAT_STRAIGHT [[gnu::always_inline]]
#define HOMEOSTAT_FLAT [[gnu::flatten]]
#else
#define HOMEOSTAT_STRAIGHT
#define HOMEOSTAT_FLAT
#endif

namespace homeostat::models::HOMEOSTAT_ISA {

#if defined(__AVX512F__)
constexpr int kWidth = 8;
#elif defined(__AVX2__)
constexpr int kWidth = 4;
#else
constexpr int kWidth = 2;
#endif
using Vector = double __attribute__((vector_size(8 * kWidth)));
using Bits = std::int64_t __attribute__((vector_size(8 * kWidth)));

inline double fused_part(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline Vector fused_part(const Vector& a, const Vector& b, const Vector& c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_pd(a, b, c);
#elif defined(__AVX2__)
  return _mm256_fmadd_pd(a, b, c);
#else
  return Vector{__builtin_fma(a[0], b[0], c[0]), __builtin_fma(a[1], b[1], c[1])};
#endif
}

// a where it is the larger, else b: b, too, where a is not a number.
inline double larger_part(double a, double b) { return a > b ? a : b; }
inline double smaller_part(double a, double b) { return a < b ? a : b; }
inline double root_part(double a) { return __builtin_sqrt(a); }
#if defined(__AVX512F__)
inline Vector larger_part(Vector a, Vector b) { return _mm512_max_pd(a, b); }
inline Vector smaller_part(Vector a, Vector b) { return _mm512_min_pd(a, b); }
inline Vector root_part(Vector a) { return _mm512_sqrt_pd(a); }
#elif defined(__AVX2__)
inline Vector larger_part(Vector a, Vector b) { return _mm256_max_pd(a, b); }
inline Vector smaller_part(Vector a, Vector b) { return _mm256_min_pd(a, b); }
inline Vector root_part(Vector a) { return _mm256_sqrt_pd(a); }
#else
inline Vector larger_part(Vector a, Vector b) { return _mm_max_pd(a, b); }
inline Vector smaller_part(Vector a, Vector b) { return _mm_min_pd(a, b); }
inline Vector root_part(Vector a) { return _mm_sqrt_pd(a); }
#endif

// How a vector is made of one number and of memory, and its bits as whole numbers.
template <class V>
struct Part {
  using Whole = Bits;
  static constexpr int kLanes = kWidth;
  static V all(double v) { return v - V{}; }
  static V load(const double* from) {
    V v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
  }
  static Whole bits(V v) { return reinterpret_cast<Whole>(v); }
  static V of_bits(Whole w) { return reinterpret_cast<V>(w); }
  static V choose(const Whole& m, const V& x, const V& y) { return m ? x : y; }
};
template <>
struct Part<double> {
  using Whole = std::int64_t;
  static constexpr int kLanes = 1;
  static double all(double v) { return v; }
  static double load(const double* from) { return *from; }
  static Whole bits(double v) { return __builtin_bit_cast(Whole, v); }
  static double of_bits(Whole w) { return __builtin_bit_cast(double, w); }
  static double choose(bool m, double x, double y) { return m ? x : y; }
};

template <class V, int kParts>
struct Pack {
  using P = Part<V>;
  using Piece = V;
  static constexpr int kPieces = kParts;
  static constexpr std::size_t kLanes = P::kLanes * kParts;
  V part[kParts];

  Pack() = default;
  HOMEOSTAT_STRAIGHT Pack(
      double v) {  // a number in every lane: equations mix both freely
    for (auto& p : part) p = P::all(v);
  }
  HOMEOSTAT_STRAIGHT static Pack load(const double* from) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = P::load(from + i * P::kLanes);
    return r;
  }
  HOMEOSTAT_STRAIGHT void store(double* to) const {
    __builtin_memcpy(to, part, sizeof part);
  }

  HOMEOSTAT_STRAIGHT friend Pack operator+(const Pack& a, const Pack& b) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = a.part[i] + b.part[i];
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack operator-(const Pack& a, const Pack& b) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = a.part[i] - b.part[i];
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack operator*(const Pack& a, const Pack& b) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = a.part[i] * b.part[i];
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack operator/(const Pack& a, const Pack& b) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = a.part[i] / b.part[i];
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack operator-(const Pack& a) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = -a.part[i];
    return r;
  }
  // a * b + c, rounded once.
  HOMEOSTAT_STRAIGHT friend Pack fused(const Pack& a, const Pack& b, const Pack& c) {
    Pack r;
    for (int i = 0; i < kParts; ++i) {
      r.part[i] = fused_part(a.part[i], b.part[i], c.part[i]);
    }
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack at_least(const Pack& low, const Pack& x) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = larger_part(low.part[i], x.part[i]);
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack at_most(const Pack& high, const Pack& x) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = smaller_part(high.part[i], x.part[i]);
    return r;
  }
  HOMEOSTAT_STRAIGHT friend Pack root_of(const Pack& a) {
    Pack r;
    for (int i = 0; i < kParts; ++i) r.part[i] = root_part(a.part[i]);
    return r;
  }
};

// Which of two packs' lanes are ordered: kept as operands, chosen by select().
template <class P>
struct Less {
  P a;
  P b;
};
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Less<Pack<V, kParts>> operator<(const Pack<V, kParts>& a,
                                                          const Pack<V, kParts>& b) {
  return {a, b};
}
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Less<Pack<V, kParts>> operator<(const Pack<V, kParts>& a,
                                                          double b) {
  return {a, Pack<V, kParts>(b)};
}
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline Pack<V, kParts> select(const Less<Pack<V, kParts>>& less,
                                                 const Pack<V, kParts>& x,
                                                 const Pack<V, kParts>& y) {
  Pack<V, kParts> r;
  for (int i = 0; i < kParts; ++i) {
    r.part[i] = Part<V>::choose(less.a.part[i] < less.b.part[i], x.part[i], y.part[i]);
  }
  return r;
}

// A bit for each lane of a comparison's outcome.
inline unsigned lanes_of(bool mask) { return mask ? 1U : 0U; }
inline unsigned lanes_of(const Bits& mask) {
#if defined(__AVX512F__)
  return _mm512_movepi64_mask(reinterpret_cast<__m512i>(mask));
#elif defined(__AVX2__)
  return static_cast<unsigned>(_mm256_movemask_pd(reinterpret_cast<__m256d>(mask)));
#else
  return static_cast<unsigned>(_mm_movemask_pd(reinterpret_cast<__m128d>(mask)));
#endif
}
// Whether any lane is so.
template <class V, int kParts>
HOMEOSTAT_STRAIGHT inline bool any(const Less<Pack<V, kParts>>& less) {
  unsigned found = 0;
  for (int i = 0; i < kParts; ++i) found |= lanes_of(less.a.part[i] < less.b.part[i]);
  return found != 0;
}

using One = Pack<double, 1>;
using Eight = Pack<Vector, 8 / kWidth>;
// As many as keep the processor busy: two registers of AVX-512, of which it has 32.
// Without FMA lanes side by side gain nothing: one after another.
#if defined(__AVX512F__)
using Wide = Pack<Vector, 2>;
#elif defined(__FMA__)
using Wide = Eight;
#else
using Wide = One;
#endif

// Lanes from `lane` on of groups that stand `stride` doubles apart, kGroup lanes each.
template <class R>
HOMEOSTAT_STRAIGHT inline R load_lanes(const double* from, std::size_t stride,
                                       std::size_t group) {
  using P = typename R::P;
  R r;
  for (std::size_t i = 0; i < R::kPieces; ++i) {
    const std::size_t lane = i * P::kLanes;
    r.part[i] = P::load(from + lane / group * stride + lane % group);
  }
  return r;
}
template <class R>
HOMEOSTAT_STRAIGHT inline void store_lanes(const R& r, double* to, std::size_t stride,
                                           std::size_t group) {
  using P = typename R::P;
  for (std::size_t i = 0; i < R::kPieces; ++i) {
    const std::size_t lane = i * P::kLanes;
    __builtin_memcpy(to + lane / group * stride + lane % group, &r.part[i],
                     sizeof r.part[i]);
  }
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
