// Text of unknown origin made fit to print: in a message, in JSON, on a page.
#pragma once

#include <string>
#include <string_view>

namespace homeostat::sim {

// Returns `bytes` where they are well-formed UTF-8, else takes them for Latin-1 (the
// other encoding that recorders use, where byte B5 is the micro sign). Control characters
// become '?'.
std::string printable_utf8(std::string_view bytes);

}  // namespace homeostat::sim
