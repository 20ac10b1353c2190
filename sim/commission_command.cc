#include "sim/commission_command.h"

#include <ostream>

#include "biomarkers/mood_score.h"
#include "sim/commission_page.h"
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
constexpr const char* kFiles[] = {kPage, kMark};

void write(const fs::path& path, const std::string& text) {
  std::ofstream out = open_output(path);
  out << text;
  close_output(out, path);
}

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

CommissionIdentity identity_of(const CommissionOptions& options,
                               const LabelledBins& bins) {
  const auto name = [](const fs::path& path) {
    return printable_utf8(path.filename().string());
  };
  return {.features_file = name(options.sources.features),
          .features_sha256 = sha256_of_file(options.sources.features),
          .labels_file = name(options.sources.labels),
          .labels_sha256 = sha256_of_file(options.sources.labels),
          .label = bins.label_name,
          .bounds = options.bounds,
          .logarithm = options.sources.logarithm,
          .seed = options.seed};
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

}  // namespace

int commission_command(const CommissionOptions& options, const Console& console) {
  const fs::path inputs[] = {options.sources.features, options.sources.labels};
  refuse_to_overwrite(options.out, inputs, kFiles);
  const LabelledBins bins = judged_bins(options);
  const CommissionIdentity identity = identity_of(options, bins);
  make_output_folder(options.out, kFiles);
  CommissioningPlan plan;
  plan.seed = options.seed;
  plan.embargo_days = options.embargo_days;
  const CommissioningEvidence evidence = judge_biomarker(bins, plan);
  const std::vector<Clause> clauses = clauses_of(evidence);
  const std::string json = commission_json(identity, bins, evidence, clauses);
  write(options.out / kMark, json);
  write(options.out / kPage, commission_page(identity, bins, evidence, clauses));
  if (options.json) {
    console.out << json;
  } else {
    tell(clauses, options.out, console.out);
  }
  return all_passed(clauses) ? 0 : kNotPassed;
}

}  // namespace homeostat::sim
