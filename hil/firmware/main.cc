// The firmware of a rig's device: its patient is at the other end of the link.
#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "programmer_key.h"

extern "C" void firmware_main() {
  static homeostat::firmware::Device device(homeostat::firmware::kProgrammerKeys,
                                            homeostat::firmware::retained().log, true);
  device.boot();
  for (;;) device.work();
}
