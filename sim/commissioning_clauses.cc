#include "sim/commissioning_clauses.h"

#include <algorithm>
#include <cmath>

#include "sim/html.h"

namespace homeostat::sim {
namespace {

std::string text(double value, int decimals = 2) {
  return std::isnan(value) ? "not known" : html::number(value, decimals);
}

std::string text(const Estimate& e) {
  if (std::isnan(e.value)) return text(e.value);
  return text(e.value) + " (" + text(e.low) + " to " + text(e.high) + ")";
}

std::string text(std::size_t count) { return std::to_string(count); }

Clause enough_data(const CommissioningEvidence& e) {
  const std::size_t bins = e.symptomatic + e.well;
  return {.name = "enough_data",
          .asks = "Is there enough to judge?",
          .needed = text(kFewestBins) + " bins, " + text(kFewestOfAClass) +
                    " of each class, " + text(kFewestDays) + " days, " +
                    text(kFewestStretches) + " stretches of one class, worth " +
                    text(kFewestIndependent, 0) + " independent ones",
          .found = text(bins) + " bins, " + text(e.symptomatic) + " symptomatic and " +
                   text(e.well) + " well, " + text(e.days) + " days, " +
                   text(e.stretches) + " stretches, worth " + text(e.independent, 1),
          .passed = bins >= kFewestBins &&
                    std::min(e.symptomatic, e.well) >= kFewestOfAClass &&
                    e.days >= kFewestDays && e.stretches >= kFewestStretches &&
                    e.independent >= kFewestIndependent};
}

Clause tells_classes(const CommissioningEvidence& e) {
  return {.name = "tells_held_out_days",
          .asks =
              "Does it tell days that it was not fitted on? Area under the curve, "
              "each day left out",
          .needed = "lower end above 0.5",
          .found = text(e.leave_one_day_out),
          .passed = e.leave_one_day_out.low > 0.5};
}

Clause beats_time(const CommissioningEvidence& e) {
  return {.name = "beats_time",
          .asks =
              "Does it tell more than the date and the hour do? Area above that of "
              "time alone, " +
              text(e.time_alone.value),
          .needed = "lower end above 0",
          .found = text(e.gain_over_time),
          .passed = e.gain_over_time.low > 0.0};
}

Clause survives_detrending(const CommissioningEvidence& e) {
  return {.name = "survives_detrending",
          .asks = "Does anything remain without each feature's line over days? Area",
          .needed = "lower end above 0.5",
          .found = text(e.detrended),
          .passed = e.detrended.low > 0.5};
}

Clause keeps_its_sign(const CommissioningEvidence& e) {
  const auto judged = static_cast<double>(e.blocks_judged);
  return {.name = "keeps_its_sign",
          .asks = "Does it point the same way within each block of days?",
          .needed = text(kAgreeingShare * 100.0, 0) + " % of at least " +
                    text(kFewestBlocks) + " blocks with both classes",
          .found = text(e.blocks_agreeing) + " of " + text(e.blocks_judged),
          .passed = e.blocks_judged >= kFewestBlocks &&
                    static_cast<double>(e.blocks_agreeing) >= kAgreeingShare * judged};
}

Clause not_by_chance(const CommissioningEvidence& e) {
  return {.name = "not_by_chance",
          .asks = "Would labels of other days do as well? " + text(e.permutations) +
                  " shifts of them along the days",
          .needed = "in less than " + text(kMostChance * 100.0, 0) + " %",
          .found = text(e.permutation_p * 100.0, 1) + " %",
          .passed = e.permutation_p < kMostChance};
}

Clause not_too_good(const CommissioningEvidence& e) {
  return {.name = "not_too_good",
          .asks = "Is it too good to be a biomarker, and likely a leak of the label?",
          .needed = "area below " + text(kTooGood),
          .found = text(e.leave_one_day_out.value, 3),
          .passed = e.leave_one_day_out.value < kTooGood};
}

}  // namespace

std::vector<Clause> clauses_of(const CommissioningEvidence& evidence) {
  return {enough_data(evidence),    tells_classes(evidence),
          beats_time(evidence),     survives_detrending(evidence),
          keeps_its_sign(evidence), not_by_chance(evidence),
          not_too_good(evidence)};
}

bool all_passed(const std::vector<Clause>& clauses) {
  return std::ranges::all_of(clauses, [](const Clause& c) { return c.passed; });
}

}  // namespace homeostat::sim
