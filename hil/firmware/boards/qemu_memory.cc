// What the emulated boards have alike: memory, and outputs that only a debugger sees.
//
// Non-volatile memory is RAM that the start does not touch: QEMU keeps it over a reset,
// and in a file where the rig asks it to. Entropy is none to rely on: a rig has no
// secret.
#include <cstddef>
#include <cstring>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/cortex_m4.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware {
namespace {

struct NonVolatile {
  std::uint8_t state[2][BOARD_STATE_BYTES];
  std::uint8_t program[2][BOARD_PROGRAM_BYTES];
};
[[gnu::section(".kept"), gnu::used]] NonVolatile non_volatile;
// Bytes: an object would be made anew at each start, and its log be empty.
[[gnu::section(".kept"),
  gnu::used]] alignas(Retained) std::byte retained_memory[sizeof(Retained)];

std::uint8_t* memory_of(board_region region) noexcept {
  switch (region) {
    case BOARD_STATE_A:
    case BOARD_STATE_B:
      return non_volatile.state[region - BOARD_STATE_A];
    case BOARD_PROGRAM_A:
    case BOARD_PROGRAM_B:
      return non_volatile.program[region - BOARD_PROGRAM_A];
  }
  return non_volatile.state[0];
}

bool outputs_enabled = false;

}  // namespace
}  // namespace homeostat::firmware

using namespace homeostat::firmware;

extern "C" {
// What the current sources do now: seen by a rig's debugger, and by nothing else.
[[gnu::used]] homeostat_command board_sources;

void board_disable_outputs() {
  outputs_enabled = false;
  board_sources = {};
}

void board_enable_outputs() { outputs_enabled = true; }

void board_stimulate(const homeostat_command* command) {
  if (outputs_enabled) board_sources = *command;
}

int board_frame(homeostat_frame*) { return 0; }

int board_erase(board_region region) {
  std::memset(memory_of(region), 0xFF, board_region_bytes(region));
  return 1;
}

int board_write(board_region region, std::size_t offset, const std::uint8_t* bytes,
                std::size_t count) {
  if (offset + count > board_region_bytes(region)) return 0;
  std::memcpy(memory_of(region) + offset, bytes, count);
  return 1;
}

const std::uint8_t* board_read(board_region region) { return memory_of(region); }

void* board_retained() { return retained_memory; }

std::uint8_t board_reset_cause() { return take_reset_cause(); }

std::uint32_t board_last_fault() {
  const std::uint32_t fault = retained().fault_at;
  retained().fault_at = 0;
  return fault;
}

int board_entropy(std::uint8_t* bytes, std::size_t count) {
  static std::uint64_t mixed = 0x9E3779B97F4A7C15U;
  for (std::size_t i = 0; i < count; ++i) {
    mixed = (mixed ^ board_now_us()) * 0xBF58476D1CE4E5B9U;
    bytes[i] = static_cast<std::uint8_t>(mixed >> 56);
  }
  return 1;
}
}
