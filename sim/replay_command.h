// `homeostat replay`: a program on a recording, into a folder.
//
// An open loop: what was recorded does not answer to what is commanded now.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct ReplayOptions {
  std::string program;
  std::filesystem::path recording;                   // EDF, EDF+ or BDF
  std::optional<std::filesystem::path> annotations;  // events.tsv
  std::vector<std::string> channels;  // labels for the program's channels, in order;
                                      // empty: the program's own
  std::filesystem::path out;
  LoopMaker make_loop = make_local_loop;
};

// Reads everything that the replay would, and throws what it would throw.
void check_replay(const ReplayOptions& options);

// Throws ConfigError, RecordingError or UsageError.
Summary replay_recording(const ReplayOptions& options, const Console& console);

}  // namespace homeostat::sim
