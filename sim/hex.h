// Bytes as people read them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace homeostat::sim {

// Two lower-case digits for each byte, in order.
inline std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace homeostat::sim
