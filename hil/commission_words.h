// The words of `homeostat commission`.
#pragma once

#include "hil/command_line.h"

namespace homeostat::hil {

void describe_commission(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
