// The way out of an emulated device: text and an exit status, through the debugger's
// door (Arm semihosting). Only the golden trace uses it.
#pragma once

namespace homeostat::golden {

[[noreturn]] void leave(int status) noexcept;

// Says why on the console and leaves with 98.
[[noreturn]] void die(const char* why) noexcept;

}  // namespace homeostat::golden
