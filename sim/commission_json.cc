#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/build_identity.h"
#include "sim/commission_page.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

Json known(double value) { return std::isnan(value) ? Json() : Json(value); }

Json estimate_json(const Estimate& e) {
  return {
      {"value", known(e.value)}, {"low_95", known(e.low)}, {"high_95", known(e.high)}};
}

Json clauses_json(std::span<const Clause> clauses) {
  Json list = Json::array();
  for (const Clause& clause : clauses)
    list.push_back({{"clause", clause.name},
                    {"asks", clause.asks},
                    {"needed", clause.needed},
                    {"found", clause.found},
                    {"passed", clause.passed}});
  return list;
}

Json figures_json(const CommissioningEvidence& e) {
  return {{"symptomatic_bins", e.symptomatic},
          {"well_bins", e.well},
          {"days", e.days},
          {"stretches", e.stretches},
          {"embargo_days", e.embargo_days},
          {"bins_kept_together", e.together},
          {"independent_stretches", e.independent},
          {"auc_leave_one_day_out", estimate_json(e.leave_one_day_out)},
          {"auc_leave_block_out", estimate_json(e.leave_block_out)},
          {"auc_time_alone", estimate_json(e.time_alone)},
          {"auc_gain_over_time", estimate_json(e.gain_over_time)},
          {"auc_detrended", estimate_json(e.detrended)},
          {"blocks_judged", e.blocks_judged},
          {"blocks_agreeing", e.blocks_agreeing},
          {"permutation_p", e.permutation_p},
          {"permutations", e.permutations}};
}

Json score_json(const CommissioningEvidence& e) {
  Json weights = Json::array();
  for (const FeatureWeight& w : e.weights)
    weights.push_back({{"feature", w.feature},
                       {"weight", w.weight},
                       {"mean", w.mean},
                       {"deviation", w.deviation}});
  return {{"bias", e.bias}, {"weights", weights}};
}

Json record_json(const RecordIdentity& record) {
  return {{"program", record.program_file},
          {"program_sha256", record.program_sha256},
          {"approver", record.approver},
          {"date", record.date},
          {"valid_days", record.valid_days}};
}

}  // namespace

std::string commission_json(const CommissionIdentity& identity, const LabelledBins& bins,
                            const CommissioningEvidence& evidence,
                            std::span<const Clause> clauses) {
  bool passed = true;
  for (const Clause& clause : clauses) passed = passed && clause.passed;
  Json json = {{"passed", passed},
               {"clauses", clauses_json(clauses)},
               {"figures", figures_json(evidence)},
               {"score", score_json(evidence)},
               {"features", identity.features_file},
               {"features_sha256", identity.features_sha256},
               {"labels", identity.labels_file},
               {"labels_sha256", identity.labels_sha256},
               {"label", identity.label},
               {"symptomatic_from", identity.bounds.symptomatic_from},
               {"well_to", identity.bounds.well_to},
               {"log10", identity.logarithm},
               {"bins_between_classes", bins.dropped_between},
               {"bins_without_a_feature", bins.dropped_missing},
               {"seed", identity.seed},
               {"homeostat", kVersion},
               {"note", "Research software, not approved for therapy."}};
  if (identity.record) json["record"] = record_json(*identity.record);
  return json.dump(2) + "\n";
}

}  // namespace homeostat::sim
