// The record of a commissioning, into a program: who answers for it, until when, on what
// evidence, and for what it was made.
//
// Nothing is guessed: approver, date and validity are a person's to give. Knows no
// statistic. Where a clause failed nobody calls write().
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "clinical_configs/commissioned_program.h"
#include "controller/therapy_program.h"

namespace homeostat::sim {

inline constexpr const char* kBesideReport = "program.textproto";

struct RecordRequest {
  std::string program;  // a name or a file; empty: no record is asked for
  std::string approver;
  std::string date;  // "2026-11-27"
  std::optional<int> valid_days;
  std::filesystem::path write_to;  // empty: kBesideReport, there
};

class RecordedProgram {
 public:
  // Throws UsageError for what is missing or impossible in the request, ConfigError for a
  // program that is none, UsageError for one without a mood biomarker.
  RecordedProgram(const RecordRequest& request, const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] const std::filesystem::path& goes_to() const { return goes_to_; }
  [[nodiscard]] bool has_record() const { return program_.biomarkers.mood.has_record; }
  // Of its mood biomarker, in its order: columns of the features.
  [[nodiscard]] std::vector<std::string> features() const;
  // Throws UsageError, naming all that are missing, where the table lacks any of them.
  void expect_columns(const std::filesystem::path& features) const;

  // Whole, and accepted by load_program(), or not at all. `clauses` all held; `evidence`
  // is the file that says so. True where the program's comments were kept.
  [[nodiscard]] bool write(const clinical_configs::CommissionedScore& score,
                           std::size_t clauses,
                           const std::filesystem::path& evidence) const;

 private:
  RecordRequest request_;
  std::filesystem::path file_;
  std::filesystem::path goes_to_;
  controller::TherapyProgram program_;
};

}  // namespace homeostat::sim
