// `homeostat tune`: a program's detection fitted to one patient's recordings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/session.h"
#include "sim/tune.h"

namespace homeostat::sim {

struct TuneOptions {
  std::vector<std::filesystem::path> recordings;   // files, or folders of them
  std::vector<std::filesystem::path> annotations;  // one for each; empty: beside them
  std::vector<std::string> channels;               // empty: the program's own labels
  std::string program;
  std::filesystem::path out;
  std::string objective = "onset";  // or "burst": what is annotated beside seizures
  TuneRequest request;
};

// Writes the program to `out` and prints what it was worth. Throws ConfigError,
// RecordingError, UsageError. Returns the exit code.
int tune_command(const TuneOptions& options, const Console& console);

}  // namespace homeostat::sim
