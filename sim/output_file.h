// Files that a run writes: opened or refused in one line, and never half lost in silence.
#pragma once

#include <filesystem>
#include <fstream>

namespace homeostat::sim {

// Throws RecordingError, naming the path, if it cannot be written.
std::ofstream open_output(const std::filesystem::path& path);

// Flushes and closes; throws RecordingError if anything was lost on the way (disk full).
void close_output(std::ofstream& out, const std::filesystem::path& path);

}  // namespace homeostat::sim
