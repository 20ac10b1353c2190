// A rig: a device to talk to, wherever it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "controller/signature.h"
#include "hil/link/byte_channel.h"

namespace homeostat::hil {

class Rig {
 public:
  virtual ~Rig() = default;
  virtual ByteChannel& channel() = 0;
};

// `words`, one of:
//   loopback            the firmware within this process
//   process             the firmware as a process of this computer
//   qemu[:BOARD]        the same for Cortex-M4F, emulated: mps2-an386, netduinoplus2; its
//                       images lie in build/firmware, or where HOMEOSTAT_FIRMWARE says
//   serial:DEVICE[@BAUD]
//   tcp:HOST:PORT
// `trusted`: the programmer's key, for devices that are made here; a board has its own.
// Throws UsageError for other words, LinkError where the device cannot be reached.
std::unique_ptr<Rig> open_rig(const std::string& words,
                              const controller::PublicKey& trusted);

}  // namespace homeostat::hil
