#include "hil/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <stdexcept>

namespace homeostat::hil {

void open_missing_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // The lowest free number is this one: those below it are open.
    if (open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY) != stream) {
      _exit(1);  // nothing can be said, and nothing safely written
    }
  }
}

void survive_failed_writes() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void expect_output_written() {
  std::cout.flush();
  if (!std::cout) {
    throw std::runtime_error(
        "standard output was not written completely: its reader has gone, or the disk is "
        "full");
  }
}

}  // namespace homeostat::hil
