// From a float to the whole number that a request or an input of the guard carries: the
// one conversion, defined for every pattern of 32 bits.
//
// A cast is undefined where the number does not fit, and processors differ about it.
// Reads the IEEE 754 pattern as integers, so that every compiler and processor agree.
// Policies that compute in floating point ask through this. Knows no unit and no limit.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace homeostat::safety {

// Rounds towards zero: a wish is never more than the number it came from. Beyond the
// range of the result: its nearer end. Not a number, and infinite: zero, which asks for
// nothing.
constexpr std::int32_t whole_number(float value) noexcept {
  static_assert(std::numeric_limits<float>::is_iec559 && sizeof value == 4);
  constexpr std::uint32_t kOne = 127;       // exponent field of 1.0
  constexpr std::uint32_t kWhole = 150;     // from here on there is no fraction
  constexpr std::uint32_t kTooLarge = 158;  // 2^31
  constexpr std::uint32_t kNoNumber = 255;
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t exponent = bits >> 23 & 0xFFU;
  const std::uint32_t significand = (bits & 0x7F'FFFFU) | 0x80'0000U;
  const bool negative = bits >> 31 != 0;
  if (exponent < kOne || exponent == kNoNumber) return 0;
  if (exponent >= kTooLarge) {
    return negative ? std::numeric_limits<std::int32_t>::min()
                    : std::numeric_limits<std::int32_t>::max();
  }
  const auto magnitude =
      static_cast<std::int32_t>(exponent >= kWhole ? significand << (exponent - kWhole)
                                                   : significand >> (kWhole - exponent));
  return negative ? -magnitude : magnitude;
}

}  // namespace homeostat::safety
