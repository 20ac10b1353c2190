#include "tests/firmware/fake_board.h"

#include <algorithm>

namespace homeostat::firmware::testing {

FakeBoard& board() {
  static FakeBoard one;
  return one;
}

void FakeBoard::put(int slot, std::size_t offset, std::uint8_t byte) {
  std::uint8_t& at = slots[static_cast<std::size_t>(slot)][offset];
  if (bytes_of_power > 1) {
    --bytes_of_power;
    at = byte;
  } else if (bytes_of_power == 1) {
    bytes_of_power = 0;
    if (torn == Torn::kErased) at = 0xFF;
    if (torn == Torn::kAnything) at = static_cast<std::uint8_t>(byte ^ at ^ 0x5A);
  }
}

}  // namespace homeostat::firmware::testing

using homeostat::firmware::testing::board;
using homeostat::firmware::testing::FakeBoard;

int board_slot_erase(int slot) {
  ++board().erased;
  for (std::size_t i = 0; i < BOARD_SLOT_BYTES; ++i) board().put(slot, i, 0xFF);
  return board().broken ? 0 : 1;
}

int board_slot_write(int slot, std::size_t offset, const std::uint8_t* bytes,
                     std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) board().put(slot, offset + i, bytes[i]);
  return board().broken ? 0 : 1;
}

int board_slot_read(int slot, std::size_t offset, std::uint8_t* bytes,
                    std::size_t count) {
  const FakeBoard::Slot& from = board().slots[static_cast<std::size_t>(slot)];
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(offset), count, bytes);
  return 1;
}
