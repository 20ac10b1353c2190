// The page of a commissioning test: verdict, clauses, and the score over days. No
// network, prints.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/commissioning_clauses.h"
#include "sim/labelled_bins.h"

namespace homeostat::sim {

// Of a commissioning that is to be recorded in a program.
struct RecordIdentity {
  std::string program_file;
  std::string program_sha256;
  std::string approver;
  std::string date;
  int valid_days = 0;
};

struct CommissionIdentity {
  std::string features_file;
  std::string features_sha256;
  std::string labels_file;
  std::string labels_sha256;
  std::string label;  // of the scale
  ClassBounds bounds;
  bool logarithm = false;
  std::uint64_t seed = 0;
  std::optional<RecordIdentity> record;  // asked for, whether or not it was earned
};

std::string commission_page(const CommissionIdentity& identity, const LabelledBins& bins,
                            const CommissioningEvidence& evidence,
                            std::span<const Clause> clauses);

// The same for machines: one object. What is not known is null.
std::string commission_json(const CommissionIdentity& identity, const LabelledBins& bins,
                            const CommissioningEvidence& evidence,
                            std::span<const Clause> clauses);

}  // namespace homeostat::sim
