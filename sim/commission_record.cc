#include "sim/commission_record.h"

#include <algorithm>

#include "clinical_configs/load.h"
#include "controller/commissioning.h"
#include "sim/calendar_date.h"
#include "sim/day_table.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/output_file.h"
#include "sim/output_folder.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using clinical_configs::CommissionedProgram;
using clinical_configs::CommissionedScore;
using clinical_configs::CommissioningEntry;

constexpr std::size_t kLongestName = 47;
constexpr std::size_t kDateLength = 10;
constexpr int kMostDays = 366;

bool is_name(const std::string& text) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~'; };
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return text.size() <= kLongestName && std::ranges::all_of(text, plain) &&
         std::ranges::any_of(text, letter);
}

void expect_person(const RecordRequest& request) {
  if (!is_name(request.approver)) {
    throw UsageError("--approver " + in_quotes(request.approver) +
                     ": give the name of the person who answers for this biomarker, in "
                     "plain ASCII, at most 47 characters");
  }
  if (request.date.size() != kDateLength || !days_of_date(request.date)) {
    throw UsageError("--date " + in_quotes(request.date) +
                     ": give the day of the decision, as in 2026-11-27");
  }
  const int days = request.valid_days.value_or(0);
  if (days < 1 || days > kMostDays) {
    throw UsageError("--valid-days: give how long the record holds, 1 to " +
                     std::to_string(kMostDays) + " days");
  }
}

// Where the new program stands until it is known to be whole.
fs::path trial_of(const fs::path& file) {
  fs::path trial = file;
  trial += ".part";
  return trial;
}

// Before the work, not after it.
void expect_place(const fs::path& out) {
  const fs::path folder = out.parent_path();
  std::error_code absent;
  if (!folder.empty() && !fs::is_directory(folder, absent)) {
    throw UsageError("--write-to " + out.string() + ": there is no folder " +
                     folder.string());
  }
  for (const fs::path& file : {out, trial_of(out)}) {
    if (!is_there(file)) continue;
    throw UsageError("--write-to " + out.string() + ": " + file.string() +
                     " is there already, and is not overwritten; give another name");
  }
}

}  // namespace

RecordedProgram::RecordedProgram(const RecordRequest& request, const fs::path& folder)
    : request_(request),
      goes_to_(request.write_to.empty() ? folder / kBesideReport : request.write_to) {
  expect_person(request_);
  if (!request_.write_to.empty()) expect_place(request_.write_to);
  file_ = clinical_configs::find_program(request_.program);
  program_ = clinical_configs::load_program(file_);
  if (program_.biomarkers.mood.feature_count == 0) {
    throw UsageError(file_.string() +
                     ": has no mood biomarker; give a program with biomarkers.mood");
  }
}

std::vector<std::string> RecordedProgram::features() const {
  std::vector<std::string> names;
  const biomarkers::MoodSettings& mood = program_.biomarkers.mood;
  for (std::size_t f = 0; f < mood.feature_count; ++f)
    names.emplace_back(mood.features[f].name.data());
  return names;
}

void RecordedProgram::expect_columns(const fs::path& features_file) const {
  const DayTable table = read_day_table(features_file);
  std::string missing;
  for (const std::string& name : features()) {
    const bool there = std::ranges::any_of(
        table.columns, [&](const DayColumn& column) { return column.name == name; });
    if (!there) missing += (missing.empty() ? "" : ", ") + in_quotes(name);
  }
  if (missing.empty()) return;
  throw UsageError(features_file.string() + ": lacks " + missing +
                   ", of the mood biomarker in " + file_.string() +
                   "; give a table with a column for each of its features");
}

bool RecordedProgram::write(const CommissionedScore& score, std::size_t clauses,
                            const fs::path& evidence) const {
  if (!request_.write_to.empty()) expect_place(goes_to_);  // the report may have come
  CommissioningEntry entry{.approver = request_.approver,
                           .date = request_.date,
                           .valid_days = request_.valid_days.value(),
                           .clauses = static_cast<int>(clauses),
                           .clauses_held = static_cast<int>(clauses),
                           .evidence_sha256 = sha256_of_file(evidence)};
  const fs::path trial = trial_of(goes_to_);
  std::error_code error;
  CommissionedProgram made;
  try {
    // What it was made for is a sum over the score as written, so that comes first.
    made = clinical_configs::with_commissioning(file_, score, entry);
    write_text(made.text, trial);
    entry.made_for = controller::commissioned_for(clinical_configs::load_program(trial));
    made = clinical_configs::with_commissioning(file_, score, entry);
    write_text(made.text, trial);
    (void)clinical_configs::load_program(trial);
    fs::rename(trial, goes_to_, error);
  } catch (...) {
    fs::remove(trial, error);
    throw;
  }
  if (error) {
    fs::remove(trial, error);
    throw UsageError("--write-to " + goes_to_.string() + ": cannot be written");
  }
  return made.kept_text;
}

}  // namespace homeostat::sim
