#include "hil/rig/host_board.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/time.h>
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

HostMemory& memory() {
  static HostMemory* const own = [] {
    static HostMemory one;
    one.erase();
    return &one;
  }();
  HostMemory* const chosen = host_board().memory;
  return chosen == nullptr ? *own : *chosen;
}

std::uint8_t* memory_of(board_region region) {
  switch (region) {
    case BOARD_STATE_A:
    case BOARD_STATE_B:
      return memory().state[static_cast<std::size_t>(region - BOARD_STATE_A)].data();
    case BOARD_PROGRAM_A:
    case BOARD_PROGRAM_B:
      return memory().program[static_cast<std::size_t>(region - BOARD_PROGRAM_A)].data();
  }
  std::abort();
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
  const auto bytes = static_cast<off_t>(sizeof(HostMemory));
  const bool fits =
      made ? ftruncate(opened, bytes) == 0 : known && found.st_size == bytes;
  void* const mapped = fits ? mmap(nullptr, sizeof(HostMemory), PROT_READ | PROT_WRITE,
                                   MAP_SHARED, opened, 0)
                            : MAP_FAILED;
  close(opened);
  if (mapped == MAP_FAILED) return false;
  host_board().memory = static_cast<HostMemory*>(mapped);
  if (made) host_board().memory->erase();
  return true;
}

void HostMemory::erase() {
  for (auto& region : state) region.fill(0xFF);
  for (auto& region : program) region.fill(0xFF);
  retained = {};
}

void reset_because(std::uint8_t cause) noexcept {
  retained().reset_cause = cause;
  if (host_board().restart != nullptr) host_board().restart();
  std::exit(98);
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

void* board_retained() { return &memory().retained; }

std::uint8_t board_reset_cause() { return take_reset_cause(); }

std::uint32_t board_last_fault() { return 0; }

int board_entropy(std::uint8_t* bytes, std::size_t count) {
  return getrandom(bytes, count, 0) == static_cast<ssize_t>(count) ? 1 : 0;
}

void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "process of host\0", 16); }

// Counts the processor's own time: who waits for bytes, or is stopped, does not hang.
namespace {
itimerval watchdog{};
void bite(int) { reset_because(HOMEOSTAT_RESET_WATCHDOG); }
}  // namespace

void board_watchdog_start(std::uint32_t timeout_us) {
  if (host_board().restart == nullptr) return;  // its owner's to kill
  struct sigaction action {};
  action.sa_handler = bite;
  action.sa_flags = SA_NODEFER;  // what starts anew is not to be deaf to the next
  sigaction(SIGVTALRM, &action, nullptr);
  watchdog.it_value = {timeout_us / 1'000'000, timeout_us % 1'000'000};
  board_watchdog_feed();
}
void board_watchdog_feed() {
  if (watchdog.it_value.tv_sec != 0 || watchdog.it_value.tv_usec != 0)
    setitimer(ITIMER_VIRTUAL, &watchdog, nullptr);
}
void board_reset() { reset_because(HOMEOSTAT_RESET_SOFTWARE); }
void board_idle() {
  if (host_board().hand_over != nullptr) host_board().hand_over();
}

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
