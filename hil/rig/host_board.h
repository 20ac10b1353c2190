// A board in a process of a host: its memory is the process's, its link two byte queues.
#pragma once

#include <array>
#include <cstdint>
#include <deque>

#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware {

// What a reset leaves alone. New: non-volatile memory erased, the rest anything.
struct HostMemory {
  std::array<std::array<std::uint8_t, BOARD_STATE_BYTES>, 2> state;
  std::array<std::array<std::uint8_t, BOARD_PROGRAM_BYTES>, 2> program;
  Retained retained;

  void erase();
};

// The one that the functions of board.h act on. Not thread-safe.
struct HostBoard {
  std::deque<std::uint8_t> to_device;
  std::deque<std::uint8_t> from_device;
  HostMemory* memory = nullptr;  // null: its own, until the process ends
  // Takes what was written, where a process ends there; else it stays in its queue.
  void (*hand_over)() = nullptr;
  // What a reset of the processor is, where it can have one. Does not return.
  void (*restart)() = nullptr;
};
HostBoard& host_board();

// From now on non-volatile memory is that file's, which is made where there is none: it
// outlives the process. False where it cannot be.
bool keep_memory_in(const char* file);

}  // namespace homeostat::firmware
