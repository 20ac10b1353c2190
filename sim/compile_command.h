// `homeostat compile`: a program as a signed device image.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/session.h"

namespace homeostat::sim {

struct CompileOptions {
  std::string program;  // a bare name of a shipped program, or a file
  std::filesystem::path out;
  std::filesystem::path key;  // empty: the development key
  std::uint32_t counter = 1;
};

// Writes the image, whole or not at all, and prints what it is and who signed it. Equal
// programs and counters give equal bytes but for the signature. Throws ConfigError,
// RecordingError, UsageError. Returns the exit code.
int compile_command(const CompileOptions& options, const Console& console);

}  // namespace homeostat::sim
