// The words of `homeostat model`.
#pragma once

#include "hil/command_line.h"

namespace homeostat::hil {

void describe_model(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
