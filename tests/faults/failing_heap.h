// A heap whose n-th allocation fails, for whoever asks for it: only in a child process,
// since what is broken by it is thrown away.
#pragma once

#include <cstdint>

namespace homeostat::faults {

// From now on, in this process; once. Zero: never.
void fail_allocation(std::int64_t nth);

}  // namespace homeostat::faults
