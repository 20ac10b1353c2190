// Netduino Plus 2, an STM32F405, as QEMU has it. Link: USART 1.
#include <cstring>

#include "hil/firmware/board.h"
#include "hil/firmware/boards/cortex_m4.h"

using homeostat::firmware::ByteQueue;
using homeostat::firmware::device_register;

namespace {

constexpr std::uint32_t kClockHz = 168'000'000;
constexpr std::uintptr_t kState = 0x40011000;
constexpr std::uintptr_t kData = 0x40011004;
constexpr std::uintptr_t kControl = 0x4001100C;
constexpr std::uint32_t kReceived = 1U << 5;
constexpr std::uint32_t kTransmitEmpty = 1U << 7;
constexpr std::uint32_t kOnBothWaysAndReceiveInterrupt =
    1U << 13 | 1U << 5 | 1U << 3 | 1U << 2;
constexpr int kInterruptNumber = 37;

ByteQueue received;

}  // namespace

extern "C" {
void board_start() {
  homeostat::firmware::start_clock(kClockHz);
  device_register(kControl) = kOnBothWaysAndReceiveInterrupt;
  homeostat::firmware::enable_interrupt(kInterruptNumber);
}

void board_link_interrupt() {
  while ((device_register(kState) & kReceived) != 0)
    received.put(static_cast<std::uint8_t>(device_register(kData)));
}

std::size_t board_link_read(std::uint8_t* bytes, std::size_t most) {
  return received.take(bytes, most);
}

void board_link_write(const std::uint8_t* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    while ((device_register(kState) & kTransmitEmpty) == 0) {
    }
    device_register(kData) = bytes[i];
  }
}

void board_id(std::uint8_t* bytes) { std::memcpy(bytes, "qemu netduino+2\0", 16); }
}
