// The words of `homeostat profile`.
#pragma once

#include "hil/command_line.h"

namespace homeostat::hil {

void describe_profile(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
