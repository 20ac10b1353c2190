// Bytes to a device and from it: a socket, a serial port, a device in this process.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

#include "hil/wire/packet.h"

namespace homeostat::hil {

class ByteChannel {
 public:
  virtual ~ByteChannel() = default;

  // Both throw LinkError where the other end is gone.
  virtual void write(wire::Bytes bytes) = 0;
  // Fills the front of `room` with at least one byte and says how many, or waits until
  // `deadline` and returns 0.
  virtual std::size_t read(std::span<std::uint8_t> room,
                           std::chrono::microseconds deadline) = 0;

  // The clock of deadlines: never runs backwards. A device in this process has its own.
  virtual std::chrono::microseconds now() = 0;
};

}  // namespace homeostat::hil
