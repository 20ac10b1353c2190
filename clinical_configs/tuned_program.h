// A program as text, with another detection in the place of its own.
//
// Knows no tuning. All but what was tuned stays as it was, to the value, and the file's
// text with its comments where it can be kept (text_edit.h); comments inside what was
// replaced are gone with it. Reads a file, allocates.
#pragma once

#include <filesystem>
#include <string>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/rcs_settings.h"

namespace homeostat::clinical_configs {

struct TunedDetection {
  // Detectors, votes and trees; null: as they were.
  const biomarkers::BiomarkerSettings* sensing = nullptr;
  // Channels, bands and detectors of an adaptive program's chain; null: as they were.
  const biomarkers::RcsSettings* chain = nullptr;
  std::string chain_name;    // ASCII; cut to the schema's 47 characters
  std::string chain_source;  // ASCII; cut to its 400
};

struct TunedProgram {
  std::string text;
  bool kept_text = true;  // false: protobuf wrote it anew, without the file's comments
};

// `program` is a file that load_program() accepts; `remarks`, lines of plain text, stand
// above it as comments, in the place of those of an earlier call. Throws ConfigError
// where the file cannot be read.
TunedProgram with_detection(const std::filesystem::path& program,
                            const TunedDetection& detection, const std::string& remarks);

}  // namespace homeostat::clinical_configs
