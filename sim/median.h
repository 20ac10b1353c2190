// The middle of a sample, for figures that one wild value must not move.
#pragma once

#include <algorithm>
#include <vector>

namespace homeostat::sim {

// The mean of both middle ones of an even number. Of nothing there is none: at least one
// value must be given.
inline double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return 0.5 * (values[(values.size() - 1) / 2] + values[half]);
}

}  // namespace homeostat::sim
