#include "hil/firmware/program_store.h"

#include <array>

#include "controller/read_program.h"
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

// Of one that no longer checks the place and the counter are known still: the next one
// does not go over another, and is newer, so that it is the one after the next reset.
ImageRefusal ProgramStore::load() noexcept {
  const bool a_is_newer = counter_in(BOARD_PROGRAM_A) > counter_in(BOARD_PROGRAM_B);
  running_ = a_is_newer ? BOARD_PROGRAM_A : BOARD_PROGRAM_B;
  header_.counter = counter_in(running_);
  ImageHeader header;
  const ImageRefusal refusal = judge(marked_image(running_), 0, header);
  if (refusal == ImageRefusal::kNone) header_ = header;
  return refusal;
}

// What memory holds may have changed since it was judged.
bool ProgramStore::read(controller::TherapyProgram& program) const noexcept {
  const std::span<const std::uint8_t> image = marked_image(running_);
  ImageHeader header;
  return controller::check_form(image, header) == ImageRefusal::kNone &&
         header.crc == header_.crc &&
         controller::read_program(image.subspan(controller::kImageHeaderBytes), program)
                 .refusal == controller::ProgramRefusal::kNone;
}

// A program on the stack while it is judged: nothing of a refused one stays.
ImageRefusal ProgramStore::judge(std::span<const std::uint8_t> image,
                                 std::uint64_t lowest_counter,
                                 ImageHeader& header) const noexcept {
  board_watchdog_feed();  // a signature takes half of what it allows
  controller::TherapyProgram program;
  return controller::judge_image(image, {keys_, lowest_counter}, header, program).refusal;
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
  const ImageRefusal refusal = judge({board_read(arrived), bytes}, lowest, header);
  if (refusal != ImageRefusal::kNone) return static_cast<std::uint32_t>(refusal);
  const Mark mark = mark_of(bytes);
  if (board_write(arrived, kMarkAt, mark.data(), mark.size()) == 0) return kNotMarked;
  running_ = arrived;
  header_ = header;
  switched_ = true;
  return 0;
}

}  // namespace homeostat::firmware
