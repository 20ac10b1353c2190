// `homeostat demo`: the main job, end to end, in one go. A virtual patient untreated and
// treated, then a recording replayed; a table, and a report that shows all three.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct DemoOptions {
  std::optional<std::filesystem::path> recording;  // else the example, if it is there
  std::optional<std::filesystem::path> annotations;
  std::vector<std::string> channels;
  std::filesystem::path example;  // a recording that may not exist; its events beside it
  double duration_s = 600.0;
  std::uint64_t seed = 1;
  std::filesystem::path out;
};

// What each run came to, in the order untreated, treated, replay.
std::vector<Summary> demonstrate(const DemoOptions& options, const Console& console);

}  // namespace homeostat::sim
