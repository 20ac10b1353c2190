// Ratings and adverse events out of a table with commas: the columns are in
// scale_events.h, in any order.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/scale_events.h"

namespace homeostat::sim {

// Of one file, as its rows stand. Throws as read_scale_events().
std::vector<ScaleEvent> read_scale_table(const std::filesystem::path& file,
                                         const ScaleSource& source);

}  // namespace homeostat::sim
