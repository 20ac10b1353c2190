#include "sim/rank_auc.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace homeostat::sim {

double rank_auc(std::span<const double> scores, std::span<const std::uint8_t> positive) {
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return scores[a] < scores[b]; });
  double higher = 0.0;  // pairs in which the positive one scores higher
  double below = 0.0;   // negatives so far
  double positives = 0.0;
  for (std::size_t from = 0; from < order.size();) {
    double tied_positive = 0.0;
    double tied_negative = 0.0;
    std::size_t to = from;
    for (; to < order.size() && scores[order[to]] == scores[order[from]]; ++to)
      ++(positive[order[to]] != 0 ? tied_positive : tied_negative);
    higher += tied_positive * (below + 0.5 * tied_negative);
    below += tied_negative;
    positives += tied_positive;
    from = to;
  }
  if (positives == 0.0 || below == 0.0) return std::numeric_limits<double>::quiet_NaN();
  return higher / (positives * below);
}

}  // namespace homeostat::sim
