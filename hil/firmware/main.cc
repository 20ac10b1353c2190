// The firmware of a rig's device: its patient is at the other end of the link.
#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "hil/firmware/device_layout.h"
#include "programmer_key.h"

extern "C" void firmware_main() {
  static homeostat::firmware::Device device(homeostat::firmware::kProgrammerKeys,
                                            homeostat::firmware::retained().log, true);
  // Read out of the image, and by nobody in it.
  [[gnu::section(".map"), gnu::used]] static const homeostat::firmware::DeviceMap map{
      .device = &device};
  device.boot();
  for (;;) device.work();
}
