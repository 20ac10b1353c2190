// The `homeostat check` command.
#pragma once

#include <filesystem>
#include <ostream>
#include <span>

namespace homeostat::clinical_configs {

// Prints every finding of every file, and "FILE: ok" for each good one. Bare names are
// found as by find_program() and find_patient(). Returns the exit code: 0, or 2 where any
// file is refused.
int check_command(std::span<const std::filesystem::path> files, std::ostream& out);

}  // namespace homeostat::clinical_configs
