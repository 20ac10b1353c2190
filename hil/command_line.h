// What a person may type. Knows the words; the work is done in sim and clinical_configs.
#pragma once

#include <functional>
#include <memory>

#include "sim/session.h"

namespace CLI {
class App;
}

namespace homeostat::hil {

// The command that was chosen, ready to go; returns the exit code.
using Command = std::function<int(const sim::Console&)>;

// Adds every command and option to `app`. After app.parse(), `chosen` holds the command.
void describe_commands(CLI::App& app, Command& chosen);

}  // namespace homeostat::hil
