#include "tests/evaluation/choice.h"

#include <limits>

namespace homeostat::evaluation {

double worth(const sim::Performance& p) {
  return sim::useful_sensitivity(p.alarms).value_or(0.0) -
         0.05 * sim::false_alarms_per_hour(p.alarms).value_or(0.0) -
         2.0 * sim::false_alarm_share(p.alarms).value_or(0.0);
}

sim::ScoredRecording heard(const Contender& contender, const Stream& stream,
                           const Setting& as) {
  return {.seizures = stream.seizures,
          .alarms = contender.alarms(stream.uv, as),
          .duration_s = stream.duration_s,
          .delivered = std::nullopt};
}

double best_threshold(const Contender& contender, int quarter,
                      const std::vector<Stream>& streams) {
  double best = contender.thresholds[static_cast<std::size_t>(quarter)];
  double highest = -std::numeric_limits<double>::infinity();
  for (const double threshold : contender.grid) {
    std::vector<sim::ScoredRecording> recordings;
    for (const Stream& stream : streams) {
      recordings.push_back(heard(contender, stream, {quarter, threshold}));
    }
    const double now = worth(sim::performance(recordings));
    if (now <= highest) continue;
    highest = now;
    best = threshold;
  }
  return best;
}

void choose(std::vector<Contender>& contenders) {
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    const std::vector<Stream> streams = streams_beside(quarter, kChoosingLength);
    for (Contender& contender : contenders) {
      contender.thresholds[static_cast<std::size_t>(quarter)] =
          best_threshold(contender, quarter, streams);
    }
  }
}

}  // namespace homeostat::evaluation
