// A program as text, with another detection in the place of its own.
//
// Knows no tuning. All but detectors, votes and trees stays as it was, to the value;
// comments and layout of the file do not: protobuf writes it anew. Reads a file,
// allocates.
#pragma once

#include <filesystem>
#include <string>

#include "biomarkers/biomarker_settings.h"

namespace homeostat::clinical_configs {

// `program` is a file that load_program() accepts; `remarks`, lines of plain text, stand
// above it as comments. Throws ConfigError where the file cannot be read.
std::string with_detection(const std::filesystem::path& program,
                           const biomarkers::BiomarkerSettings& detection,
                           const std::string& remarks);

}  // namespace homeostat::clinical_configs
