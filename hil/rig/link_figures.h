// What a run on a rig tells of its link: who answered, how often, how fast.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "hil/link/host_link.h"

namespace homeostat::hil {

struct LinkFigures {
  std::string rig;
  wire::Identity identity;
  bool restored = false;  // the device went on from an earlier run
  LinkStatistics link;
  std::vector<std::int64_t> late_us;  // of each paced frame, after it was due
  double wall_s = 0.0;
  double simulated_s = 0.0;
};

// What a link counted, each with its name in JSON.
struct LinkCount {
  const char* name;
  std::int64_t value;
};
std::vector<LinkCount> counts_of(const LinkStatistics& link);

// Throws RecordingError where it cannot be written.
void write_link_figures(const LinkFigures& figures, const std::filesystem::path& file);
void print_link_figures(const LinkFigures& figures, std::ostream& out);

}  // namespace homeostat::hil
