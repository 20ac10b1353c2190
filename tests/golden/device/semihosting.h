// The way out of an emulated device and into it: text, bytes and an exit status, through
// the debugger's door (Arm semihosting). Only tests use it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace homeostat::golden {

// False where the host's standard input has less than that.
bool read_standard_input(std::uint8_t* into, std::size_t size) noexcept;

[[noreturn]] void leave(int status) noexcept;

// Says why on the console and leaves with 98.
[[noreturn]] void die(const char* why) noexcept;

}  // namespace homeostat::golden
