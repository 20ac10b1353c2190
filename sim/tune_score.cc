#include "sim/tune_score.h"

#include <algorithm>

namespace homeostat::sim {
namespace {

std::vector<Interval> beginning_in(const std::vector<Interval>& all, double from_s,
                                   double to_s) {
  std::vector<Interval> inside;
  for (const Interval& each : all) {
    if (each.onset_s < from_s || each.onset_s >= to_s) continue;
    inside.push_back({each.onset_s - from_s, each.offset_s - from_s});
  }
  return inside;
}

}  // namespace

AlarmFigures score_between(const Timeline& line, const std::vector<Interval>& detections,
                           double from_s, double to_s) {
  return alarm_figures(beginning_in(line.events, from_s, to_s),
                       beginning_in(detections, from_s, to_s),
                       std::min(to_s, line.duration_s) - from_s);
}

}  // namespace homeostat::sim
