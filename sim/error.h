// What went wrong at the host's edge. what() is one line: where, what, and what would be
// accepted. main() prints it and exits 2, the user's mistake.
#pragma once

#include <stdexcept>

namespace homeostat::sim {

// A recording or an events file.
struct RecordingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The command line.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace homeostat::sim
