// `homeostat key`: keys that programs are signed with.
#pragma once

#include <filesystem>

#include "sim/session.h"

namespace homeostat::sim {

// Makes a private key in `file`, which must not be there. Throws UsageError.
int key_new_command(const std::filesystem::path& file, const Console& console);

// Prints identity and public key, of a private or a public one; never a private part.
// Throws UsageError.
int key_show_command(const std::filesystem::path& file, const Console& console);

}  // namespace homeostat::sim
