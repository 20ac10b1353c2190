// `homeostat image show`: a device image, check by check.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct ImageShowOptions {
  std::filesystem::path file;
  std::vector<std::filesystem::path> keys;  // trusted beside the development key
  std::uint64_t lowest_counter = 0;
  bool json = false;
};

// Prints the header's fields, the program's name, who signed it, and the verdict of each
// check. Returns 0, or 2 where a device that trusts these keys would refuse it. Throws
// UsageError.
int image_show_command(const ImageShowOptions& options, const Console& console);

}  // namespace homeostat::sim
