#include "sim/commissioning.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/bin_structure.h"
#include "sim/feature_rows.h"
#include "sim/held_out_scores.h"
#include "sim/linear_discriminant.h"
#include "sim/random_draws.h"
#include "sim/rank_auc.h"

namespace homeostat::sim {
namespace {

using Flags = std::vector<std::uint8_t>;
using Column = std::vector<double>;

constexpr std::size_t kBlocks = 10;
constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

// Over scores that are known: one that is not was asked of too few bins.
double area(const Column& scores, const Flags& positive) {
  Column known;
  Flags of_them;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) continue;
    known.push_back(scores[i]);
    of_them.push_back(positive[i]);
  }
  return rank_auc(known, of_them);
}

Estimate estimate(double value, Column drawn) {
  std::erase_if(drawn, [](double v) { return std::isnan(v); });
  if (drawn.empty() || std::isnan(value)) return {value, kNotKnown, kNotKnown};
  std::ranges::sort(drawn);
  const auto at = [&](double share) {
    return drawn[static_cast<std::size_t>(share * static_cast<double>(drawn.size() - 1))];
  };
  return {value, at(0.025), at(0.975)};
}

// Time that does worse than chance is no stronger rival than chance.
double gain(double area_of_score, double area_of_time) {
  return area_of_score - std::max(0.5, area_of_time);
}

class Judgement {
 public:
  Judgement(const LabelledBins& bins, const CommissioningPlan& plan)
      : bins_(bins), plan_(plan), width_(bins.features.size()), rows_(bins.rows) {
    const auto scales = standardise(rows_, width_);
    for (std::size_t f = 0; f < width_; ++f)
      found_.weights.push_back(
          {bins.features[f], 0.0, scales[f].mean, scales[f].deviation});
  }

  CommissioningEvidence judge() {
    count();
    folds_ = day_folds(bins_.day, found_.embargo_days);
    const auto blocks = block_folds(bins_.day, kBlocks, found_.embargo_days);
    found_.scores = scored(rows_, width_, folds_);
    compare({found_.scores, scored(rows_, width_, blocks),
             scored(time_rows(bins_.day), kTimeWidth, folds_),
             scored(without_trend(rows_, width_, bins_.day), width_, folds_)});
    agree(block_folds(bins_.day, kBlocks, 0.0));
    permute();
    fit_all();
    return std::move(found_);
  }

 private:
  const Flags& classes() const { return bins_.symptomatic; }

  Column scored(const Column& rows, std::size_t width,
                std::span<const Fold> folds) const {
    return held_out_scores(rows, width, classes(), folds);
  }

  void count() {
    found_.symptomatic =
        static_cast<std::size_t>(std::ranges::count(classes(), std::uint8_t{1}));
    found_.well = bins_.size() - found_.symptomatic;
    found_.days = days_of(bins_.day);
    found_.stretches = stretches_of(classes());
    found_.embargo_days = plan_.embargo_days.value_or(label_stands_days(bins_));
    found_.together = dependent_bins(classes());
    found_.independent =
        static_cast<double>(bins_.size()) / static_cast<double>(found_.together);
  }

  // Bins in stretches, drawn with replacement, over the end on at the beginning; the same
  // ones for all columns, so that differences are paired.
  std::vector<Column> drawn_areas(const std::vector<Column>& columns) const {
    RandomDraws random(plan_.seed);
    const std::size_t n = bins_.size();
    std::vector<Column> drawn(columns.size());
    for (int draw = 0; draw < plan_.draws; ++draw) {
      std::vector<std::size_t> chosen;
      while (chosen.size() < n) {
        const std::size_t from = random.below(n);
        for (std::size_t i = 0; i < found_.together && chosen.size() < n; ++i)
          chosen.push_back((from + i) % n);
      }
      Flags flags;
      for (const std::size_t i : chosen) flags.push_back(classes()[i]);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        Column scores;
        for (const std::size_t i : chosen) scores.push_back(columns[c][i]);
        drawn[c].push_back(area(scores, flags));
      }
    }
    return drawn;
  }

  // By days, by blocks, time alone, without trend.
  void compare(const std::vector<Column>& columns) {
    const auto drawn = drawn_areas(columns);
    Column areas;
    for (const Column& column : columns) areas.push_back(area(column, classes()));
    Estimate* const estimates[] = {&found_.leave_one_day_out, &found_.leave_block_out,
                                   &found_.time_alone, &found_.detrended};
    for (std::size_t c = 0; c < columns.size(); ++c)
      *estimates[c] = estimate(areas[c], drawn[c]);
    Column gains;
    for (std::size_t d = 0; d < drawn[0].size(); ++d)
      gains.push_back(gain(drawn[0][d], drawn[2][d]));
    found_.gain_over_time = estimate(gain(areas[0], areas[2]), std::move(gains));
  }

  // Of blocks with both classes: in how many the symptomatic bins score higher.
  void agree(std::span<const Fold> blocks) {
    for (const Fold& block : blocks) {
      const auto from = static_cast<std::ptrdiff_t>(block.from);
      const auto to = static_cast<std::ptrdiff_t>(block.to);
      const double within =
          area({found_.scores.begin() + from, found_.scores.begin() + to},
               {classes().begin() + from, classes().begin() + to});
      if (std::isnan(within)) continue;
      ++found_.blocks_judged;
      if (within > 0.5) ++found_.blocks_agreeing;
    }
  }

  // Labels shifted along the days as a whole: as like each other as they are, and of
  // other days.
  void permute() {
    const std::size_t shifts = bins_.size() - 1;
    const bool all = shifts <= plan_.most_permutations;
    RandomDraws random(plan_.seed + 1);
    std::size_t as_good = 0;
    found_.permutations = all ? shifts : plan_.most_permutations;
    for (std::size_t i = 0; i < found_.permutations; ++i) {
      const std::size_t shift = 1 + (all ? i : random.below(shifts));
      Flags shifted = classes();
      std::rotate(shifted.begin(), shifted.begin() + static_cast<std::ptrdiff_t>(shift),
                  shifted.end());
      const double reached =
          area(held_out_scores(rows_, width_, shifted, folds_), shifted);
      if (!(reached < found_.leave_one_day_out.value)) ++as_good;
    }
    found_.permutation_p =
        static_cast<double>(1 + as_good) / static_cast<double>(1 + found_.permutations);
  }

  void fit_all() {
    const Discriminant fitted =
        DiscriminantSums(rows_, width_, classes()).fit_without(0, 0);
    if (fitted.weights.empty()) return;
    for (std::size_t f = 0; f < width_; ++f) found_.weights[f].weight = fitted.weights[f];
    found_.bias = fitted.bias;
  }

  const LabelledBins& bins_;
  const CommissioningPlan& plan_;
  std::size_t width_;
  Column rows_;  // standardised
  std::vector<Fold> folds_;
  CommissioningEvidence found_;
};

}  // namespace

CommissioningEvidence judge_biomarker(const LabelledBins& bins,
                                      const CommissioningPlan& plan) {
  return Judgement(bins, plan).judge();
}

}  // namespace homeostat::sim
