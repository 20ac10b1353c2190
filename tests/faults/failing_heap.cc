#include "tests/faults/failing_heap.h"

#include <cstdlib>
#include <new>

namespace homeostat::faults {
namespace {

std::int64_t until_failure = 0;

void* take(std::size_t size) {
  if (until_failure > 0 && --until_failure == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void fail_allocation(std::int64_t nth) { until_failure = nth; }

}  // namespace homeostat::faults

void* operator new(std::size_t size) { return homeostat::faults::take(size); }
void* operator new[](std::size_t size) { return homeostat::faults::take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
