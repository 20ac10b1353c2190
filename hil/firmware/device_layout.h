// Where in the memory of a device what lies, for campaigns that turn its bits: written
// into the image, behind all that is loaded into a processor.
#pragma once

#include "controller/loop_layout.h"
#include "hil/firmware/device.h"

namespace homeostat::firmware {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
struct Device::Layout {
  static constexpr std::uint32_t kLoop = offsetof(Device, loop_memory_);
  static constexpr controller::MemoryRegion kSession{
      "session", offsetof(Device, session_), sizeof(wire::DeviceSession)};
  // Of what is in none of the others.
  static constexpr controller::MemoryRegion kDevice{"device", 0, sizeof(Device)};
};
#pragma GCC diagnostic pop

// Offsets of `loop` count from the loop's place, the others from the device's.
struct DeviceMap {
  const void* device;
  std::uint32_t loop_offset = Device::Layout::kLoop;
  std::uint32_t count = controller::ClosedLoop::Layout::kRegions.size();
  std::array<controller::MemoryRegion, controller::ClosedLoop::Layout::kRegions.size()>
      loop = controller::ClosedLoop::Layout::kRegions;
  controller::MemoryRegion session = Device::Layout::kSession;
  controller::MemoryRegion rest = Device::Layout::kDevice;
};

}  // namespace homeostat::firmware
