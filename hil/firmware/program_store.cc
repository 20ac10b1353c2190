#include "hil/firmware/program_store.h"

#include <array>

#include "hil/firmware/little_endian.h"
#include "safety/crc32.h"

namespace homeostat::firmware {
namespace {

using controller::ImageHeader;
using controller::ImageRefusal;

constexpr std::size_t kMarkBytes = 12;  // magic, length, CRC-32 of both; little-endian
constexpr std::size_t kMarkAt = BOARD_PROGRAM_BYTES - kMarkBytes;
constexpr std::uint32_t kMarkMagic = 0x4B52414D;  // "MARK"
static_assert(controller::kMaxImageBytes <= kMarkAt);

using Mark = std::array<std::uint8_t, kMarkBytes>;

Mark mark_of(std::uint32_t bytes) noexcept {
  Mark mark{};
  put(&mark[0], kMarkMagic, 4);
  put(&mark[4], bytes, 4);
  put(&mark[8], safety::crc32(mark.data(), 8), 4);
  return mark;
}

// The image that a region was switched to; empty: none.
std::span<const std::uint8_t> marked_image(board_region region) noexcept {
  const std::uint8_t* memory = board_read(region);
  const std::uint32_t bytes = get(memory + kMarkAt + 4, 4);
  const Mark mark = mark_of(bytes);
  for (std::size_t i = 0; i < kMarkBytes; ++i) {
    if (memory[kMarkAt + i] != mark[i]) return {};
  }
  return bytes <= kMarkAt ? std::span(memory, bytes) : std::span<const std::uint8_t>();
}

board_region other(board_region region) noexcept {
  return region == BOARD_PROGRAM_A ? BOARD_PROGRAM_B : BOARD_PROGRAM_A;
}

std::uint32_t counter_in(board_region region) noexcept {
  ImageHeader header;
  controller::read_header(marked_image(region), header);
  return header.counter;
}

}  // namespace

ImageRefusal ProgramStore::load() noexcept {
  const bool a_is_newer = counter_in(BOARD_PROGRAM_A) > counter_in(BOARD_PROGRAM_B);
  const board_region newest = a_is_newer ? BOARD_PROGRAM_A : BOARD_PROGRAM_B;
  ImageHeader header;
  const ImageRefusal refusal =
      controller::judge_image(marked_image(newest), {keys_, 0}, header, program_).refusal;
  if (refusal != ImageRefusal::kNone) return refusal;
  running_ = newest;
  header_ = header;
  return ImageRefusal::kNone;
}

bool ProgramStore::take_switched() noexcept {
  const bool was = switched_;
  switched_ = false;
  return was;
}

std::uint32_t ProgramStore::capacity() noexcept { return controller::kMaxImageBytes; }

bool ProgramStore::write(std::uint32_t offset, wire::Bytes bytes) noexcept {
  const board_region arriving = other(running_);
  if (offset + bytes.size() > kMarkAt) return false;
  if (offset == 0 && board_erase(arriving) == 0) return false;
  return board_write(arriving, offset, bytes.data(), bytes.size()) != 0;
}

std::uint32_t ProgramStore::switch_to(std::uint32_t bytes) noexcept {
  if (!may_switch_) return kTherapyIsOn;
  const board_region arrived = other(running_);
  ImageHeader header;
  const std::uint64_t lowest =
      header_.counter == 0 ? 0 : header_.counter + std::uint64_t{1};
  const ImageRefusal refusal = controller::judge_image({board_read(arrived), bytes},
                                                       {keys_, lowest}, header, program_)
                                   .refusal;
  if (refusal != ImageRefusal::kNone) return static_cast<std::uint32_t>(refusal);
  const Mark mark = mark_of(bytes);
  if (board_write(arrived, kMarkAt, mark.data(), mark.size()) == 0) return kNotMarked;
  running_ = arrived;
  header_ = header;
  switched_ = true;
  return 0;
}

}  // namespace homeostat::firmware
