// One life of a model, and what its trace shows: the language of tests of regimes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/cohort.h"

namespace homeostat::models {

using Settings = std::vector<std::pair<const char*, double>>;

class Life {
 public:
  Life(const char* name, const Settings& settings, double step = 0.0)
      : Life(name, settings, CohortOptions{.step = step}) {}
  Life(const char* name, const Settings& settings, const CohortOptions& options)
      : model_(*find_model(name)), cohort_(model_, 1, options) {
    set(settings);
  }
  void set(const Settings& settings) {
    for (const auto& [name, value] : settings) {
      const std::size_t i = model_.parameter(name);
      ASSERT_LT(i, model_.parameters.size()) << name;
      cohort_.parameter(0, i) = value;
    }
  }
  void start(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) cohort_.state(0, i) = x[i];
  }
  void pulse(double start, double width, double amplitude) {
    cohort_.stimulate(0, {.start = start, .width = width, .amplitude = amplitude});
  }
  std::vector<double> live(double time) {
    const auto steps = static_cast<std::uint64_t>(std::llround(time / cohort_.step()));
    std::vector<double> observed(steps);
    cohort_.advance(steps, observed);
    return observed;
  }
  double state(const char* name) { return cohort_.state(0, model_.state(name)); }
  double step() const { return cohort_.step(); }

 private:
  const Model& model_;
  Cohort cohort_;
};

inline double swing(const std::vector<double>& x) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  return *high - *low;
}

inline double highest(const std::vector<double>& x) {
  return *std::max_element(x.begin(), x.end());
}

inline double mean(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

inline double deviation(const std::vector<double>& x) {
  const double middle = mean(x);
  double sum = 0.0;
  for (const double v : x) sum += (v - middle) * (v - middle);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

// Cycles per unit of time: from the first to the last upward crossing of the middle, with
// a band around it so that ripples do not count.
inline double rate(const std::vector<double>& x, double step) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const double middle = 0.5 * (*low + *high);
  const double band = 0.15 * (*high - *low);
  bool armed = false;
  std::vector<double> ups;
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (x[i] < middle - band) armed = true;
    if (armed && x[i] > middle + band) {
      ups.push_back(static_cast<double>(i) * step);
      armed = false;
    }
  }
  if (ups.size() < 3) return 0.0;
  return static_cast<double>(ups.size() - 1) / (ups.back() - ups.front());
}

}  // namespace homeostat::models
