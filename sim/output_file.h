// Files that a run writes: opened or refused in one line, and never half lost in silence.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace homeostat::sim {

// Throws RecordingError, naming the path, if it cannot be written.
std::ofstream open_output(const std::filesystem::path& path);

// Throws as open_output() would; what the file holds stays. For what is written last,
// asked before the work begins.
void expect_writable(const std::filesystem::path& path);

// Throws UsageError if both are one file; `what` the other is. Devices may be shared.
void expect_other_file(const std::filesystem::path& path,
                       const std::filesystem::path& other, const std::string& what);

// Flushes and closes; throws RecordingError if anything was lost on the way (disk full).
void close_output(std::ofstream& out, const std::filesystem::path& path);

// A whole file at once, from text or from another file. Each throws as the two above.
void write_text(const std::string& text, const std::filesystem::path& path);
void copy_text(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace homeostat::sim
