// The firmware of a rig's device.
#include "hil/firmware/make_device.h"
#include "programmer_key.h"

extern "C" void firmware_main() {
  homeostat::firmware::Device& device =
      homeostat::firmware::make_device(homeostat::firmware::kProgrammerKeys);
  device.boot();
  for (;;) device.work();
}
