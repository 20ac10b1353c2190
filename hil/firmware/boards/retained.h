// Memory that a reset leaves alone, as the QEMU boards lay it out.
#pragma once

#include <cstdint>

#include "controller/homeostat.h"
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

inline constexpr std::uint32_t kRetainedMagic = 0x52455441;  // "RETA"

inline Retained& retained() noexcept { return *static_cast<Retained*>(board_retained()); }

// What the last start found and did not tell yet: the cause of the reset before it, once.
inline std::uint8_t take_reset_cause() noexcept {
  Retained& memory = retained();
  std::uint8_t cause = memory.reset_cause;
  if (memory.magic != kRetainedMagic) {
    memory = {};
    memory.magic = kRetainedMagic;
    cause = HOMEOSTAT_RESET_POWER_ON;
  }
  memory.reset_cause = HOMEOSTAT_RESET_BROWN_OUT;  // of one that says nothing
  return cause;
}

// Outputs off, and a reset whose cause is told after it. Each board's own.
[[noreturn]] void reset_because(std::uint8_t cause) noexcept;

}  // namespace homeostat::firmware
