#include <cstddef>
#include <new>

#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device_layout.h"
#include "hil/firmware/make_device.h"

namespace homeostat::firmware {

// Never destroyed: nothing is left to do after it.
Device& make_device(std::span<const controller::PublicKey> keys) noexcept {
  alignas(Device) static std::byte memory[sizeof(Device)];
  // Read out of the image, and by nobody in it.
  [[gnu::section(".map"), gnu::used]] static const DeviceMap map{.device = memory};
  return *::new (memory) Device(keys, retained().log, true);
}

}  // namespace homeostat::firmware
