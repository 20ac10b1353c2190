#include "tests/device/counted.h"

// Never inlined, merged or left out: each is an address.
#define MARKER(name, number) \
  [[gnu::noipa, gnu::used]] void name() { asm volatile("" ::"r"(number)); }
MARKER(count_section, 0)
MARKER(count_begin, 1)
MARKER(count_end, 2)
#undef MARKER
