#include "tests/firmware/fake_board.h"

#include <algorithm>
#include <cstring>

namespace homeostat::firmware::testing {

FakeBoard::FakeBoard() {
  for (std::size_t r = 0; r < regions.size(); ++r) {
    regions[r].assign(r < BOARD_PROGRAM_A ? BOARD_STATE_BYTES : BOARD_PROGRAM_BYTES,
                      0xFF);
  }
}

FakeBoard& board() {
  static FakeBoard one;
  return one;
}

void FakeBoard::put(board_region region, std::size_t offset, std::uint8_t byte) {
  std::uint8_t& at = regions[region].at(offset);
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

int board_erase(board_region region) {
  ++board().erased;
  for (std::size_t i = 0; i < board().regions[region].size(); ++i)
    board().put(region, i, 0xFF);
  return board().broken ? 0 : 1;
}

int board_write(board_region region, std::size_t offset, const std::uint8_t* bytes,
                std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) board().put(region, offset + i, bytes[i]);
  return board().broken ? 0 : 1;
}

const std::uint8_t* board_read(board_region region) {
  return board().regions[region].data();
}

void* board_retained() { return &board().retained; }

int board_entropy(std::uint8_t* bytes, std::size_t count) {
  static std::uint8_t next = 0;
  for (std::size_t i = 0; i < count; ++i) bytes[i] = next++;
  return board().entropy ? 1 : 0;
}

std::uint64_t board_now_us() { return board().now_us; }
void board_disable_outputs() {
  board().outputs_enabled = false;
  board().sources = {};
}
void board_enable_outputs() { board().outputs_enabled = true; }
void board_stimulate(const homeostat_command* command) {
  board().sources = *command;
  if (command->outputs[0].amplitude_ua != 0)
    board().regions_at_stimulation = board().regions;
}

int board_frame(homeostat_frame* frame) {
  if (board().frames.empty()) return 0;
  *frame = board().frames.front();
  board().frames.erase(board().frames.begin());
  return 1;
}

void board_watchdog_start(std::uint32_t timeout_us) { board().watchdog_us = timeout_us; }
void board_watchdog_feed() { ++board().fed; }
std::uint8_t board_reset_cause() { return board().reset_cause; }
std::uint32_t board_last_fault() { return board().last_fault; }
// A test goes on where a processor would start anew.
void board_reset() { ++board().resets; }
void board_idle() {}
void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "board of tests\0\0", 16); }

std::size_t board_link_read(std::uint8_t* bytes, std::size_t most) {
  std::deque<std::uint8_t>& queue = board().to_device;
  const std::size_t count = std::min(most, queue.size());
  std::copy_n(queue.begin(), count, bytes);
  queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

void board_link_write(const std::uint8_t* bytes, std::size_t count) {
  board().from_device.insert(board().from_device.end(), bytes, bytes + count);
}
