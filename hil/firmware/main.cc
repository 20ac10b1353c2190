// The firmware of a rig's device: its patient is at the other end of the link.
#include <cstddef>
#include <new>

#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "hil/firmware/device_layout.h"
#include "programmer_key.h"

// Never destroyed: nothing is left to do after it.
extern "C" void firmware_main() {
  using homeostat::firmware::Device;
  alignas(Device) static std::byte memory[sizeof(Device)];
  // Read out of the image, and by nobody in it.
  [[gnu::section(".map"), gnu::used]] static const homeostat::firmware::DeviceMap map{
      .device = memory};
  auto& device = *::new (memory) Device(homeostat::firmware::kProgrammerKeys,
                                        homeostat::firmware::retained().log, true);
  device.boot();
  for (;;) device.work();
}
