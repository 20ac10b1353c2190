#include "hil/rig/host_board.h"

#include <sys/random.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware {
namespace {

template <std::size_t kBytes>
using Memory = std::array<std::uint8_t, kBytes>;

template <std::size_t kBytes>
Memory<kBytes> erased() {
  Memory<kBytes> memory;
  memory.fill(0xFF);
  return memory;
}

std::uint8_t* memory_of(board_region region) {
  static auto state_a = erased<BOARD_STATE_BYTES>();
  static auto state_b = erased<BOARD_STATE_BYTES>();
  static auto program_a = erased<BOARD_PROGRAM_BYTES>();
  static auto program_b = erased<BOARD_PROGRAM_BYTES>();
  switch (region) {
    case BOARD_STATE_A:
      return state_a.data();
    case BOARD_STATE_B:
      return state_b.data();
    case BOARD_PROGRAM_A:
      return program_a.data();
    case BOARD_PROGRAM_B:
      return program_b.data();
  }
  std::abort();
}

std::size_t size_of(board_region region) {
  return region >= BOARD_PROGRAM_A ? BOARD_PROGRAM_BYTES : BOARD_STATE_BYTES;
}

}  // namespace

HostBoard& host_board() {
  static HostBoard board;
  return board;
}

}  // namespace homeostat::firmware

using namespace homeostat::firmware;

std::uint64_t board_now_us() {
  static const auto start = std::chrono::steady_clock::now();
  const auto since = std::chrono::steady_clock::now() - start;
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

// Its current sources are the plant's: what is commanded travels by the link.
void board_disable_outputs() {}
void board_enable_outputs() {}
void board_stimulate(const homeostat_command*) {}
int board_frame(homeostat_frame*) { return 0; }

int board_erase(board_region region) {
  std::memset(memory_of(region), 0xFF, size_of(region));
  return 1;
}

int board_write(board_region region, std::size_t offset, const std::uint8_t* bytes,
                std::size_t count) {
  if (offset + count > size_of(region)) return 0;
  std::memcpy(memory_of(region) + offset, bytes, count);
  return 1;
}

const std::uint8_t* board_read(board_region region) { return memory_of(region); }

void* board_retained() {
  static Retained memory;
  return &memory;
}

std::uint8_t board_reset_cause() { return HOMEOSTAT_RESET_POWER_ON; }

std::uint32_t board_last_fault() { return 0; }

int board_entropy(std::uint8_t* bytes, std::size_t count) {
  return getrandom(bytes, count, 0) == static_cast<ssize_t>(count) ? 1 : 0;
}

void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "process of host\0", 16); }

// A process that hangs is its owner's to kill.
void board_watchdog_start(std::uint32_t) {}
void board_watchdog_feed() {}
void board_reset() { std::exit(98); }
void board_idle() {}

std::size_t board_link_read(std::uint8_t* bytes, std::size_t most) {
  std::deque<std::uint8_t>& queue = host_board().to_device;
  std::size_t count = 0;
  for (; count < most && !queue.empty(); ++count) {
    bytes[count] = queue.front();
    queue.pop_front();
  }
  return count;
}

void board_link_write(const std::uint8_t* bytes, std::size_t count) {
  std::deque<std::uint8_t>& queue = host_board().from_device;
  queue.insert(queue.end(), bytes, bytes + count);
}
