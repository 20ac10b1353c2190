// Scores of bins by discriminants that were fitted without them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace homeostat::sim {

// Bins `from` to before `to` are scored by what is fitted without `out_from` to before
// `out_to`, which hold them.
struct Fold {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t out_from = 0;
  std::size_t out_to = 0;
};

// A fold for each day; `day` rises.
std::vector<Fold> day_folds(std::span<const double> day, double embargo_days);
// Folds of equal time.
std::vector<Fold> block_folds(std::span<const double> day, std::size_t blocks,
                              double embargo_days);

// NaN where too little was left to fit.
std::vector<double> held_out_scores(std::span<const double> rows, std::size_t width,
                                    std::span<const std::uint8_t> positive,
                                    std::span<const Fold> folds);

}  // namespace homeostat::sim
