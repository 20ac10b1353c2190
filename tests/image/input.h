// What a probe reads: standard input, on a host or through semihosting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace homeostat::image {

// False where there is less than that.
bool read_in(std::span<std::uint8_t> into) noexcept;

}  // namespace homeostat::image
