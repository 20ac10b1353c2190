#include "sim/tune_score.h"

#include <algorithm>

#include "sim/spans.h"

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

// Near a seizure, from `from_s` on, where seizures are not what is to be found.
std::vector<Interval> aside(const Timeline& line, double from_s, double to_s) {
  if (line.objective == TuneObjective::kOnset) return {};
  const AlarmRule seizure;
  std::vector<Interval> windows;
  for (const Interval& each : line.seizures) {
    windows.push_back({each.onset_s - seizure.clear_before_s - from_s,
                       each.offset_s + seizure.clear_after_s - from_s});
  }
  return union_of(windows, to_s - from_s);
}

bool touch(const Interval& a, const Interval& b) {
  return a.onset_s <= b.offset_s && b.onset_s <= a.offset_s;
}

}  // namespace

LongEpisodes& LongEpisodes::operator+=(const LongEpisodes& other) {
  all += other.all;
  outside += other.outside;
  seizures += other.seizures;
  seizures_with += other.seizures_with;
  return *this;
}

LongEpisodes long_episodes_between(const Timeline& line,
                                   const std::vector<Interval>& detections, double from_s,
                                   double to_s) {
  std::vector<Interval> episodes = beginning_in(detections, from_s, to_s);
  std::erase_if(episodes, [](const Interval& each) {
    return each.offset_s - each.onset_s < kLongEpisode_s;
  });
  const std::vector<Interval> seizures = beginning_in(line.seizures, from_s, to_s);
  LongEpisodes counts{.all = static_cast<std::int64_t>(episodes.size()),
                      .seizures = static_cast<std::int64_t>(seizures.size())};
  for (const Interval& episode : episodes) {
    counts.outside += std::ranges::none_of(
        seizures, [&](const Interval& seizure) { return touch(episode, seizure); });
  }
  for (const Interval& seizure : seizures) {
    counts.seizures_with += std::ranges::any_of(
        episodes, [&](const Interval& episode) { return touch(episode, seizure); });
  }
  return counts;
}

AlarmFigures score_between(const Timeline& line, const std::vector<Interval>& detections,
                           double from_s, double to_s) {
  const double until_s = std::min(to_s, line.duration_s);
  const std::vector<Interval> left_out = aside(line, from_s, until_s);
  const auto is_left_out = [&](const Interval& each) {
    return std::ranges::any_of(left_out, [&](const Interval& window) {
      return each.onset_s >= window.onset_s && each.onset_s <= window.offset_s;
    });
  };
  std::vector<Interval> alarms = beginning_in(detections, from_s, to_s);
  std::vector<Interval> events = beginning_in(line.events, from_s, to_s);
  std::erase_if(alarms, is_left_out);
  std::erase_if(events, is_left_out);
  AlarmFigures figures = alarm_figures(events, alarms, until_s - from_s, line.rule.alarm);
  std::vector<Interval> cleared = left_out;
  for (const Interval& event : events) {
    cleared.push_back({event.onset_s - line.rule.alarm.clear_before_s,
                       event.offset_s + line.rule.alarm.clear_after_s});
  }
  if (!left_out.empty()) {
    figures.outside_s =
        figures.duration_s - length_s(union_of(cleared, until_s - from_s));
  }
  return figures;
}

}  // namespace homeostat::sim
