// What every tuned detector is told about: a fold's figures, the fit, and why there is
// none.
#pragma once

#include <string>
#include <vector>

#include "sim/tune.h"

namespace homeostat::sim {

// For a person, three digits.
std::string short_number(double value);

// "seizures" or "bursts".
std::string events_called(const Timeline& line);

// All of the line of time.
TuneSpan whole(const Timeline& line);

// What `detections` were worth on what the fold is tested on; each alarm costs `of_one`.
// `words`: what was chosen, empty where nothing was.
TuneFoldResult judged(const TuneFold& fold, const std::string& words,
                      const std::vector<Interval>& detections, const Timeline& line,
                      const TherapyCost& of_one);

// Of the whole, on itself.
AlarmFigures fit_of(const std::vector<Interval>& detections, const Timeline& line);

// Throws UsageError: no candidate of that detector keeps to the budget.
[[noreturn]] void refuse_budget(const std::string& detector, double budget,
                                double fewest);

}  // namespace homeostat::sim
