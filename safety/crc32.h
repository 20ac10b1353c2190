// CRC-32 (IEEE 802.3, reflected), as in zlib and Ethernet. Half a byte at a time: sixteen
// words of table, and a sixth of the instructions that single bits take.
#pragma once

#include <cstddef>
#include <cstdint>

namespace homeostat::safety {

inline constexpr std::uint32_t kCrc32OfNibble[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
    0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
    0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};

// Continues from `crc`, so that crc32(b, crc32(a)) is the CRC of a followed by b. Bytes
// are std::byte or std::uint8_t.
template <class Byte>
constexpr std::uint32_t crc32(const Byte* bytes, std::size_t size,
                              std::uint32_t crc = 0) noexcept {
  static_assert(sizeof(Byte) == 1);
  crc = ~crc;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= static_cast<std::uint32_t>(bytes[i]);
    crc = kCrc32OfNibble[crc & 0xFU] ^ (crc >> 4);
    crc = kCrc32OfNibble[crc & 0xFU] ^ (crc >> 4);
  }
  return ~crc;
}

}  // namespace homeostat::safety
