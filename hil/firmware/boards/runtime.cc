// All of the C++ run time that the firmware may refer to: each piece a reset. There is no
// operator new and no malloc: an image that asks for a heap does not link.
#include <cstddef>

#include "hil/firmware/board.h"

// Virtual destructors refer to it; nothing may reach it.
void operator delete(void*) noexcept { board_reset(); }
void operator delete(void*, std::size_t) noexcept { board_reset(); }

extern "C" {
extern void* const __dso_handle;
void* const __dso_handle = nullptr;
int __aeabi_atexit(void*, void (*)(void*), void*);
int __aeabi_atexit(void*, void (*)(void*), void*) { return 0; }  // main never returns
void __cxa_pure_virtual() { board_reset(); }
void abort() {
  board_reset();
  for (;;) {
  }
}
}
