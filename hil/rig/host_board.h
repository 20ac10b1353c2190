// A board in a process of a host: its memory is the process's, its link two byte queues.
#pragma once

#include <cstdint>
#include <deque>

namespace homeostat::firmware {

// The one that the functions of board.h act on. Not thread-safe.
struct HostBoard {
  std::deque<std::uint8_t> to_device;
  std::deque<std::uint8_t> from_device;
};
HostBoard& host_board();

// From now on non-volatile memory is that file's, which is made where there is none: it
// outlives the process. False where it cannot be.
bool keep_memory_in(const char* file);

}  // namespace homeostat::firmware
