/* The first instructions of a Cortex-M4F in QEMU: a firmware of its own has its own. */
#include <stdint.h>

#define CPACR (*(volatile uint32_t *)UINT32_C(0xE000ED88))
#define END_OF_RAM ((void (*)(void))UINT32_C(0x20400000))

void _start(void); /* newlib's: memory, then main() */

static void reset(void) {
  CPACR |= UINT32_C(0xF) << 20; /* floating point, on */
  __asm volatile("dsb\n isb");
  _start();
}

__attribute__((section(".vectors"), used)) static void (*const vectors[])(void) = {
    END_OF_RAM, reset};
