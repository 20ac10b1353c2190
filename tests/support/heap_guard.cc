#include "tests/support/heap_guard.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<int> news{0};

void* counted(void* memory) {
  ++news;
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// Sanitizers bring their own form for arrays, so it is replaced as well.
void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void* operator new[](std::size_t size) { return counted(std::malloc(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
// std::stable_sort asks this way.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++news;
  return std::malloc(size);
}
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace homeostat::testing {
HeapGuard::HeapGuard() : before_(news) {}
HeapGuard::~HeapGuard() = default;
int HeapGuard::allocations() const { return news - before_; }
}  // namespace homeostat::testing
