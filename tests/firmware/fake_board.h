// A board in memory, whose power can be made to fail after any byte that is written.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "hil/firmware/board.h"

namespace homeostat::firmware::testing {

// What a byte holds that was being written when power failed.
enum class Torn : std::uint8_t { kAsBefore, kErased, kAnything };

struct FakeBoard {
  using Slot = std::array<std::uint8_t, BOARD_SLOT_BYTES>;

  std::array<Slot, BOARD_SLOTS> slots{};
  std::uint64_t bytes_of_power = std::numeric_limits<std::uint64_t>::max();
  Torn torn = Torn::kAsBefore;
  bool broken = false;  // the memory says that it failed
  int erased = 0;       // how often

  FakeBoard() {
    for (Slot& slot : slots) slot.fill(0xFF);
  }
  // One byte, where there is power left for it.
  void put(int slot, std::size_t offset, std::uint8_t byte);
};

// The one that the functions of board.h act on.
FakeBoard& board();

}  // namespace homeostat::firmware::testing
