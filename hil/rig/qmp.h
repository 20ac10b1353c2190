// QEMU's own monitor: commands and events as lines of JSON over a socket.
//
// Protocol: QEMU's documentation, "QEMU Machine Protocol".
#pragma once

#include <memory>
#include <string>

#include "hil/link/byte_channel.h"

namespace homeostat::hil {

// Not thread-safe. Everything throws LinkError where QEMU is gone, does not answer in
// time, or refuses.
class Qmp {
 public:
  // Takes the socket over.
  explicit Qmp(int descriptor);

  // Returns when QEMU has done it, and told that event; empty: none is waited for.
  void run(const std::string& command, const std::string& event = "");

 private:
  std::string next_line();

  std::unique_ptr<ByteChannel> channel_;
  std::string heard_;
  bool greeted_ = false;
};

}  // namespace homeostat::hil
