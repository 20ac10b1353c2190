// The words of `homeostat commission` and `homeostat outcome`.
#pragma once

#include "hil/command_line.h"

namespace homeostat::hil {

void describe_commission(CLI::App& app, Command& chosen);
void describe_outcome(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
