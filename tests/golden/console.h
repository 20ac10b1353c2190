// Where the golden trace writes: standard output, on a host or through semihosting.
#pragma once

#include <cstddef>

namespace homeostat::golden {

void write_out(const char* text, std::size_t size) noexcept;

}  // namespace homeostat::golden
