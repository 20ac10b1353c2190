// Plays a tape (tape.cc) to the firmware's device on a Cortex-M4F: counts the
// instructions of each message, from its first byte to the last of its answer, paints the
// stack before each, and holds what it answers to frames to what was answered on the
// host. Prints a line a section for costs.py, and the deepest stack of each kind after
// them.
#include <array>
#include <cstring>
#include <optional>

#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "safety/crc32.h"
#include "tests/device/counted.h"
#include "tests/device/tape_board.h"
#include "tests/golden/trace.h"
#include "tests/image/input.h"
#include "tests/image/stack.h"

namespace homeostat::golden {
namespace {

std::array<controller::PublicKey, 1> keys;
std::array<std::uint8_t, wire::most_packet_bytes(wire::kTakenPayload)> packet;
alignas(firmware::Device) std::array<std::byte, sizeof(firmware::Device)> device_memory;
firmware::Device* device = nullptr;

std::uint32_t number(std::span<const std::uint8_t> bytes) noexcept {
  std::uint32_t word = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) word = word << 8 | bytes[i - 1];
  return word;
}

template <std::size_t kBytes>
std::uint32_t read_number() noexcept {
  std::array<std::uint8_t, kBytes> bytes{};
  return image::read_in(bytes) ? number(bytes) : 0;
}

// One packet, and what is answered; its stack.
std::size_t hear(std::size_t size) noexcept {
  tape::hear({packet.data(), size});
  return image::stack_of([] {
    count([] {
      while (tape::is_hearing()) device->work();
    });
  });
}

void start() noexcept {
  device =
      ::new (device_memory.data()) firmware::Device(keys, firmware::retained().log, true);
  count([] { device->boot(); });
}

bool tell(const char* name, std::size_t bytes) noexcept {
  Line()
      .text("stack ")
      .text(name)
      .text(",")
      .number(static_cast<std::int64_t>(bytes))
      .end();
  return bytes > 0;
}

}  // namespace

int print_trace() noexcept {
  begin_section("nothing", 0, 1);
  for (int i = 0; i < 64; ++i) count([] {});
  if (!image::read_in(keys[0])) return 1;
  std::size_t session_stack = 0;
  std::size_t frame_stack = 0;
  begin_section("start", 0, 1);
  const std::size_t start_stack = image::stack_of(start);
  std::uint32_t last = 0;
  for (;;) {
    const std::uint32_t kind = read_number<1>();
    if (kind == 'e') break;
    const std::size_t size = read_number<2>();
    if (size == 0 || size > packet.size()) return 2;
    if (!image::read_in({packet.data(), size})) return 3;
    const std::uint32_t answered = read_number<4>();
    if (kind != last) begin_section(kind == 'f' ? "frame" : "session", 0, 1);
    last = kind;
    std::size_t& deepest = kind == 'f' ? frame_stack : session_stack;
    deepest = std::max(deepest, hear(size));
    if (kind == 'f' && tape::answer_crc() != answered) return 4;
  }
  // With the program that was uploaded, and what it has spent.
  begin_section("restart", 0, 1);
  const std::size_t restart_stack = image::stack_of(start);
  return tell("start", start_stack) && tell("session", session_stack) &&
                 tell("frame", frame_stack) && tell("restart", restart_stack)
             ? 0
             : 5;
}

}  // namespace homeostat::golden
