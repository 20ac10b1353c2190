// How much stack a call needs, by painting what is free before it. Zero on a host, where
// sanitizers and compilers add their own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace homeostat::image {

#ifdef HOMEOSTAT_DEVICE

extern "C" std::uint32_t stack_bottom[];  // made by tests/golden/device/memory.ld

inline constexpr std::uint32_t kPaint = 0xA5A5A5A5;

template <class Call>
[[gnu::noinline]] std::size_t stack_of(const Call& call) noexcept {
  constexpr std::size_t kOwn = 64;  // bytes: what lies below is free while painting
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  auto* const end = reinterpret_cast<volatile std::uint32_t*>(here - kOwn);
  for (volatile std::uint32_t* word = stack_bottom; word < end; ++word) *word = kPaint;
  call();
  volatile std::uint32_t* deepest = stack_bottom;
  while (deepest < end && *deepest == kPaint) ++deepest;
  return here - reinterpret_cast<std::uintptr_t>(deepest);
}

#else

template <class Call>
std::size_t stack_of(const Call& call) noexcept {
  call();
  return 0;
}

#endif

}  // namespace homeostat::image
