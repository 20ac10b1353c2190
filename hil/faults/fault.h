// Faults that a rig asks of a device: hil/fault_injection.proto. Built only where
// HOMEOSTAT_FAULT_INJECTION is on; a release build has neither this nor its message.
#pragma once

#include "hil/wire/ports.h"

namespace homeostat::wire {

enum class FaultKind : std::uint8_t {
  kNone,
  kStuckChannel,
  kClockStep,
  kHang,
  kReset,
  kFlipBit,
  kCorruptProgram,
  kBrownOut,
  kCorruptStore,
  kExhaustStack,
};
inline constexpr FaultKind kLastFault = FaultKind::kExhaustStack;

struct Fault {
  FaultKind kind = FaultKind::kNone;
  std::uint32_t place = 0;
  std::int32_t amount = 0;
};

// A change that Signed carries. Bytes written; 0: no room.
[[nodiscard]] std::size_t encode(const Fault& fault,
                                 std::span<std::uint8_t> out) noexcept;
// False where the bytes hold no fault of a kind that is known.
[[nodiscard]] bool decode(Bytes change, Fault& fault) noexcept;

// A rig's device: takes what the session has admitted.
class FaultPort : public MoreChanges {
 public:
  Refusal apply(Bytes change) noexcept final {
    Fault fault;
    if (!decode(change, fault)) return Refusal::kUnknown;
    inject(fault);
    return Refusal::kNone;
  }
  virtual void inject(const Fault& fault) noexcept = 0;

 protected:
  ~FaultPort() = default;
};

}  // namespace homeostat::wire
