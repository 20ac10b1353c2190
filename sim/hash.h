// SHA-256 of files, so that a report can say exactly what it was made from.
#pragma once

#include <filesystem>
#include <string>

namespace homeostat::sim {

// Lower-case hexadecimal. Throws RecordingError if the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace homeostat::sim
