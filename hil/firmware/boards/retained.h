// Memory that a reset leaves alone, as the QEMU boards lay it out.
#pragma once

#include <cstdint>

#include "hil/firmware/board.h"
#include "hil/firmware/event_log.h"

namespace homeostat::firmware {

struct Retained {
  std::uint32_t magic;       // what follows was written before this reset
  std::uint8_t reset_cause;  // of the reset under way
  std::uint32_t fault_at;    // 0: none
  EventLog log;
};
static_assert(sizeof(Retained) <= BOARD_RETAINED_BYTES);

inline Retained& retained() noexcept { return *static_cast<Retained*>(board_retained()); }

}  // namespace homeostat::firmware
