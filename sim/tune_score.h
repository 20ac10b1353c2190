// How well detections answered events over a stretch of time: what a choice is made by.
//
// Knows no detector. One event is answered by one detection (sim/matching.h). A detection
// is useful from 5 s before the onset to 10 s after it; one that was already on tells
// nothing. A false alarm is one that matches no event, and begins further than 30 s
// before and 60 s after any. Source: shared reference "detection", section 1.5.
#pragma once

#include <optional>
#include <vector>

#include "sim/interval.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

struct TuneScore {
  int events = 0;
  int detected = 0;
  int useful = 0;
  int false_alarms = 0;
  double background_h = 0.0;
  std::vector<double> latencies_s;  // of those detected

  double false_alarms_per_h() const {
    return background_h > 0.0 ? false_alarms / background_h : 0.0;
  }
  // A miss is later than any; nullopt where that is the median, or there was no event.
  std::optional<double> median_latency_s() const;
  TuneScore& operator+=(const TuneScore& more);
};

// Of events and detections that begin from `from_s` until before `to_s`.
TuneScore score_between(const Timeline& line, const std::vector<Interval>& detections,
                        double from_s, double to_s);

}  // namespace homeostat::sim
