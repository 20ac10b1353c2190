#include "sim/spans.h"

#include <algorithm>

namespace homeostat::sim {

std::vector<Interval> union_of(std::span<const Interval> events, double duration_s,
                               double gap_s) {
  std::vector<Interval> within;
  for (const Interval& e : events) {
    const Interval cut{std::max(e.onset_s, 0.0), std::min(e.offset_s, duration_s)};
    if (cut.onset_s < cut.offset_s) within.push_back(cut);
  }
  std::ranges::sort(within, {}, &Interval::onset_s);
  std::vector<Interval> apart;
  for (const Interval& e : within) {
    const bool joins = !apart.empty() && (e.onset_s <= apart.back().offset_s ||
                                          e.onset_s - apart.back().offset_s < gap_s);
    if (joins) {
      apart.back().offset_s = std::max(apart.back().offset_s, e.offset_s);
    } else {
      apart.push_back(e);
    }
  }
  return apart;
}

double length_s(std::span<const Interval> stretches) {
  double sum_s = 0.0;
  for (const Interval& s : stretches) sum_s += s.offset_s - s.onset_s;
  return sum_s;
}

double common_s(std::span<const Interval> a, std::span<const Interval> b) {
  double sum_s = 0.0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const double from_s = std::max(a[i].onset_s, b[j].onset_s);
    const double to_s = std::min(a[i].offset_s, b[j].offset_s);
    sum_s += std::max(0.0, to_s - from_s);
    if (a[i].offset_s < b[j].offset_s) {
      ++i;
    } else {
      ++j;
    }
  }
  return sum_s;
}

}  // namespace homeostat::sim
