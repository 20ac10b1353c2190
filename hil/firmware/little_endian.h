// Whole numbers in records, least significant byte first.
#pragma once

#include <cstddef>
#include <cstdint>

namespace homeostat::firmware {

inline void put(std::uint8_t* to, std::uint32_t value, std::size_t bytes) noexcept {
  for (std::size_t i = 0; i < bytes; ++i) {
    to[i] = static_cast<std::uint8_t>(value & 0xFFU);
    value >>= 8;
  }
}

inline std::uint32_t get(const std::uint8_t* from, std::size_t bytes) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | from[i];
  return value;
}

}  // namespace homeostat::firmware
