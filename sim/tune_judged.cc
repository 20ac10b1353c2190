#include "sim/tune_judged.h"

#include <cstdio>

#include "sim/error.h"
#include "sim/tune_score.h"

namespace homeostat::sim {

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

std::string events_called(const Timeline& line) {
  return line.objective == TuneObjective::kOnset ? "seizures" : "bursts";
}

TuneSpan whole(const Timeline& line) { return {0.0, line.duration_s + 1.0}; }

TuneFoldResult judged(const TuneFold& fold, const std::string& words,
                      const std::vector<Interval>& detections, const Timeline& line,
                      const TherapyCost& of_one) {
  const auto [from_s, to_s] = fold.test;
  TuneFoldResult told{
      .fold = fold,
      .words = words,
      .score = score_between(line, detections, from_s, to_s),
      .long_episodes = long_episodes_between(line, detections, from_s, to_s)};
  told.cost = static_cast<double>(told.score.therapies) * of_one;
  return told;
}

AlarmFigures fit_of(const std::vector<Interval>& detections, const Timeline& line) {
  return score_between(line, detections, 0.0, line.duration_s + 1.0);
}

void refuse_budget(const std::string& detector, double budget, double fewest) {
  throw UsageError("--max-false-alarms-per-hour " + short_number(budget) + ": no " +
                   detector + " keeps to it on these recordings; the fewest is " +
                   short_number(fewest) + " per hour");
}

}  // namespace homeostat::sim
