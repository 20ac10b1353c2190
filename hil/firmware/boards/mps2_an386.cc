// Arm MPS2+ with the Cortex-M4F image AN386, as QEMU has it. Link: CMSDK UART 0.
#include <cstring>

#include "hil/firmware/board.h"
#include "hil/firmware/boards/cortex_m4.h"

using homeostat::firmware::ByteQueue;
using homeostat::firmware::device_register;

namespace {

constexpr std::uint32_t kClockHz = 25'000'000;
constexpr std::uintptr_t kData = 0x40004000;
constexpr std::uintptr_t kState = 0x40004004;
constexpr std::uintptr_t kControl = 0x40004008;
constexpr std::uintptr_t kInterrupt = 0x4000400C;
constexpr std::uintptr_t kDivider = 0x40004010;
constexpr std::uint32_t kTransmitFull = 1;
constexpr std::uint32_t kReceiveFull = 2;
constexpr std::uint32_t kReceiveInterrupt = 2;
constexpr std::uint32_t kBothWaysAndReceiveInterrupt = 1 | 2 | 8;

ByteQueue received;

}  // namespace

extern "C" {
void board_start() {
  homeostat::firmware::start_clock(kClockHz);
  device_register(kDivider) = 16;
  device_register(kControl) = kBothWaysAndReceiveInterrupt;
  homeostat::firmware::enable_interrupt(0);
}

void board_link_interrupt() {
  device_register(kInterrupt) = kReceiveInterrupt;
  while ((device_register(kState) & kReceiveFull) != 0)
    received.put(static_cast<std::uint8_t>(device_register(kData)));
}

std::size_t board_link_read(std::uint8_t* bytes, std::size_t most) {
  return received.take(bytes, most);
}

void board_link_write(const std::uint8_t* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    while ((device_register(kState) & kTransmitFull) != 0) {
    }
    device_register(kData) = bytes[i];
  }
}

void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "qemu mps2-an386\0", 16); }
}
