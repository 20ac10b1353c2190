// report.html: one self-contained page on one run, or on several side by side.
//
// Made from a run's folder alone (summary.json, recording.edf, the tables), so that it
// can be made again at any time. No network, no script needed, reads well printed.
#pragma once

#include <filesystem>
#include <span>

namespace homeostat::sim {

// Writes `run_folder`/report.html; of a slow run, its own page (mood_report.h). Throws
// RecordingError where the folder is not a run's.
void write_report(const std::filesystem::path& run_folder);

// Writes `file` with a table of the runs beside each other, then each run in full.
void write_comparison(const std::filesystem::path& file,
                      std::span<const std::filesystem::path> run_folders);

}  // namespace homeostat::sim
