#include "hil/firmware/boards/cortex_m4.h"

#include <cstring>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware {
namespace {

constexpr std::uint32_t kTicksOfClock = 1000;  // a second

volatile std::uint32_t milliseconds_low = 0;
volatile std::uint32_t milliseconds_high = 0;
std::uint32_t counts_per_ms = 1;
volatile std::uint32_t watchdog_left_ms = 0;  // 0: not started
std::uint32_t watchdog_ms = 0;

constexpr std::uintptr_t kSysTickControl = 0xE000E010;
constexpr std::uintptr_t kSysTickReload = 0xE000E014;
constexpr std::uintptr_t kSysTickValue = 0xE000E018;
constexpr std::uintptr_t kInterruptEnable = 0xE000E100;
constexpr std::uintptr_t kResetControl = 0xE000ED0C;
constexpr std::uint32_t kResetRequest = 0x05FA0004;
constexpr std::uint32_t kStackExhausted = 0xFFFFFFFF;

}  // namespace

void start_clock(std::uint32_t ticks_per_second) noexcept {
  counts_per_ms = ticks_per_second / kTicksOfClock;
  device_register(kSysTickReload) = counts_per_ms - 1;
  device_register(kSysTickValue) = 0;
  device_register(kSysTickControl) = 7;  // processor's clock, interrupt, on
}

void enable_interrupt(int number) noexcept {
  device_register(kInterruptEnable + 4U * (static_cast<unsigned>(number) / 32)) =
      1U << (static_cast<unsigned>(number) % 32);
}

void reset_because(std::uint8_t cause) noexcept {
  board_disable_outputs();
  retained().reset_cause = cause;
  asm volatile("dsb" ::: "memory");
  device_register(kResetControl) = kResetRequest;
  for (;;) {
  }
}

}  // namespace homeostat::firmware

using namespace homeostat::firmware;

extern "C" {
// Made by memory.ld.
extern std::uint32_t stack_bottom[], stack_top[];
extern std::uint8_t data_load[], data_start[], data_end[], bss_start[], bss_end[];
using Constructor = void (*)();
extern const Constructor constructors_start[], constructors_end[];

void firmware_main();

std::uint64_t board_now_us() {
  std::uint32_t low;
  std::uint32_t high;
  std::uint32_t value;
  do {  // until no millisecond ends between the readings
    high = milliseconds_high;
    low = milliseconds_low;
    value = device_register(kSysTickValue);
  } while (low != milliseconds_low);
  const std::uint64_t ms = static_cast<std::uint64_t>(high) << 32 | low;
  return ms * 1000 + (counts_per_ms - 1 - value) * 1000 / counts_per_ms;
}

void board_watchdog_start(std::uint32_t timeout_us) {
  watchdog_ms = timeout_us / 1000;
  board_watchdog_feed();
}

void board_watchdog_feed() { watchdog_left_ms = watchdog_ms; }

void board_reset() { reset_because(HOMEOSTAT_RESET_SOFTWARE); }

void board_idle() { asm volatile("wfi"); }

void clock_interrupt() {
  milliseconds_low = milliseconds_low + 1;
  if (milliseconds_low == 0) milliseconds_high = milliseconds_high + 1;
  if (watchdog_left_ms == 0) return;
  watchdog_left_ms = watchdog_left_ms - 1;
  if (watchdog_left_ms == 0) reset_because(HOMEOSTAT_RESET_WATCHDOG);
}

// `frame`: what the processor stacked; its seventh word is where it was. Whose stack is
// exhausted has nothing there to read.
[[noreturn, gnu::used]] void processor_fault(const std::uint32_t* frame) {
  board_disable_outputs();
  const bool stacked = frame >= stack_bottom && frame + 8 <= stack_top;
  retained().fault_at = stacked ? frame[6] : kStackExhausted;
  reset_because(HOMEOSTAT_RESET_SOFTWARE);
}

// Goes on at the top of the stack: nothing returns from here.
[[gnu::naked]] void fault() {
  asm volatile(
      "tst lr, #4\n ite eq\n mrseq r0, msp\n mrsne r0, psp\n"
      "movw r1, #:lower16:stack_top\n movt r1, #:upper16:stack_top\n"
      "msr msp, r1\n b processor_fault");
}

[[noreturn]] void reset() {
  // CPACR: full access to the floating point unit, else its first instruction traps.
  device_register(0xE000ED88) |= 0xFU << 20;
  asm volatile("dsb\n isb");
  board_disable_outputs();
  std::memcpy(data_start, data_load, static_cast<std::size_t>(data_end - data_start));
  std::memset(bss_start, 0, static_cast<std::size_t>(bss_end - bss_start));
  for (const Constructor* make = constructors_start; make != constructors_end; ++make) {
    (*make)();
  }
  board_start();
  firmware_main();
  board_reset();
  for (;;) {
  }
}

using Vector = void (*)();
constexpr int kSystemVectors = 15;  // behind the stack's
constexpr int kInterrupts = 96;
struct Vectors {
  Vector of[kSystemVectors + kInterrupts];
};

constexpr Vectors all_vectors() {
  Vectors vectors{};
  for (Vector& vector : vectors.of) vector = fault;
  vectors.of[0] = reset;
  vectors.of[14] = clock_interrupt;
  for (int i = 0; i < kInterrupts; ++i)
    vectors.of[kSystemVectors + i] = board_link_interrupt;
  return vectors;
}
__attribute__((section(".vectors.stack"), used)) std::uint32_t* const initial_stack =
    stack_top;
__attribute__((section(".vectors.rest"), used)) const Vectors vectors = all_vectors();
}
