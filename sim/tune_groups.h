// Which stretches of a line of time are left out in turn, so that what judges a stretch
// has not seen it. Knows no detector.
#pragma once

#include <vector>

#include "sim/tune_choice.h"

namespace homeostat::sim {

inline constexpr std::size_t kMostGroups = 4;

// Parted between events, so that each group holds as many as the others, four at most:
// where a recording begins, for neighbours in one recording are more alike than two
// recordings, or else halfway. The whole span where it holds fewer than two events.
std::vector<TuneSpan> groups_of(const Timeline& line, const TuneSpan& span);

}  // namespace homeostat::sim
