// The tables of a report: figures, decisions, limits, and what all of it was made from.
#pragma once

#include <span>
#include <string>

#include "sim/run_folder.h"

namespace homeostat::sim {

std::string figures_table(std::span<const RunFolder> runs);
// A run that never listened or was in fault says so, and why; else empty.
std::string fault_warning(const RunFolder& run);
std::string decisions_table(const RunFolder& run);
std::string limits_table(const RunFolder& run);
std::string identity_table(const RunFolder& run);

}  // namespace homeostat::sim
