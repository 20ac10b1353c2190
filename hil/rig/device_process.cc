// The firmware as a process of this computer: its link is its standard input and output.
//
//   homeostat_device KEY [MEMORY]
//     KEY: the public key that it trusts, 65 bytes in hexadecimal
//     MEMORY: a file for its non-volatile memory, which else goes with the process
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "hil/rig/host_board.h"

namespace {

using homeostat::controller::PublicKey;

bool read_key(const char* hex, PublicKey& key) {
  if (std::strlen(hex) != 2 * key.size()) return false;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char* at = hex + 2 * i;
    if (std::from_chars(at, at + 2, key[i], 16).ptr != at + 2) return false;
  }
  return true;
}

// Waits for bytes; false where the other end is gone.
bool hear(homeostat::firmware::HostBoard& board) {
  std::array<std::uint8_t, 4096> portion;
  const ssize_t count = read(STDIN_FILENO, portion.data(), portion.size());
  if (count <= 0) return false;
  board.to_device.insert(board.to_device.end(), portion.begin(), portion.begin() + count);
  return true;
}

void answer(homeostat::firmware::HostBoard& board) {
  while (!board.from_device.empty()) {
    std::array<std::uint8_t, 4096> portion;
    std::size_t count = 0;
    for (; count < portion.size() && !board.from_device.empty(); ++count) {
      portion[count] = board.from_device.front();
      board.from_device.pop_front();
    }
    for (std::size_t at = 0; at < count;) {
      const ssize_t written = write(STDOUT_FILENO, portion.data() + at, count - at);
      if (written <= 0) return;
      at += static_cast<std::size_t>(written);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  static PublicKey keys[1];
  if (argc < 2 || argc > 3 || !read_key(argv[1], keys[0])) {
    std::fprintf(stderr,
                 "usage: homeostat_device KEY [MEMORY] (a public key of 65 bytes in "
                 "hex, a file)\n");
    return 2;
  }
  if (argc == 3 && !homeostat::firmware::keep_memory_in(argv[2])) {
    std::fprintf(stderr,
                 "homeostat_device: %s: no memory of a device, and none can be made\n",
                 argv[2]);
    return 2;
  }
  static homeostat::firmware::Device device(keys, homeostat::firmware::retained().log,
                                            true);
  device.boot();
  homeostat::firmware::HostBoard& board = homeostat::firmware::host_board();
  while (hear(board)) {
    while (!board.to_device.empty()) device.work();
    answer(board);
  }
  return 0;
}
