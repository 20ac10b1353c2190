#include "sim/performance.h"

#include <array>
#include <cmath>

namespace homeostat::sim {
namespace {

template <std::optional<double> (*of)(const AlarmFigures&)>
std::optional<double> of_alarms(const Performance& p) {
  return of(p.alarms);
}

std::optional<double> median_latency(const Performance& p) {
  return latency_quantile_s(p.alarms, 0.5);
}

constexpr std::array<NamedFigure, 6> kCompared{{
    {"sensitivity", "sensitivity", of_alarms<sensitivity>, true},
    {"useful_sensitivity", "useful sensitivity", of_alarms<useful_sensitivity>, true},
    {"median_latency_s", "median latency, s", median_latency, true},
    {"false_alarms_per_hour", "false alarms/hour", of_alarms<false_alarms_per_hour>,
     false},
    {"false_alarm_share", "time in false alarm", of_alarms<false_alarm_share>, false},
    {"event_f1", "F1 (public scorer)", event_f1, true},
}};

}  // namespace

Performance performance(const ScoredRecording& recording, const JudgeRules& rules) {
  Performance p{.events = score_events(recording.seizures, recording.alarms,
                                       recording.duration_s, rules.events),
                .alarms = alarm_figures(recording.seizures, recording.alarms,
                                        recording.duration_s, rules.alarms)};
  if (recording.delivered) count_delivered(p.alarms, *recording.delivered);
  return p;
}

Performance pooled(std::span<const Performance> recordings) {
  Performance sum;
  std::vector<Score> scores;
  for (const Performance& each : recordings) {
    sum.alarms += each.alarms;
    scores.push_back(each.events);
  }
  sum.events = pooled(scores, sum.alarms.duration_s);
  return sum;
}

Performance performance(std::span<const ScoredRecording> recordings,
                        const JudgeRules& rules) {
  std::vector<Performance> each;
  for (const ScoredRecording& recording : recordings) {
    each.push_back(performance(recording, rules));
  }
  return pooled(each);
}

std::optional<double> event_f1(const Performance& p) {
  if (std::isnan(p.events.f1)) return std::nullopt;
  return p.events.f1;
}

std::span<const NamedFigure> compared_figures() { return kCompared; }

}  // namespace homeostat::sim
