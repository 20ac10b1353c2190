// The golden trace as a call, so that a device may run it without a main().
#pragma once

namespace homeostat::golden {

// Writes the whole trace to write_out(); 0, or 1 where the program does not hold.
[[nodiscard]] int print_trace() noexcept;

}  // namespace homeostat::golden
