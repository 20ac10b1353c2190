// The cells of a line with commas between: trimmed, without quotation marks around them.
// No cell may hold a comma.
#pragma once

#include <string_view>
#include <vector>

namespace homeostat::sim {

// Cells look into `line`.
void split_csv(std::string_view line, std::vector<std::string_view>& cells);

// Empty, "nan" or "n/a".
[[nodiscard]] bool is_missing(std::string_view cell);

}  // namespace homeostat::sim
