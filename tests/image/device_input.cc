#include "tests/golden/device/semihosting.h"
#include "tests/image/input.h"

bool homeostat::image::read_in(std::span<std::uint8_t> into) noexcept {
  return golden::read_standard_input(into.data(), into.size());
}
