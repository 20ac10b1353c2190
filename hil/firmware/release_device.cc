#include "hil/firmware/boards/retained.h"
#include "hil/firmware/make_device.h"

namespace homeostat::firmware {

Device& make_device(std::span<const controller::PublicKey> keys) noexcept {
  static Device device(keys, retained().log, true);
  return device;
}

}  // namespace homeostat::firmware
