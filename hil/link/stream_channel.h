// Byte channels of the operating system: serial ports, TCP, and the pipes of a process.
//
// Boost.Asio enters here. Each throws UnreachableError where there is nothing to open,
// and its channel LinkError where the other end is gone.
#pragma once

#include <memory>
#include <string>

#include "hil/link/byte_channel.h"

namespace homeostat::hil {

// A serial port or pseudo-terminal: 115200 baud unless said otherwise, eight bits, no
// parity, one stop bit, no flow control.
std::unique_ptr<ByteChannel> open_serial(const std::string& device, unsigned baud);

std::unique_ptr<ByteChannel> open_tcp(const std::string& host, const std::string& port);

// One end of a socket pair, taken over.
std::unique_ptr<ByteChannel> adopt_socket(int descriptor);

}  // namespace homeostat::hil
