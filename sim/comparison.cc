#include "sim/comparison.h"

#include <limits>

#include "sim/bootstrap.h"

namespace homeostat::sim {
namespace {

Matching joined(const std::vector<ScoredRecording>& recordings) {
  Matching all;
  for (const ScoredRecording& recording : recordings) {
    const Matching one = match(recording.seizures, recording.alarms);
    all.latencies_s.insert(all.latencies_s.end(), one.latencies_s.begin(),
                           one.latencies_s.end());
    all.detected += one.detected;
    all.other_in_seizure += one.other_in_seizure;
    all.other_outside += one.other_outside;
  }
  return all;
}

std::optional<Performance> loudest_of(const ScoreInputs& inputs,
                                      const JudgeRules& rules) {
  if (!inputs.signals()) return std::nullopt;
  std::vector<ScoredRecording> loud;
  for (const ScoreInput& input : inputs.recordings) {
    loud.push_back(
        loudest(input.events, input.signal->samples_uv, input.signal->rate_hz));
  }
  return performance(loud, rules);
}

double ratio(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Comparison compare(const ScoreInputs& inputs, const JudgeRules& rules, std::uint64_t seed,
                   int draws) {
  const std::vector<ScoredRecording> recordings = inputs.events();
  std::vector<Performance> each;
  std::vector<Score> samples;
  std::vector<ScoredRecording> on;
  for (const ScoredRecording& recording : recordings) {
    each.push_back(performance(recording, rules));
    samples.push_back(
        score_samples_1hz(recording.seizures, recording.alarms, recording.duration_s));
    on.push_back(always_on(recording));
  }
  Comparison c{.rules = rules,
               .seed = seed,
               .draws = draws,
               .delivered = inputs.delivered,
               .detector = pooled(each),
               .samples = {},
               .matching = joined(recordings),
               .always_on = performance(on, rules),
               .random = random_alarms(recordings, rules, seed, draws),
               .loudest = loudest_of(inputs, rules),
               .intervals = bootstrap(each, seed, draws)};
  c.samples = pooled(samples, c.detector.alarms.duration_s);
  return c;
}

Score score_of(const Matching& m, double duration_s) {
  const auto n_ref = static_cast<std::int64_t>(m.latencies_s.size());
  const std::int64_t fp = m.other_in_seizure + m.other_outside;
  return {.n_ref = n_ref,
          .tp = m.detected,
          .fp = fp,
          .sensitivity = ratio(m.detected, n_ref),
          .precision = ratio(m.detected, m.detected + fp),
          .f1 = ratio(2 * m.detected, m.detected + fp + n_ref),
          .fp_per_day = duration_s > 0.0
                            ? static_cast<double>(fp) / (duration_s / 86400.0)
                            : std::numeric_limits<double>::quiet_NaN()};
}

}  // namespace homeostat::sim
