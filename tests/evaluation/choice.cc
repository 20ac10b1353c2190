#include "tests/evaluation/choice.h"

#include <limits>

namespace homeostat::evaluation {

double worth(const sim::Performance& p) {
  return sim::useful_sensitivity(p.alarms).value_or(0.0) -
         0.05 * sim::false_alarms_per_hour(p.alarms).value_or(0.0) -
         2.0 * sim::false_alarm_share(p.alarms).value_or(0.0);
}

sim::ScoredRecording heard(const Contender& contender, const Stream& stream,
                           double threshold) {
  return {.seizures = stream.seizures,
          .alarms = contender.alarms(stream.uv, threshold),
          .duration_s = stream.duration_s,
          .delivered = std::nullopt};
}

double best_threshold(const Contender& contender, const Stream& validation) {
  double best = contender.threshold;
  double highest = -std::numeric_limits<double>::infinity();
  for (const double threshold : contender.grid) {
    const double now = worth(sim::performance(heard(contender, validation, threshold)));
    if (now <= highest) continue;
    highest = now;
    best = threshold;
  }
  return best;
}

}  // namespace homeostat::evaluation
