// Which candidate to take: by a budget of false alarms, never by a balance of errors.
//
// Knows no detector. Of those that keep to the budget the ones with most useful
// detections, of these most detections, then fewest false alarms; of what is then alike
// one a third up by strictness, away from either edge and early rather than late. Without
// two events to go by: the least strict that keeps to the budget.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/tune_candidate.h"
#include "sim/tune_score.h"

namespace homeostat::sim {

// A stretch of the line of time.
struct TuneSpan {
  double from_s = 0.0;
  double to_s = 0.0;
};

struct TuneFold {
  TuneSpan train;
  TuneSpan test;
};

// Each trains on all that lies before what it is tested on; parted between events, so
// that each but the first holds as many as the next, three at most. Without two events
// one fold, parted at three fifths of the time.
std::vector<TuneFold> chronological_folds(const Timeline& line);

// Null where none keeps to the budget.
std::optional<std::size_t> choose(const std::vector<TuneCandidate>& candidates,
                                  const Timeline& line, const TuneSpan& train,
                                  double most_false_alarms_per_h);

// The fewest false alarms per hour of any.
double fewest_false_alarms_per_h(const std::vector<TuneCandidate>& candidates,
                                 const Timeline& line, const TuneSpan& train);

}  // namespace homeostat::sim
