// A text file as a whole: there, of a sane size, and text.
#pragma once

#include <filesystem>
#include <string>

namespace homeostat::clinical_configs {

// The largest file that a person can have written by hand.
inline constexpr std::size_t kMaxDocumentBytes = 256 * 1024;

// Throws ConfigError, one finding, where `file` is missing, no plain file, empty, larger
// than kMaxDocumentBytes, or not text.
std::string read_document(const std::filesystem::path& file);

}  // namespace homeostat::clinical_configs
