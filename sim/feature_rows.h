// Features of bins, made fit for a discriminant: row after row, as many values each as
// there are features.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace homeostat::sim {

struct FeatureScale {
  double mean = 0.0;
  double deviation = 0.0;
};

// Each feature in its own standard deviations about its mean; one that never moves is 0.
std::vector<FeatureScale> standardise(std::vector<double>& rows, std::size_t width);

// What is left of standardised features without their line over days.
std::vector<double> without_trend(std::span<const double> rows, std::size_t width,
                                  std::span<const double> day);

// Time as the only features there are: the day, and the hour as sine and cosine.
inline constexpr std::size_t kTimeWidth = 3;
std::vector<double> time_rows(std::span<const double> day);

}  // namespace homeostat::sim
