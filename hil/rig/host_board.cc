#include "hil/rig/host_board.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware {
namespace {

// All regions, one after another.
constexpr std::size_t kMemoryBytes = 2 * (BOARD_STATE_BYTES + BOARD_PROGRAM_BYTES);

std::uint8_t*& memory() {
  static std::array<std::uint8_t, kMemoryBytes> own = [] {
    std::array<std::uint8_t, kMemoryBytes> erased;
    erased.fill(0xFF);
    return erased;
  }();
  static std::uint8_t* place = own.data();
  return place;
}

std::size_t size_of(board_region region) {
  return region >= BOARD_PROGRAM_A ? BOARD_PROGRAM_BYTES : BOARD_STATE_BYTES;
}

std::uint8_t* memory_of(board_region region) {
  std::size_t at = 0;
  for (int before = BOARD_STATE_A; before < region; ++before)
    at += size_of(static_cast<board_region>(before));
  return memory() + at;
}

}  // namespace

HostBoard& host_board() {
  static HostBoard board;
  return board;
}

bool keep_memory_in(const char* file) {
  const int opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) return false;
  struct stat found {};
  const bool known = fstat(opened, &found) == 0;
  const bool made = known && found.st_size == 0;
  const bool fits = made ? ftruncate(opened, kMemoryBytes) == 0
                         : known && found.st_size == static_cast<off_t>(kMemoryBytes);
  void* const mapped =
      fits ? mmap(nullptr, kMemoryBytes, PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0)
           : MAP_FAILED;
  close(opened);
  if (mapped == MAP_FAILED) return false;
  memory() = static_cast<std::uint8_t*>(mapped);
  if (made) std::memset(mapped, 0xFF, kMemoryBytes);
  return true;
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
