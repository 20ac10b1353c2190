#include <cstdio>

#include "tests/image/input.h"

bool homeostat::image::read_in(std::span<std::uint8_t> into) noexcept {
  return std::fread(into.data(), 1, into.size(), stdin) == into.size();
}
