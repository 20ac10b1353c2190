// As tests/firmware/fake_board.cc, which the tape was played on: the same name and the
// same random bytes, so that the same signatures hold; time stands still.
#include "tests/device/tape_board.h"

#include <cstring>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"
#include "safety/crc32.h"
#include "tests/golden/device/semihosting.h"

namespace {

struct NonVolatile {
  std::uint8_t state[2][BOARD_STATE_BYTES];
  std::uint8_t program[2][BOARD_PROGRAM_BYTES];
};
[[gnu::section(".board")]] NonVolatile memory;
[[gnu::section(".board")]] homeostat::firmware::Retained retained_memory;
std::span<const std::uint8_t> heard;
std::uint32_t crc = 0;

std::span<std::uint8_t> region_of(board_region region) noexcept {
  if (region >= BOARD_PROGRAM_A) return memory.program[region - BOARD_PROGRAM_A];
  return memory.state[region];
}

}  // namespace

namespace homeostat::golden {

void tape::hear(std::span<const std::uint8_t> packet) noexcept {
  heard = packet;
  crc = 0;
}
bool tape::is_hearing() noexcept { return !heard.empty(); }
std::uint32_t tape::answer_crc() noexcept { return crc; }

}  // namespace homeostat::golden

extern "C" {
std::uint64_t board_now_us() { return 0; }
void board_disable_outputs() {}
void board_enable_outputs() {}
void board_stimulate(const homeostat_command*) {}
int board_frame(homeostat_frame*) { return 0; }

int board_erase(board_region region) {
  const std::span<std::uint8_t> all = region_of(region);
  std::memset(all.data(), 0xFF, all.size());
  return 1;
}
int board_write(board_region region, std::size_t offset, const std::uint8_t* bytes,
                std::size_t count) {
  std::memcpy(region_of(region).data() + offset, bytes, count);
  return 1;
}
const std::uint8_t* board_read(board_region region) { return region_of(region).data(); }
void* board_retained() { return &retained_memory; }

int board_entropy(std::uint8_t* bytes, std::size_t count) {
  static std::uint8_t next = 0;
  for (std::size_t i = 0; i < count; ++i) bytes[i] = next++;
  return 1;
}
void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "board of tests\0\0", 16); }
void board_watchdog_start(std::uint32_t) {}
void board_watchdog_feed() {}
std::uint8_t board_reset_cause() { return HOMEOSTAT_RESET_POWER_ON; }
std::uint32_t board_last_fault() { return 0; }
void board_idle() {}
void board_reset() { homeostat::golden::die("the firmware asked for a reset"); }

std::size_t board_link_read(std::uint8_t* bytes, std::size_t most) {
  const std::size_t count = most < heard.size() ? most : heard.size();
  std::memcpy(bytes, heard.data(), count);
  heard = heard.subspan(count);
  return count;
}
void board_link_write(const std::uint8_t* bytes, std::size_t count) {
  crc = homeostat::safety::crc32(bytes, count, crc);
}
}
