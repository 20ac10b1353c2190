// How well detections answered events over a stretch of time: what a choice is made by.
// Definitions: sim/alarm_figures.h.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/alarm_figures.h"
#include "sim/interval.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

// A detection that goes on for this long is a long episode: what responsive stimulators
// count where they cannot tell seizures, and what their therapies are judged by.
inline constexpr double kLongEpisode_s = 30.0;

struct LongEpisodes {
  std::int64_t all = 0;
  std::int64_t outside = 0;  // of them, touching no seizure
  std::int64_t seizures = 0;
  std::int64_t seizures_with = 0;  // touched by one

  LongEpisodes& operator+=(const LongEpisodes& other);
};

// Of detections and seizures that begin from `from_s` until before `to_s`.
LongEpisodes long_episodes_between(const Timeline& line,
                                   const std::vector<Interval>& detections, double from_s,
                                   double to_s);

// Of events and detections that begin from `from_s` until before `to_s`, by the line's
// rule. Where bursts are to be found, what is near a seizure is neither right nor wrong.
AlarmFigures score_between(const Timeline& line, const std::vector<Interval>& detections,
                           double from_s, double to_s);

}  // namespace homeostat::sim
