// `homeostat check`: programs, patients and device images alike.
#pragma once

#include <filesystem>
#include <ostream>
#include <span>

namespace homeostat::sim {

// Text as clinical_configs::check_command() does; of a device image whether a device
// would take it that trusts the development key alone, in one line. Returns the exit
// code: 0, or 2 where any file is refused.
int check_command(std::span<const std::filesystem::path> files, std::ostream& out);

}  // namespace homeostat::sim
