// Cosines of the 256th parts of a turn, as whole numbers: what both Fourier transforms of
// the core turn by. Knows no signal.
//
// In units of 2^-22, rounded: as fine as float32 near one, and exact as a float. Worked
// out by the compiler from + - * alone: the same on every host. 1 kB of flash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kTurn = 256;
inline constexpr int kTurnScaleBits = 22;
inline constexpr float kTurnUnit = 1.0F / (1 << kTurnScaleBits);

inline constexpr std::array<std::int32_t, kTurn> kCosines = [] {
  std::array<std::int32_t, kTurn> table{};
  for (int i = 0; i < kTurn; ++i) {
    // |angle| <= pi, where Taylor's term left out is below 1e-15.
    const double angle = 6.28318530717958647693 / kTurn * (i < kTurn / 2 ? i : i - kTurn);
    double term = 1.0;
    double sum = 1.0;
    for (int n = 1; n <= 26; n += 2) {
      term *= -angle * angle / static_cast<double>(n * (n + 1));
      sum += term;
    }
    const double scaled = sum * (1 << kTurnScaleBits);
    table[static_cast<std::size_t>(i)] =
        static_cast<std::int32_t>(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5);
  }
  return table;
}();

// Of any whole number of 256th parts.
constexpr std::int32_t turn_cosine(int parts) noexcept {
  return kCosines[static_cast<std::size_t>(parts & (kTurn - 1))];
}
constexpr std::int32_t turn_sine(int parts) noexcept {
  return turn_cosine(parts - kTurn / 4);
}

}  // namespace homeostat::biomarkers
