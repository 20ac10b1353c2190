#include "sim/feature_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace homeostat::sim {

std::vector<FeatureScale> standardise(std::vector<double>& rows, std::size_t width) {
  const std::size_t count = rows.size() / width;
  std::vector<FeatureScale> scales;
  for (std::size_t f = 0; f < width; ++f) {
    double sum = 0.0;
    for (std::size_t i = f; i < rows.size(); i += width) sum += rows[i];
    const double mean = sum / static_cast<double>(count);
    double squares = 0.0;
    for (std::size_t i = f; i < rows.size(); i += width) {
      rows[i] -= mean;
      squares += rows[i] * rows[i];
    }
    const double deviation = std::sqrt(squares / static_cast<double>(count));
    for (std::size_t i = f; i < rows.size() && deviation > 0.0; i += width)
      rows[i] /= deviation;
    scales.push_back({mean, deviation});
  }
  return scales;
}

std::vector<double> without_trend(std::span<const double> rows, std::size_t width,
                                  std::span<const double> day) {
  const double middle =
      std::accumulate(day.begin(), day.end(), 0.0) / static_cast<double>(day.size());
  double spread = 0.0;
  for (const double at : day) spread += (at - middle) * (at - middle);
  std::vector<double> left(rows.begin(), rows.end());
  for (std::size_t f = 0; f < width && spread > 0.0; ++f) {
    double product = 0.0;
    for (std::size_t r = 0; r < day.size(); ++r)
      product += rows[r * width + f] * (day[r] - middle);
    for (std::size_t r = 0; r < day.size(); ++r)
      left[r * width + f] -= product / spread * (day[r] - middle);
  }
  return left;
}

std::vector<double> time_rows(std::span<const double> day) {
  const double span = std::max(1.0, day.back() - day.front());
  std::vector<double> rows;
  for (const double at : day) {
    const double turn = 2.0 * std::numbers::pi * (at - std::floor(at));
    rows.insert(rows.end(), {(at - day.front()) / span, std::sin(turn), std::cos(turn)});
  }
  return rows;
}

}  // namespace homeostat::sim
