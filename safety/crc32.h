// CRC-32 (IEEE 802.3, reflected), as in zlib and Ethernet. Half a byte at a time: a table
// of 64 bytes, and an eighth of the time of single bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace homeostat::safety {

// What half a byte does to the sum.
inline constexpr std::array<std::uint32_t, 16> kCrcOfHalves = [] {
  std::array<std::uint32_t, 16> table{};
  for (std::uint32_t half = 0; half < 16; ++half) {
    std::uint32_t crc = half;
    for (int bit = 0; bit < 4; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    table[half] = crc;
  }
  return table;
}();

// Continues from `crc`, so that crc32(b, crc32(a)) is the CRC of a followed by b. Bytes
// are std::byte or std::uint8_t.
template <class Byte>
constexpr std::uint32_t crc32(const Byte* bytes, std::size_t size,
                              std::uint32_t crc = 0) noexcept {
  static_assert(sizeof(Byte) == 1);
  crc = ~crc;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= static_cast<std::uint32_t>(bytes[i]);
    crc = (crc >> 4) ^ kCrcOfHalves[crc & 15U];
    crc = (crc >> 4) ^ kCrcOfHalves[crc & 15U];
  }
  return ~crc;
}

}  // namespace homeostat::safety
