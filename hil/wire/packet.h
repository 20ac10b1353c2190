// Packets: how messages travel as bytes. COBS over payload and CRC-32, a zero byte at
// both ends, so that a reader is in step again at the next packet whatever came before
// it.
//
// Knows no message but how long a frame of samples is. Byte by byte, with an example:
// hil/WIRE.md. Runs in the implant: fixed memory, no heap, never throws.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "biomarkers/sample_frame.h"

namespace homeostat::wire {

using Bytes = std::span<const std::uint8_t>;

// Longest and shortest payload of a packet.
inline constexpr std::size_t kMaxPayload = 2432;
inline constexpr std::size_t kMinPayload = 1;
// Longest that this build takes. One with room for fewer channels than the protocol has
// is never sent their share of a frame: samples, scale and front end.
inline constexpr std::size_t kTakenPayload =
    kMaxPayload - (biomarkers::kSchemaChannels - biomarkers::kMaxChannels) *
                      (2 * biomarkers::kMaxSamples + sizeof(double) + 1);
inline constexpr std::size_t kCrcBytes = 4;
// Most bytes that a packet of such a payload takes: zeros, codes of COBS, CRC.
constexpr std::size_t most_packet_bytes(std::size_t payload) {
  return payload + kCrcBytes + (payload + kCrcBytes) / 254 + 1 + 2;
}

// Where bytes go: a UART, a socket. Takes all of them.
class ByteSink {
 public:
  virtual void write(Bytes bytes) noexcept = 0;

 protected:
  ~ByteSink() = default;
};

// Sends one packet. `payload` of kMinPayload to kMaxPayload bytes; another sends nothing.
void write_packet(Bytes payload, ByteSink& out) noexcept;

// Not thread-safe.
class PacketReader {
 public:
  // What came, since the reader was made. Counts stop at their largest value.
  struct Counts {
    std::uint32_t packets = 0;
    std::uint32_t bad_crc = 0;    // whole, and its sum is wrong
    std::uint32_t malformed = 0;  // cut short, too long, or no COBS
  };

  // Takes the next byte. Where it ends a good packet: its payload, which stays until the
  // next call; else empty.
  Bytes take(std::uint8_t byte) noexcept;

  const Counts& counts() const noexcept { return counts_; }

 private:
  Bytes end() noexcept;
  bool put(std::uint8_t byte) noexcept;

  std::array<std::uint8_t, kTakenPayload + kCrcBytes> bytes_{};
  std::size_t size_ = 0;
  std::uint8_t left_ = 0;      // bytes of the block under way
  bool begun_ = false;         // a block of this packet has begun
  bool zero_follows_ = false;  // the block stands for a zero after it, unless it is last
  bool too_long_ = false;      // the rest is skipped
  Counts counts_;
};

}  // namespace homeostat::wire
