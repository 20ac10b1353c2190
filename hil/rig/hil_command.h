// `homeostat hil`: a run whose loop is a device at the other end of a link.
//
// The host runs the same loop beside it and a referee over both; the first frame that
// differs ends the run. Its outputs are those of a run, and link.json: who answered, how
// often, how fast.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/replay_command.h"
#include "sim/run_command.h"

namespace homeostat::hil {

struct HilOptions {
  std::string rig;                    // hil/rig/rig.h
  std::string program;                // a shipped program's name, or a file
  std::string patient;                // likewise; empty: a recording
  std::filesystem::path recording;    // empty: a patient
  std::vector<std::string> channels;  // of the recording
  double duration_s = 0.0;            // of a patient
  std::uint64_t seed = 1;
  std::filesystem::path out;
  std::filesystem::path key;  // private, of the programmer; empty: the development key
  bool paced = false;         // in real time
  bool reset = false;         // a clinician's reset in the first frame
};

// Throws LinkError where device and host differ or do not understand each other, and
// what runs and replays throw.
sim::Summary run_on_rig(const HilOptions& options, const sim::Console& console);

}  // namespace homeostat::hil
