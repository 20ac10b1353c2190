// A detector's answers over one recording or several: the public scorer's counts and the
// figures of its alarms, side by side. The way in for whoever compares settings:
//
//   Performance p = performance(recordings);   // pure: the same events, the same figures
//   useful_sensitivity(p.alarms), false_alarms_per_hour(p.alarms), p.events.f1, ...
//
// Knows no files and no signals.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/alarm_figures.h"
#include "sim/interval.h"
#include "sim/scoring.h"

namespace homeostat::sim {

struct ScoredRecording {
  std::vector<Interval> seizures;
  std::vector<Interval> alarms;
  double duration_s = 0.0;
  // Bursts as delivered; nullopt: an alarm is a therapy (AlarmRule).
  std::optional<std::vector<Interval>> delivered;
};

struct Performance {
  Score events;  // as the public scorer counts
  AlarmFigures alarms;
};

struct JudgeRules {
  ScoringParameters events;
  AlarmRule alarms;
};

// Throws std::invalid_argument for times that are none (scoring.h, alarm_figures.h).
[[nodiscard]] Performance performance(const ScoredRecording& recording,
                                      const JudgeRules& rules = {});
[[nodiscard]] Performance pooled(std::span<const Performance> recordings);
[[nodiscard]] Performance performance(std::span<const ScoredRecording> recordings,
                                      const JudgeRules& rules = {});

// Nullopt where there is neither a seizure nor an alarm.
[[nodiscard]] std::optional<double> event_f1(const Performance& p);

// A figure by a name, so that tables, ranges and intervals ask for the same ones.
struct NamedFigure {
  const char* name;   // of JSON
  const char* title;  // for people
  std::optional<double> (*of)(const Performance&);
  bool of_seizures;  // a recording without one says nothing of it
};
[[nodiscard]] std::span<const NamedFigure> compared_figures();

}  // namespace homeostat::sim
