// The firmware within this process, at the other end of two queues of bytes. One at a
// time: a process is one board.
#pragma once

#include <memory>

#include "controller/signature.h"
#include "hil/rig/rig.h"

namespace homeostat::hil {

std::unique_ptr<Rig> make_loopback_rig(const controller::PublicKey& trusted);

}  // namespace homeostat::hil
