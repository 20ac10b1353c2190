#include "hil/firmware/state_slots.h"

#include <algorithm>
#include <array>

#include "hil/firmware/board.h"
#include "hil/firmware/little_endian.h"
#include "safety/crc32.h"

namespace homeostat::firmware {
namespace {

constexpr std::uint32_t kMagic = 0x544C5348;  // "HSLT"
constexpr std::uint16_t kLayout = 1;
constexpr std::size_t kCheckedHeadBytes = 16;
constexpr std::size_t kMostContent = BOARD_STATE_BYTES - kRecordHeadBytes;

using HeadBytes = std::array<std::uint8_t, kRecordHeadBytes>;

std::uint32_t crc_of(std::span<const std::uint8_t> bytes, std::uint32_t crc) noexcept {
  return safety::crc32(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size(),
                       crc);
}

HeadBytes head_of(std::uint16_t version, std::uint32_t generation,
                  std::span<const std::uint8_t> content,
                  std::span<const std::uint8_t> more) noexcept {
  HeadBytes head{};
  put(&head[0], kMagic, 4);
  put(&head[4], kLayout, 2);
  put(&head[6], version, 2);
  put(&head[8], generation, 4);
  put(&head[12], static_cast<std::uint32_t>(content.size() + more.size()), 4);
  const std::uint32_t crc = crc_of(std::span(head).first(kCheckedHeadBytes), 0);
  put(&head[16], crc_of(more, crc_of(content, crc)), 4);
  return head;
}

constexpr int kSlots = 2;

board_region region_of(int slot) noexcept {
  return slot == 0 ? BOARD_STATE_A : BOARD_STATE_B;
}

// A slot's record as it reads, from its head on.
std::span<const std::uint8_t> record_in(int slot) noexcept {
  return {board_read(region_of(slot)), BOARD_STATE_BYTES};
}

}  // namespace

StateSlots::Head StateSlots::inspect(int slot) noexcept {
  const std::span<const std::uint8_t> record = record_in(slot);
  Head head = parse(record);
  if (!head.sound) return {};
  const std::uint32_t crc = crc_of(record.first(kCheckedHeadBytes), 0);
  head.sound = crc_of(record.subspan(kRecordHeadBytes, head.size), crc) == head.crc;
  return head;
}

StateSlots::Head StateSlots::parse(std::span<const std::uint8_t> head) noexcept {
  return {.version = static_cast<std::uint16_t>(get(&head[6], 2)),
          .generation = get(&head[8], 4),
          .size = get(&head[12], 4),
          .crc = get(&head[16], 4),
          .sound = get(&head[0], 4) == kMagic && get(&head[4], 2) == kLayout &&
                   get(&head[12], 4) <= kMostContent};
}

// The slot of the newest record that checks; -1: none does. Generations count modulo
// 2^32, and two slots never lie further apart than one.
int StateSlots::newest() noexcept {
  int best = -1;
  for (int slot = 0; slot < kSlots; ++slot) {
    const Head head = inspect(slot);
    if (!head.sound) continue;
    const bool later =
        best < 0 || static_cast<std::int32_t>(head.generation - generation_) > 0;
    if (!later) continue;
    best = slot;
    generation_ = head.generation;
  }
  return best;
}

Loaded StateSlots::load(std::span<std::uint8_t> content) noexcept {
  const int slot = newest();
  if (slot < 0) return Loaded::kNothing;
  newest_ = slot;
  const Head head = inspect(slot);
  if (head.size != content.size() || head.version > version_) return Loaded::kUnknown;
  std::ranges::copy(record_in(slot).subspan(kRecordHeadBytes, content.size()),
                    content.begin());
  return head.version == version_ ? Loaded::kWell : migrate(head.version, content);
}

std::span<const std::uint8_t> StateSlots::content() const noexcept {
  const Head head = inspect(newest_);
  if (!head.sound) return {};
  return record_in(newest_).subspan(kRecordHeadBytes, head.size);
}

Loaded StateSlots::migrate(std::uint16_t from,
                           std::span<std::uint8_t> content) const noexcept {
  std::uint16_t at = from;
  for (const Migration& step : migrations_) {
    if (step.from != at) continue;
    if (!step.to_next(content)) return Loaded::kUnknown;
    ++at;
  }
  return at == version_ ? Loaded::kMigrated : Loaded::kUnknown;
}

bool StateSlots::store(std::span<const std::uint8_t> content,
                       std::span<const std::uint8_t> more) noexcept {
  if (content.size() > kMostContent || more.size() > kMostContent - content.size())
    return false;
  const int slot = (newest_ + 1) % kSlots;
  const board_region region = region_of(slot);
  const HeadBytes head = head_of(version_, generation_ + 1, content, more);
  const bool written =
      board_erase(region) != 0 &&
      board_write(region, kRecordHeadBytes, content.data(), content.size()) != 0 &&
      (more.empty() || board_write(region, kRecordHeadBytes + content.size(), more.data(),
                                   more.size()) != 0) &&
      board_write(region, 0, head.data(), head.size()) != 0;
  const Head back = written ? inspect(slot) : Head{};
  if (!back.sound || back.generation != generation_ + 1) return false;
  newest_ = slot;
  ++generation_;
  return true;
}

}  // namespace homeostat::firmware
