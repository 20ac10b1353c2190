// The frame of a simulated patient, from and to its message. Only codecs include this.
#pragma once

#include "hil/wire.npb.h"
#include "hil/wire/message.h"

namespace homeostat::wire {

// False where the frame cannot be told: see hil/wire/codec.h.
[[nodiscard]] bool write_frame(const Request& from, homeostat_wire_v1_Frame& to) noexcept;
// False where it contradicts itself or does not fit.
[[nodiscard]] bool read_frame(const homeostat_wire_v1_Frame& from, Request& to) noexcept;

}  // namespace homeostat::wire
