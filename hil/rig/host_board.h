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

}  // namespace homeostat::firmware
