// CRC-32 (IEEE 802.3, reflected), as in zlib and Ethernet. Bit by bit: small, and fast
// enough for what is checked once a program or once a store.
#pragma once

#include <cstddef>
#include <cstdint>

namespace homeostat::safety {

// Continues from `crc`, so that crc32(b, crc32(a)) is the CRC of a followed by b.
constexpr std::uint32_t crc32(const std::byte* bytes, std::size_t size,
                              std::uint32_t crc = 0) noexcept {
  crc = ~crc;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= static_cast<std::uint32_t>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~crc;
}

}  // namespace homeostat::safety
