// Which channels of a recording a program listens to.
#pragma once

#include <string>
#include <vector>

#include "biomarkers/biomarker_settings.h"

namespace homeostat::sim {

// One label for each of the program's channels, in its order: those given with
// --channels, or where none are, its own. Throws UsageError for another number.
std::vector<std::string> recording_labels(const std::vector<std::string>& given,
                                          const biomarkers::BiomarkerSettings& sensing);

}  // namespace homeostat::sim
