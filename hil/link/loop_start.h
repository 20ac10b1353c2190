// What a device's loop begins a run from, so that the host's loop beside it begins from
// the same: read before the first frame, without a session. Protocol: hil/WIRE.md.
#pragma once

#include "hil/link/host_link.h"
#include "hil/link/programmer.h"
#include "safety/envelope.h"

namespace homeostat::hil {

struct LoopStart {
  bool restored = false;  // it went on from `state`; else it began with full budgets
  safety::PersistedState state{};
};

// Throws RefusedError where the device is no rig's or its loop has stepped already;
// LinkError where it tells a state that is none.
LoopStart read_start(HostLink& link);

// The same of any rig's device: one whose loop has stepped begins anew first, which takes
// the programmer's session.
LoopStart begin_anew(HostLink& link, Programmer& programmer);

}  // namespace homeostat::hil
