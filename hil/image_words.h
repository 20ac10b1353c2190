// The words of `homeostat compile`, `homeostat key` and `homeostat image`.
#pragma once

#include "hil/command_line.h"

namespace homeostat::hil {

void describe_images(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
