// What on a command line no command knows, told in one line with the nearest word that
// one does.
//
// Looks only where the parser has already refused: it never decides what is accepted.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace homeostat::hil {

// "unknown command 'frob'; ..." for the first word that `app` does not know; empty where
// it knows all of them, and something else is wrong.
std::string explain_unknown_word(const CLI::App& app,
                                 const std::vector<std::string>& words);

}  // namespace homeostat::hil
