// Why the monitor demands off. Its own list: it shares none with the guard.
#pragma once

#include <cstdint>

namespace homeostat::safety {

// In order of gravity: of several, the last is told.
enum class MonitorReason : std::uint8_t {
  kNone,
  kMissing,    // commanded, and frame after frame nothing was delivered
  kMismatch,   // another charge, amplitude, width or period than commanded, twice
  kBalance,    // more net charge than a contact bears
  kResidual,   // voltage left on the electrode
  kRate,       // pulses too close to each other
  kCharge,     // more charge in one phase than a contact bears
  kUnasked,    // pulses that no command in force allows
  kSource,     // the source itself reports a fault
  kMalformed,  // an echo that cannot be: nothing is known of what was delivered
  kCorrupt,    // its own latch was corrupted
};
inline constexpr int kMonitorReasons = 11;

const char* name_of(MonitorReason reason) noexcept;    // "balance"
const char* words_for(MonitorReason reason) noexcept;  // one line for a person

}  // namespace homeostat::safety
