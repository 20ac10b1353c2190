#include "sim/commission_command.h"

#include <ostream>

#include "biomarkers/mood_score.h"
#include "sim/commission_page.h"
#include "sim/commission_score.h"
#include "sim/commissioning.h"
#include "sim/commissioning_clauses.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/output_file.h"
#include "sim/output_folder.h"
#include "sim/tsv_table.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr int kNotPassed = 3;
constexpr const char* kPage = "commission.html";
constexpr const char* kMark = "commission.json";
constexpr const char* kFiles[] = {kPage, "program.textproto.part", kMark};

LabelledBins judged_bins(const CommissionOptions& options) {
  LabelledBins bins = read_labelled_bins(options.sources, options.bounds);
  if (bins.features.empty()) {
    throw RecordingError(options.sources.features.string() +
                         ": no feature beside day and the label");
  }
  if (bins.features.size() > biomarkers::kMaxMoodFeatures) {
    std::string names;
    for (const std::string& name : bins.features)
      names += (names.empty() ? "" : ",") + name;
    throw UsageError("--use: give 1 to " + std::to_string(biomarkers::kMaxMoodFeatures) +
                     " of " + names + ": a device's score has no room for more");
  }
  if (bins.size() < 2) {
    throw RecordingError(
        options.sources.features.string() + ": " + std::to_string(bins.size()) +
        " rows have every feature and, in " + options.sources.labels.string() +
        ", a label of the same day in one of the classes; at least two "
        "are needed to judge anything");
  }
  return bins;
}

std::string name_of(const fs::path& path) {
  return printable_utf8(path.filename().string());
}

std::optional<RecordIdentity> record_of(const CommissionOptions& options,
                                        const std::optional<RecordedProgram>& program) {
  if (!program) return std::nullopt;
  return RecordIdentity{.program_file = name_of(program->file()),
                        .program_sha256 = sha256_of_file(program->file()),
                        .approver = options.record.approver,
                        .date = options.record.date,
                        .valid_days = options.record.valid_days.value()};
}

CommissionIdentity identity_of(const CommissionOptions& options, const LabelledBins& bins,
                               const std::optional<RecordedProgram>& program) {
  return {.features_file = name_of(options.sources.features),
          .features_sha256 = sha256_of_file(options.sources.features),
          .labels_file = name_of(options.sources.labels),
          .labels_sha256 = sha256_of_file(options.sources.labels),
          .label = bins.label_name,
          .bounds = options.bounds,
          .logarithm = options.sources.logarithm,
          .seed = options.seed,
          .record = record_of(options, program)};
}

// Nothing where no record is asked for.
std::optional<RecordedProgram> program_of(const CommissionOptions& options) {
  const RecordRequest& record = options.record;
  if (record.program.empty()) {
    const bool any = !record.approver.empty() || !record.date.empty() ||
                     record.valid_days || !record.write_to.empty();
    if (any) {
      throw UsageError(
          "--program: give the program that --approver, --date, --valid-days and "
          "--write-to speak of");
    }
    return std::nullopt;
  }
  if (!options.sources.use.empty())
    throw UsageError("--use: the program names its features; leave it out");
  RecordedProgram program(record, options.out);
  program.expect_columns(options.sources.features);
  return program;
}

// A program here rests on the report here, and may have been changed by hand since.
void expect_no_program(const fs::path& folder) {
  const fs::path program = folder / kBesideReport;
  if (!is_there(program)) return;
  throw UsageError(program.string() +
                   ": is there already; neither it nor the report that it may rest on is "
                   "overwritten; give another --out");
}

void tell(const std::vector<Clause>& clauses, const fs::path& folder, std::ostream& out) {
  for (const Clause& clause : clauses) {
    out << (clause.passed ? "passed      " : "NOT PASSED  ") << clause.asks
        << "\n              found: " << clause.found
        << "\n              needed: " << clause.needed << '\n';
  }
  out << (all_passed(clauses) ? "passed: every clause holds"
                              : "not passed: no therapy may rest on such a score")
      << "\nreport: " << (folder / kPage).string() << '\n';
}

void keep_record(const RecordedProgram& program, const LabelledBins& bins,
                 const CommissioningEvidence& evidence,
                 const std::vector<Clause>& clauses, const CommissionOptions& options,
                 const Console& console) {
  std::ostream& out = options.json ? console.err : console.out;
  if (!all_passed(clauses)) {
    out << "program: nothing was written; " << program.file().string()
        << (program.has_record()
                ? " keeps the record it had, which this does not bear out"
                : " stays without a record")
        << '\n';
    return;
  }
  const bool kept = program.write(score_for_device(bins, evidence), clauses.size(),
                                  options.out / kMark);
  if (!kept) {
    console.err << "homeostat: warning: " << program.goes_to().string()
                << ": written anew, without the comments of " << program.file().string()
                << '\n';
  }
  out << "program: " << program.goes_to().string()
      << " (record: " << options.record.approver << ", " << options.record.date
      << ", for " << *options.record.valid_days << " days)\n";
}

}  // namespace

int commission_command(const CommissionOptions& asked, const Console& console) {
  CommissionOptions options = asked;
  const std::optional<RecordedProgram> program = program_of(options);
  std::vector<fs::path> inputs = {options.sources.features, options.sources.labels};
  if (program) {
    inputs.push_back(program->file());
    options.sources.use = program->features();
  }
  refuse_to_overwrite(options.out, inputs, kFiles);
  expect_no_program(options.out);
  const LabelledBins bins = judged_bins(options);
  const CommissionIdentity identity = identity_of(options, bins, program);
  make_output_folder(options.out, kFiles);
  CommissioningPlan plan;
  plan.seed = options.seed;
  plan.embargo_days = options.embargo_days;
  const CommissioningEvidence evidence = judge_biomarker(bins, plan);
  const std::vector<Clause> clauses = clauses_of(evidence);
  const std::string json = commission_json(identity, bins, evidence, clauses);
  write_text(json, options.out / kMark);
  write_text(commission_page(identity, bins, evidence, clauses), options.out / kPage);
  if (options.json) {
    console.out << json;
  } else {
    tell(clauses, options.out, console.out);
  }
  if (program) keep_record(*program, bins, evidence, clauses, options, console);
  return all_passed(clauses) ? 0 : kNotPassed;
}

}  // namespace homeostat::sim
