// The firmware as a process of this computer: its link is its standard input and output.
//
//   homeostat_device KEY [MEMORY]
//     KEY: the public key that it trusts, 65 bytes in hexadecimal
//     MEMORY: a file for its non-volatile memory, which else goes with the process
//
// A reset is the same program begun anew, with the memory that a reset leaves alone: the
// device's own, its watchdog's, or from outside by the signal USR1.
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "hil/firmware/make_device.h"
#include "hil/rig/host_board.h"

namespace {

using homeostat::controller::PublicKey;
using homeostat::firmware::host_board;

constexpr int kCannotBeginAnew = 127;
char** words_of_start = nullptr;
char memory_file[4096];

bool read_key(const char* hex, PublicKey& key) {
  if (std::strlen(hex) != 2 * key.size()) return false;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char* at = hex + 2 * i;
    if (std::from_chars(at, at + 2, key[i], 16).ptr != at + 2) return false;
  }
  return true;
}

// Waits for bytes; false where the other end is gone.
bool hear() {
  std::array<std::uint8_t, 4096> portion;
  const ssize_t count = read(STDIN_FILENO, portion.data(), portion.size());
  if (count <= 0) return false;
  auto& queue = host_board().to_device;
  queue.insert(queue.end(), portion.begin(), portion.begin() + count);
  return true;
}

void answer() {
  auto& queue = host_board().from_device;
  while (!queue.empty()) {
    std::array<std::uint8_t, 4096> portion;
    std::size_t count = 0;
    for (; count < portion.size() && !queue.empty(); ++count) {
      portion[count] = queue.front();
      queue.pop_front();
    }
    for (std::size_t at = 0; at < count;) {
      const ssize_t written = write(STDOUT_FILENO, portion.data() + at, count - at);
      if (written <= 0) return;
      at += static_cast<std::size_t>(written);
    }
  }
}

// Calls nothing that a signal's handler may not.
void begin_anew() {
  char again[] = "again";
  char* words[] = {words_of_start[0], words_of_start[1], memory_file, again, nullptr};
  execv("/proc/self/exe", words);
  _exit(kCannotBeginAnew);
}

void reset_line(int) { begin_anew(); }

// `file`: where it keeps its memory; null: in a file without a name.
bool keep_memory(const char* file) {
  if (file != nullptr) {
    std::snprintf(memory_file, sizeof memory_file, "%s", file);
  } else {
    std::snprintf(memory_file, sizeof memory_file, "/proc/self/fd/%d",
                  memfd_create("homeostat_device", 0));
  }
  return homeostat::firmware::keep_memory_in(memory_file);
}

void listen_to_reset_line() {
  struct sigaction action {};
  action.sa_handler = reset_line;
  action.sa_flags = SA_NODEFER;  // what begins anew is not to be deaf to the next
  sigaction(SIGUSR1, &action, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  static PublicKey keys[1];
  const bool again = argc == 4 && std::strcmp(argv[3], "again") == 0;
  if (argc < 2 || (argc > 3 && !again) || !read_key(argv[1], keys[0])) {
    std::fprintf(stderr,
                 "usage: homeostat_device KEY [MEMORY] (a public key of 65 bytes in "
                 "hex, a file)\n");
    return 2;
  }
  words_of_start = argv;
  if (!keep_memory(argc >= 3 ? argv[2] : nullptr)) {
    std::fprintf(stderr,
                 "homeostat_device: %s: no memory of a device, and none can be made\n",
                 memory_file);
    return 2;
  }
  if (!again) host_board().memory->retained = {};  // it was without power
  host_board().hand_over = answer;
  host_board().restart = begin_anew;
  listen_to_reset_line();
  homeostat::firmware::Device& device = homeostat::firmware::make_device(keys);
  device.boot();
  while (hear()) {
    while (!host_board().to_device.empty()) device.work();
  }
  return 0;
}
