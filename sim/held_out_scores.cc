#include "sim/held_out_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/linear_discriminant.h"

namespace homeostat::sim {
namespace {

// Folds of bins of one `number`, which never falls.
template <class Number>
std::vector<Fold> folds_by(std::span<const double> day, double embargo_days,
                           Number number) {
  std::vector<Fold> folds;
  for (std::size_t from = 0; from < day.size();) {
    std::size_t to = from + 1;
    while (to < day.size() && number(day[to]) == number(day[from])) ++to;
    Fold fold{from, to, from, to};
    // In whole days, as labels stand: a day's first bin shares its label with its last.
    const double first_day = std::floor(day[from]) - embargo_days;
    const double last_day = std::floor(day[to - 1]) + embargo_days;
    while (fold.out_from > 0 && std::floor(day[fold.out_from - 1]) >= first_day)
      --fold.out_from;
    while (fold.out_to < day.size() && std::floor(day[fold.out_to]) <= last_day)
      ++fold.out_to;
    folds.push_back(fold);
    from = to;
  }
  return folds;
}

}  // namespace

std::vector<Fold> day_folds(std::span<const double> day, double embargo_days) {
  return folds_by(day, embargo_days, [](double at) { return std::floor(at); });
}

std::vector<Fold> block_folds(std::span<const double> day, std::size_t blocks,
                              double embargo_days) {
  if (day.empty()) return {};
  const double first = std::floor(day.front());
  const double each =
      (std::floor(day.back()) + 1.0 - first) / static_cast<double>(blocks);
  return folds_by(day, embargo_days,
                  [=](double at) { return std::floor((at - first) / each); });
}

std::vector<double> held_out_scores(std::span<const double> rows, std::size_t width,
                                    std::span<const std::uint8_t> positive,
                                    std::span<const Fold> folds) {
  const DiscriminantSums sums(rows, width, positive);
  std::vector<double> scores(positive.size(), std::numeric_limits<double>::quiet_NaN());
  for (const Fold& fold : folds) {
    const Discriminant fitted = sums.fit_without(fold.out_from, fold.out_to);
    if (fitted.weights.empty()) continue;
    for (std::size_t r = fold.from; r < fold.to; ++r)
      scores[r] = fitted.score(rows.subspan(r * width, width));
  }
  return scores;
}

}  // namespace homeostat::sim
