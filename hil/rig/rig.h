// A rig: a device to talk to, wherever it is, and what can be done to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "controller/signature.h"
#include "hil/link/byte_channel.h"

namespace homeostat::hil {

// What can be done to a device from outside of its link. The clock of who stops a
// process goes on; that of a stopped processor stands.
enum class RigAct : std::uint8_t {
  kStopProcess,  // SIGSTOP
  kContinueProcess,
  kStopProcessor,  // QMP stop
  kContinueProcessor,
  kReset,  // the processor's, from outside: what a reset leaves alone stays
};
const char* name_of(RigAct act);

class Rig {
 public:
  virtual ~Rig() = default;
  virtual ByteChannel& channel() = 0;

  virtual bool can(RigAct act) const;
  // Done when it returns. Throws UsageError where this rig cannot, LinkError where it is
  // gone.
  virtual void act(RigAct act);
};

// `words`, one of:
//   loopback            the firmware within this process
//   process[:faults]    the firmware as a process of this computer
//   qemu[:BOARD[:faults]]
//                       the same for Cortex-M4F, emulated: mps2-an386, netduinoplus2; its
//                       images lie in build/firmware, or where HOMEOSTAT_FIRMWARE says
//   serial:DEVICE[@BAUD]
//   tcp:HOST:PORT
// `faults`: a build that takes injected faults (hil/faults), where there is one.
// `trusted`: the programmer's key, for devices that are made here; a board has its own.
// Throws UsageError for other words, UnreachableError where no device is there, LinkError
// where one cannot be started.
std::unique_ptr<Rig> open_rig(const std::string& words,
                              const controller::PublicKey& trusted);

}  // namespace homeostat::hil
