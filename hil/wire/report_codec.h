// What a step saw, wished and granted, from and to its message. Only codecs include this.
#pragma once

#include "hil/wire.npb.h"
#include "hil/wire/message.h"

namespace homeostat::wire {

void write_report(const Report& from, homeostat_wire_v1_Report& to) noexcept;
// False where a number does not fit.
[[nodiscard]] bool read_report(const homeostat_wire_v1_Report& from, Report& to) noexcept;

}  // namespace homeostat::wire
