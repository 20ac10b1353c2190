// The first instructions on a Cortex-M4F: memory, floating point unit, trace, exit.
#include <cstdint>
#include <cstring>

#include "tests/golden/device/semihosting.h"
#include "tests/golden/trace.h"

extern "C" {
// Made by memory.ld.
extern std::uint32_t stack_top[];
extern std::uint8_t data_load[], data_start[], data_end[], bss_start[], bss_end[];
using Constructor = void (*)();
extern const Constructor constructors_start[], constructors_end[];

[[noreturn]] void reset() {
  // CPACR: full access to the floating point unit, else its first instruction traps.
  *reinterpret_cast<volatile std::uint32_t*>(0xE000ED88) |= 0xFU << 20;
  asm volatile("dsb\n isb");
  std::memcpy(data_start, data_load, static_cast<std::size_t>(data_end - data_start));
  std::memset(bss_start, 0, static_cast<std::size_t>(bss_end - bss_start));
  for (const Constructor* make = constructors_start; make != constructors_end; ++make) {
    (*make)();
  }
  homeostat::golden::leave(homeostat::golden::print_trace());
}

[[noreturn]] void fault() { homeostat::golden::die("processor fault"); }

using Vector = void (*)();
__attribute__((section(".vectors"), used)) const Vector vectors[16] = {
    reinterpret_cast<Vector>(stack_top),
    reset,
    fault,  // NMI
    fault,  // hard fault
    fault,  // memory
    fault,  // bus
    fault,  // usage
};
}
