// Whole numbers of 128 bits, as far as the `rcs` profile needs them: squares of spectra
// and sums of weighted powers. A Cortex-M4F has no such type, and rounding would not be
// exact.
#pragma once

#include <cstdint>

namespace homeostat::biomarkers {

// Unsigned; what leaves the top is lost.
struct Wide {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

constexpr Wide sum(Wide a, Wide b) noexcept {
  const std::uint64_t low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1U : 0U), low};
}

constexpr Wide negated(Wide a) noexcept {
  return {~a.high + (a.low == 0 ? 1U : 0U), ~a.low + 1U};
}

constexpr Wide product(std::uint64_t a, std::uint64_t b) noexcept {
  const std::uint64_t a1 = a >> 32, a0 = a & 0xFFFF'FFFFU;
  const std::uint64_t b1 = b >> 32, b0 = b & 0xFFFF'FFFFU;
  const std::uint64_t low = a0 * b0;
  const std::uint64_t middle = a1 * b0 + (low >> 32);
  const std::uint64_t cross = a0 * b1 + (middle & 0xFFFF'FFFFU);
  return {a1 * b1 + (middle >> 32) + (cross >> 32), cross << 32 | (low & 0xFFFF'FFFFU)};
}

// By less than 2^32.
constexpr Wide times(Wide a, std::uint32_t factor) noexcept {
  const Wide low = product(a.low, factor);
  return {a.high * factor + low.high, low.low};
}

// 0 <= bits < 128.
constexpr Wide shifted_right(Wide a, int bits) noexcept {
  if (bits == 0) return a;
  if (bits >= 64) return {0, bits == 64 ? a.high : a.high >> (bits - 64)};
  return {a.high >> bits, a.high << (64 - bits) | a.low >> bits};
}

// Rounded down; divisor > 0.
constexpr Wide divided(Wide a, std::uint32_t divisor) noexcept {
  const std::uint64_t limbs[] = {a.high >> 32, a.high & 0xFFFF'FFFFU, a.low >> 32,
                                 a.low & 0xFFFF'FFFFU};
  std::uint64_t quotient[4] = {};
  std::uint64_t rest = 0;
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t part = rest << 32 | limbs[i];
    quotient[i] = part / divisor;
    rest = part % divisor;
  }
  return {quotient[0] << 32 | quotient[1], quotient[2] << 32 | quotient[3]};
}

constexpr std::uint64_t magnitude(std::int64_t value) noexcept {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1U
                   : static_cast<std::uint64_t>(value);
}

// Two's complement from here on.
constexpr bool is_negative(Wide a) noexcept { return a.high >> 63 != 0; }

constexpr Wide signed_product(std::int64_t a, std::int64_t b) noexcept {
  const Wide size = product(magnitude(a), magnitude(b));
  return (a < 0) != (b < 0) ? negated(size) : size;
}

// Rounded towards minus infinity; divisor > 0.
constexpr Wide signed_divided(Wide a, std::uint32_t divisor) noexcept {
  if (!is_negative(a)) return divided(a, divisor);
  return negated(divided(sum(negated(a), {0, divisor - 1U}), divisor));
}

// True where `a` is a number of 32 bits with sign.
constexpr bool fits_32_bits(Wide a) noexcept {
  const bool small = a.high == 0 && a.low <= 0x7FFF'FFFFU;
  return small || (a.high == ~std::uint64_t{0} && a.low >= ~std::uint64_t{0x7FFF'FFFFU});
}

}  // namespace homeostat::biomarkers
