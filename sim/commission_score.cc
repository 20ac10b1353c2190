#include "sim/commission_score.h"

#include <algorithm>
#include <cmath>

#include "sim/error.h"
#include "sim/median.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

constexpr double kRobust = 1.4826;  // of a normal distribution's median deviation

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Scores of the bins of one class, by the fit on all.
std::vector<double> scores_of(const LabelledBins& bins,
                              const CommissioningEvidence& evidence, bool symptomatic) {
  const std::size_t width = evidence.weights.size();
  std::vector<double> scores;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if ((bins.symptomatic[i] != 0) != symptomatic) continue;
    double score = evidence.bias;
    for (std::size_t f = 0; f < width; ++f) {
      const FeatureWeight& w = evidence.weights[f];
      score += w.weight * (bins.rows[i * width + f] - w.mean) / w.deviation;
    }
    scores.push_back(score);
  }
  return scores;
}

// Of the well bins: where a feature lies, and how far it strays from there.
struct WellLevel {
  double median = 0.0;
  double deviation = 0.0;
};

WellLevel well_level_of(const LabelledBins& bins, std::size_t feature,
                        std::size_t width) {
  std::vector<double> values;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins.symptomatic[i] == 0) values.push_back(bins.rows[i * width + feature]);
  }
  if (values.empty()) return {};
  const double median = median_of(values);
  for (double& value : values) value = std::abs(value - median);
  return {median, kRobust * median_of(values)};
}

struct Spread {
  double squares = 0.0;      // about the class's mean
  std::vector<double> away;  // from the class's median
};

void add(const std::vector<double>& scores, Spread& spread) {
  const double mean = mean_of(scores);
  const double median = median_of(scores);
  for (const double score : scores) {
    spread.squares += (score - mean) * (score - mean);
    spread.away.push_back(std::abs(score - median));
  }
}

}  // namespace

clinical_configs::CommissionedScore score_for_device(
    const LabelledBins& bins, const CommissioningEvidence& evidence) {
  clinical_configs::CommissionedScore score;
  double bias = evidence.bias;
  for (std::size_t f = 0; f < evidence.weights.size(); ++f) {
    const FeatureWeight& w = evidence.weights[f];
    const WellLevel well = well_level_of(bins, f, evidence.weights.size());
    if (!(w.deviation > 0.0 && well.deviation > 0.0)) {
      throw RecordingError(in_quotes(w.feature) +
                           " never moves, or has one value on more than half of the well "
                           "days; accepted: features that move. Take it out of the "
                           "program");
    }
    bias += w.weight * (well.median - w.mean) / w.deviation;
    score.features.push_back(
        {static_cast<float>(well.median), static_cast<float>(well.deviation),
         static_cast<float>(w.weight * well.deviation / w.deviation)});
  }
  const std::vector<double> sick = scores_of(bins, evidence, true);
  const std::vector<double> well = scores_of(bins, evidence, false);
  if (sick.empty() || well.empty() || !(mean_of(sick) > mean_of(well)))
    throw RecordingError("the score tells no class from the other; nothing to write");
  Spread spread;
  add(sick, spread);
  add(well, spread);
  const auto bins_counted = static_cast<double>(sick.size() + well.size());
  const double pooled = std::sqrt(spread.squares / std::max(1.0, bins_counted - 2.0));
  const double width = std::max(pooled, kRobust * median_of(spread.away));
  const double midway = 0.5 * (mean_of(sick) + mean_of(well));
  score.bias = static_cast<float>(bias);
  score.on = static_cast<float>(midway + 0.5 * width);
  score.off = static_cast<float>(midway - 0.5 * width);
  score.sick_from = static_cast<float>(midway);
  return score;
}

}  // namespace homeostat::sim
