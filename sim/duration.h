// Durations as people write them: 600s, 10m, 1.5h, 180d, 250ms.
#pragma once

#include <string>
#include <string_view>

namespace homeostat::sim {

// Seconds. Throws UsageError, saying what is accepted, for anything else: a bare number
// has no unit and is refused, not guessed.
double parse_duration_s(std::string_view text);

// The same, but zero is a duration too: 0s.
double parse_duration_or_zero_s(std::string_view text);

// For people: "43 min 45 s", "1 h 0 min", "8.5 s".
std::string spell_duration(double seconds);

}  // namespace homeostat::sim
