// report.html of a slow run: six months of one person on one page, for a clinician.
//
// Made from the run's folder alone (mood_history.h), so that it can be made again at any
// time. No network, no script, one A4 page.
#pragma once

#include <filesystem>

namespace homeostat::sim {

// Writes `folder`/report.html. Throws RecordingError, one line, where the folder is not a
// slow run's, UsageError where a file of that name is no report.
void write_mood_report(const std::filesystem::path& folder);

}  // namespace homeostat::sim
