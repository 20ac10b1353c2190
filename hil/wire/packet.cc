#include "hil/wire/packet.h"

#include <limits>

#include "safety/crc32.h"

namespace homeostat::wire {
namespace {

constexpr std::uint8_t kFullBlock = 0xFF;  // 254 bytes, and no zero after them

// Bytes without zeros, behind a byte that says where the next zero stands.
class Blocks {
 public:
  explicit Blocks(ByteSink& out) noexcept : out_(out) {}

  void put(std::uint8_t byte) noexcept {
    if (byte != 0) block_[size_++] = byte;
    if (byte == 0 || size_ == kFullBlock) close();
  }
  void close() noexcept {
    block_[0] = static_cast<std::uint8_t>(size_);
    out_.write({block_.data(), size_});
    size_ = 1;
  }

 private:
  ByteSink& out_;
  std::array<std::uint8_t, kFullBlock> block_{};
  std::size_t size_ = 1;
};

void count(std::uint32_t& counter) noexcept {
  if (counter < std::numeric_limits<std::uint32_t>::max()) ++counter;
}

std::uint32_t little_endian(const std::uint8_t* bytes) noexcept {
  std::uint32_t word = 0;
  for (std::size_t i = kCrcBytes; i > 0; --i) word = word << 8 | bytes[i - 1];
  return word;
}

}  // namespace

void write_packet(Bytes payload, ByteSink& out) noexcept {
  if (payload.size() < kMinPayload || payload.size() > kMaxPayload) return;
  static constexpr std::uint8_t kZero[] = {0};
  out.write(kZero);
  Blocks blocks(out);
  for (const std::uint8_t byte : payload) blocks.put(byte);
  const std::uint32_t crc = safety::crc32(payload.data(), payload.size());
  for (std::size_t i = 0; i < kCrcBytes; ++i) {
    blocks.put(static_cast<std::uint8_t>(crc >> (8 * i) & 0xFFU));
  }
  blocks.close();
  out.write(kZero);
}

Bytes PacketReader::take(std::uint8_t byte) noexcept {
  if (byte == 0) return end();
  if (too_long_) return {};
  if (left_ == 0) {
    if (zero_follows_ && !put(0)) return {};
    begun_ = true;
    left_ = static_cast<std::uint8_t>(byte - 1);
    zero_follows_ = byte != kFullBlock;
  } else if (put(byte)) {
    --left_;
  }
  return {};
}

bool PacketReader::put(std::uint8_t byte) noexcept {
  too_long_ = size_ == bytes_.size();
  if (!too_long_) bytes_[size_++] = byte;
  return !too_long_;
}

// Judges what lies between two zeros, and begins anew.
Bytes PacketReader::end() noexcept {
  const bool begun = begun_;
  const bool whole = !too_long_ && left_ == 0 && size_ >= kMinPayload + kCrcBytes;
  const std::size_t size = whole ? size_ - kCrcBytes : 0;
  size_ = 0;
  left_ = 0;
  begun_ = false;
  zero_follows_ = false;
  too_long_ = false;
  if (!begun) return {};
  if (!whole) {
    count(counts_.malformed);
    return {};
  }
  if (safety::crc32(bytes_.data(), size) != little_endian(bytes_.data() + size)) {
    count(counts_.bad_crc);
    return {};
  }
  count(counts_.packets);
  return {bytes_.data(), size};
}

}  // namespace homeostat::wire
