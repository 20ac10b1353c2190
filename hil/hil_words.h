// The words of `homeostat hil`.
#pragma once

#include "hil/command_line.h"

namespace CLI {
class App;
}

namespace homeostat::hil {

void describe_hil(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
