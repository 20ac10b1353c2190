#include "sim/tune_score.h"

#include <algorithm>

#include "sim/matching.h"

namespace homeostat::sim {
namespace {

constexpr double kUsefulBefore_s = 5.0;
constexpr double kUsefulAfter_s = 10.0;
constexpr double kNearBefore_s = 30.0;
constexpr double kNearAfter_s = 60.0;

std::vector<Interval> beginning_in(const std::vector<Interval>& all, double from_s,
                                   double to_s) {
  std::vector<Interval> inside;
  for (const Interval& each : all) {
    if (each.onset_s >= from_s && each.onset_s < to_s) inside.push_back(each);
  }
  return inside;
}

bool near_any(const Interval& detection, const std::vector<Interval>& events) {
  return std::ranges::any_of(events, [&](const Interval& event) {
    return detection.onset_s >= event.onset_s - kNearBefore_s &&
           detection.onset_s <= event.offset_s + kNearAfter_s;
  });
}

}  // namespace

std::optional<double> TuneScore::median_latency_s() const {
  std::vector<double> sorted = latencies_s;
  std::ranges::sort(sorted);
  const auto middle = static_cast<std::size_t>((events - 1) / 2);
  if (events == 0 || middle >= sorted.size()) return std::nullopt;
  return sorted[middle];
}

TuneScore& TuneScore::operator+=(const TuneScore& more) {
  events += more.events;
  detected += more.detected;
  useful += more.useful;
  false_alarms += more.false_alarms;
  background_h += more.background_h;
  latencies_s.insert(latencies_s.end(), more.latencies_s.begin(), more.latencies_s.end());
  return *this;
}

TuneScore score_between(const Timeline& line, const std::vector<Interval>& detections,
                        double from_s, double to_s) {
  const std::vector<Interval> events = beginning_in(line.events, from_s, to_s);
  const std::vector<Interval> alarms = beginning_in(detections, from_s, to_s);
  TuneScore score{.events = static_cast<int>(events.size()),
                  .background_h = line.background_h(from_s, to_s)};
  for (const auto& latency_s : match(events, alarms).latencies_s) {
    if (!latency_s) continue;
    ++score.detected;
    score.latencies_s.push_back(*latency_s);
    score.useful += *latency_s >= -kUsefulBefore_s && *latency_s <= kUsefulAfter_s;
  }
  for (const Interval& alarm : alarms)
    score.false_alarms += !near_any(alarm, line.events);
  return score;
}

}  // namespace homeostat::sim
