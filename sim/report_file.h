// The file of a report: its first line tells it from all that is none.
#pragma once

#include <filesystem>

namespace homeostat::sim {

inline constexpr const char* kReportFirstLine = "<!doctype html>";

// A report may be made again; nothing else is overwritten by one. Throws UsageError.
void refuse_to_replace(const std::filesystem::path& file);

}  // namespace homeostat::sim
