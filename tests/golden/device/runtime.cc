// All of the C++ run time that the core may refer to, each piece a trap. There is no
// operator new and no malloc: an image that asks for a heap does not link.
#include <cstddef>

#include "tests/golden/device/semihosting.h"

// Virtual destructors in Boost.Statechart refer to it; nothing may reach it.
void operator delete(void*) noexcept { homeostat::golden::die("operator delete"); }
void operator delete(void*, std::size_t) noexcept {
  homeostat::golden::die("operator delete");
}

extern "C" {
extern void* const __dso_handle;
void* const __dso_handle = nullptr;
int __aeabi_atexit(void*, void (*)(void*), void*);
int __aeabi_atexit(void*, void (*)(void*), void*) {
  return 0;
}  // nothing comes after exit
void __cxa_pure_virtual() { homeostat::golden::die("pure virtual call"); }
void abort() { homeostat::golden::die("abort"); }
}
