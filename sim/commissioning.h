// Whether a mood biomarker tells symptomatic days from well ones, or only early days from
// late ones.
//
// A score is fitted, and judged on days that it was not fitted on. Time itself is a
// rival: a person who recovers has symptoms early, and everything that drifts tells early
// from late. Days are not independent either: intervals and the permutation keep
// stretches of days together. Knows no file and no page. Source: shared reference
// "detection" 4.1, commissioning test.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/labelled_bins.h"

namespace homeostat::sim {

struct Estimate {
  double value = 0.0;
  double low = 0.0;  // of a 95 % interval
  double high = 0.0;
};

struct FeatureWeight {
  std::string feature;
  double weight = 0.0;  // of the feature in its own standard deviations
  double mean = 0.0;
  double deviation = 0.0;
};

struct CommissioningEvidence {
  std::size_t symptomatic = 0;  // bins
  std::size_t well = 0;
  std::size_t days = 0;
  std::size_t stretches = 0;  // of one class without a bin of the other
  double embargo_days = 0.0;  // on each side of what is judged nothing is fitted
  std::size_t together = 0;   // bins that the resampling keeps together
  double independent = 0.0;   // stretches of that length in all bins

  Estimate leave_one_day_out;     // areas under the curve
  Estimate leave_block_out;       // of ten blocks of days
  Estimate time_alone;            // day, and hour as sine and cosine; by days, too
  Estimate gain_over_time;        // where time does worse than chance, over chance
  Estimate detrended;             // features without their line over days
  std::size_t blocks_judged = 0;  // of the ten, those with both classes
  std::size_t blocks_agreeing = 0;
  double permutation_p = 1.0;  // of labels shifted along the days as a whole
  std::size_t permutations = 0;

  std::vector<double> scores;  // of each bin, by leaving its day out; NaN: not judged
  std::vector<FeatureWeight> weights;  // fitted on all
  double bias = 0.0;
};

struct CommissioningPlan {
  std::optional<double> embargo_days;  // else the median time for which a label stands
  int draws = 1000;
  std::size_t most_permutations = 999;  // where there are fewer shifts, all
  std::uint64_t seed = 1;
};

// Of two bins and more, of both classes or one; figures that cannot be had are NaN.
CommissioningEvidence judge_biomarker(const LabelledBins& bins,
                                      const CommissioningPlan& plan);

}  // namespace homeostat::sim
