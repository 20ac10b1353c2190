// From typed limits to the guard's plain numbers. For envelope.cc and limits.cc alone.
#pragma once

#include "safety/guard.h"
#include "safety/limits.h"

namespace homeostat::safety {

// The area of a contact of the implant under these leads; zero where there is none.
std::uint32_t area_um2(const Limits& limits, int contact) noexcept;

// Requires that validate(limits) finds no fault.
void lower(const Limits& limits, guard_limits& out) noexcept;

// One configuration alone; what does not fit its field becomes what the guard refuses.
void lower(const ElectrodeConfiguration& configuration,
           guard_configuration& out) noexcept;

}  // namespace homeostat::safety
