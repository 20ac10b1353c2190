#include "hil/fault_injection.npb.h"
#include "hil/faults/fault.h"
#include "hil/wire/nanopb_message.h"

namespace homeostat::wire {

using PbFaultChange = homeostat_wire_v1_FaultChange;

static_assert(_homeostat_wire_v1_Fault_Kind_MAX ==
              static_cast<homeostat_wire_v1_Fault_Kind>(kLastFault));

std::size_t encode(const Fault& fault, std::span<std::uint8_t> out) noexcept {
  PbFaultChange message;
  clear(message);
  message.has_fault = true;
  message.fault = {static_cast<homeostat_wire_v1_Fault_Kind>(fault.kind), fault.place,
                   fault.amount};
  return encode_message(homeostat_wire_v1_FaultChange_fields, message, out);
}

bool decode(Bytes change, Fault& fault) noexcept {
  PbFaultChange message;
  if (!decode_message(homeostat_wire_v1_FaultChange_fields, change, message))
    return false;
  fault.place = message.fault.place;
  fault.amount = message.fault.amount;
  return message.has_fault && message.fault.kind != homeostat_wire_v1_Fault_Kind_NONE &&
         choose(static_cast<std::uint32_t>(message.fault.kind), kLastFault, fault.kind);
}

}  // namespace homeostat::wire
