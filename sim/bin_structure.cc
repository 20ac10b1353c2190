#include "sim/bin_structure.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace homeostat::sim {
namespace {

constexpr double kUncorrelated = 0.2;

}  // namespace

std::size_t days_of(std::span<const double> day) {
  std::size_t days = 0;
  for (std::size_t i = 0; i < day.size(); ++i)
    days += i == 0 || std::floor(day[i]) != std::floor(day[i - 1]) ? 1 : 0;
  return days;
}

std::size_t stretches_of(std::span<const std::uint8_t> flags) {
  std::size_t stretches = flags.empty() ? 0 : 1;
  for (std::size_t i = 1; i < flags.size(); ++i)
    stretches += flags[i] != flags[i - 1] ? 1 : 0;
  return stretches;
}

double label_stands_days(const LabelledBins& bins) {
  std::vector<double> times;
  for (std::size_t from = 0; from < bins.size();) {
    std::size_t to = from;
    while (to + 1 < bins.size() && bins.label[to + 1] == bins.label[from]) ++to;
    times.push_back(std::floor(bins.day[to]) - std::floor(bins.day[from]));
    from = to + 1;
  }
  if (times.empty()) return 0.0;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

std::size_t dependent_bins(std::span<const std::uint8_t> flags) {
  const auto n = static_cast<double>(flags.size());
  const double mean = std::accumulate(flags.begin(), flags.end(), 0.0) / n;
  const auto lagged = [&](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = lag; i < flags.size(); ++i)
      sum += (flags[i] - mean) * (flags[i - lag] - mean);
    return sum;
  };
  const std::size_t most = std::max<std::size_t>(1, flags.size() / 4);
  const double variance = lagged(0);
  for (std::size_t lag = 1; lag < most; ++lag) {
    if (!(lagged(lag) >= kUncorrelated * variance)) return lag;
  }
  return most;
}

}  // namespace homeostat::sim
