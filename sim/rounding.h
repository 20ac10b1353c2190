// Figures for people and scripts: sums over many frames carry digits that nobody
// measured.
#pragma once

#include <cmath>

namespace homeostat::sim {

// To a microsecond of seconds, or a picocoulomb of microcoulombs: 0.544, not
// 0.5439999999999999.
inline double to_millionth(double value) { return std::round(value * 1e6) / 1e6; }

}  // namespace homeostat::sim
