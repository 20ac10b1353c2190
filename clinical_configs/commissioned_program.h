// A program as text, with the score and the record of a commissioning in the place of its
// own.
//
// Knows no statistic and no clause. All else stays as it was, to the value, and the
// file's text with its comments where it can be kept (text_edit.h). Reads a file,
// allocates.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace homeostat::clinical_configs {

struct CommissionedFeature {
  float typical = 0.0F;
  float deviation = 0.0F;
  float weight = 0.0F;
};

struct CommissionedScore {
  std::vector<CommissionedFeature> features;  // of each of the program's, in its order
  float bias = 0.0F;
  float on = 0.0F;
  float off = 0.0F;
  float sick_from = 0.0F;
};

// As in mood_settings.proto, where the bounds of each stand.
struct CommissioningEntry {
  std::string approver;
  std::string date;
  int valid_days = 0;
  int clauses = 0;
  int clauses_held = 0;
  std::string evidence_sha256;
  std::uint32_t made_for = 0;
};

struct CommissionedProgram {
  std::string text;
  bool kept_text = true;  // false: protobuf wrote it anew, without the file's comments
};

// `program` is a file that load_program() accepts, with a mood biomarker. Throws
// ConfigError where the file cannot be read, std::logic_error for a score of another
// number of features.
CommissionedProgram with_commissioning(const std::filesystem::path& program,
                                       const CommissionedScore& score,
                                       const CommissioningEntry& entry);

}  // namespace homeostat::clinical_configs
