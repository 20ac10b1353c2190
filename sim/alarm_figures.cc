#include "sim/alarm_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/rounding.h"
#include "sim/spans.h"

namespace homeostat::sim {
namespace {

constexpr double kHour_s = 3600.0;
constexpr double kDay_s = 86400.0;

std::vector<Interval> sorted(std::span<const Interval> events) {
  std::vector<Interval> out(events.begin(), events.end());
  for (const Interval& e : out) {
    if (std::isfinite(e.onset_s) && std::isfinite(e.offset_s) && e.onset_s <= e.offset_s)
      continue;
    throw std::invalid_argument(
        "alarm figures: events are finite and end after they begin");
  }
  std::ranges::stable_sort(out, {}, &Interval::onset_s);
  return out;
}

// Files count in hundredths of a second: 105.1 - 100.1 is 5, and on the boundary.
double after_s(const Interval& alarm, const Interval& seizure) {
  return to_millionth(alarm.onset_s - seizure.onset_s);
}

double answerable_s(const Interval& seizure, const AlarmRule& rule) {
  return std::max(to_millionth(seizure.offset_s - seizure.onset_s), rule.useful_after_s);
}

// Seizures in order each take the first alarm of their window that is not taken yet.
void answer(std::span<const Interval> seizures, std::span<const Interval> alarms,
            const AlarmRule& rule, AlarmFigures& figures) {
  std::vector<bool> taken(alarms.size(), false);
  std::size_t first = 0;
  for (const Interval& seizure : seizures) {
    std::optional<double> latency_s;
    bool useful = false;
    while (first < alarms.size() &&
           !(after_s(alarms[first], seizure) > -rule.useful_before_s)) {
      ++first;
    }
    for (std::size_t i = first; i < alarms.size(); ++i) {
      const double since_s = after_s(alarms[i], seizure);
      if (!(since_s < answerable_s(seizure, rule))) break;
      if (taken[i]) continue;
      taken[i] = true;
      latency_s = since_s;
      useful = since_s < rule.useful_after_s;
      break;
    }
    figures.latencies_s.push_back(latency_s);
    figures.detected += latency_s ? 1 : 0;
    figures.useful += useful ? 1 : 0;
  }
}

std::vector<Interval> widened(std::span<const Interval> seizures, const AlarmRule& rule) {
  std::vector<Interval> windows;
  for (const Interval& s : seizures) {
    windows.push_back({to_millionth(s.onset_s - rule.clear_before_s),
                       to_millionth(s.offset_s + rule.clear_after_s)});
  }
  return windows;
}

// Both in order of onset. A window may end after the next one.
std::int64_t count_outside(std::span<const Interval> alarms,
                           std::span<const Interval> windows) {
  std::int64_t count = 0;
  std::size_t next = 0;
  double cleared_until_s = -std::numeric_limits<double>::infinity();
  for (const Interval& alarm : alarms) {
    const double onset_s = to_millionth(alarm.onset_s);
    while (next < windows.size() && windows[next].onset_s <= onset_s) {
      cleared_until_s = std::max(cleared_until_s, windows[next++].offset_s);
    }
    if (!(onset_s <= cleared_until_s)) ++count;
  }
  return count;
}

std::optional<double> ratio(double part, double whole) {
  if (!(whole > 0.0)) return std::nullopt;
  return part / whole;
}

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
  return ratio(static_cast<double>(part), static_cast<double>(whole));
}

}  // namespace

AlarmFigures& AlarmFigures::operator+=(const AlarmFigures& other) {
  recordings += other.recordings;
  duration_s += other.duration_s;
  outside_s += other.outside_s;
  latencies_s.insert(latencies_s.end(), other.latencies_s.begin(),
                     other.latencies_s.end());
  alarms += other.alarms;
  detected += other.detected;
  useful += other.useful;
  false_alarms += other.false_alarms;
  false_alarm_s += other.false_alarm_s;
  therapies += other.therapies;
  stimulation_s += other.stimulation_s;
  return *this;
}

AlarmFigures alarm_figures(std::span<const Interval> seizures,
                           std::span<const Interval> alarms, double duration_s,
                           const AlarmRule& rule) {
  if (!(std::isfinite(duration_s) && duration_s >= 0.0)) {
    throw std::invalid_argument("alarm figures: a recording has a finite duration");
  }
  const std::vector<Interval> known = sorted(seizures);
  const std::vector<Interval> given = sorted(alarms);
  AlarmFigures figures{.recordings = 1, .duration_s = duration_s};
  figures.alarms = static_cast<std::int64_t>(given.size());
  answer(known, given, rule, figures);
  const std::vector<Interval> windows = widened(known, rule);
  figures.false_alarms = count_outside(given, windows);
  const std::vector<Interval> cleared = union_of(windows, duration_s);
  const std::vector<Interval> on = union_of(given, duration_s);
  figures.outside_s = duration_s - length_s(cleared);
  figures.false_alarm_s = length_s(on) - common_s(on, cleared);
  figures.therapies = figures.alarms;
  figures.stimulation_s = rule.therapy_s * static_cast<double>(figures.alarms);
  return figures;
}

void count_delivered(AlarmFigures& figures, std::span<const Interval> bursts) {
  const double all_s = std::numeric_limits<double>::infinity();
  figures.therapies =
      static_cast<std::int64_t>(union_of(bursts, all_s, kTherapyGap_s).size());
  figures.stimulation_s = length_s(union_of(bursts, all_s));
}

std::optional<double> sensitivity(const AlarmFigures& f) {
  return ratio(f.detected, f.seizures());
}

std::optional<double> useful_sensitivity(const AlarmFigures& f) {
  return ratio(f.useful, f.seizures());
}

std::optional<double> undetected_share(const AlarmFigures& f) {
  return ratio(f.seizures() - f.detected, f.seizures());
}

std::optional<double> false_alarms_per_hour(const AlarmFigures& f) {
  return ratio(static_cast<double>(f.false_alarms), f.outside_s / kHour_s);
}

std::optional<double> false_alarm_share(const AlarmFigures& f) {
  return ratio(f.false_alarm_s, f.outside_s);
}

std::optional<double> therapies_per_day(const AlarmFigures& f) {
  return ratio(static_cast<double>(f.therapies), f.duration_s / kDay_s);
}

std::optional<double> stimulation_s_per_day(const AlarmFigures& f) {
  return ratio(f.stimulation_s, f.duration_s / kDay_s);
}

std::optional<double> latency_quantile_s(const AlarmFigures& f, double share) {
  if (f.latencies_s.empty()) return std::nullopt;
  std::vector<double> late;
  for (const auto& latency_s : f.latencies_s) {
    late.push_back(latency_s.value_or(std::numeric_limits<double>::infinity()));
  }
  std::ranges::sort(late);
  const auto n = late.size();
  if (share == 0.5) return (late[(n - 1) / 2] + late[n / 2]) / 2.0;
  const double rank = std::ceil(to_millionth(share * static_cast<double>(n)));
  return late[std::min(n, static_cast<std::size_t>(std::max(rank, 1.0))) - 1];
}

}  // namespace homeostat::sim
