#include "tests/evaluation/results.h"

#include <numbers>

#include "sim/null_detectors.h"
#include "tests/evaluation/choice.h"

namespace homeostat::evaluation {
namespace {

void hear(const std::vector<Contender>& contenders, int quarter, std::size_t condition,
          const Stream& stream, std::vector<Result>& results) {
  auto result = results.begin();
  const auto add = [&](sim::ScoredRecording recording) {
    (result++)->recordings[condition].push_back(std::move(recording));
  };
  for (const Contender& contender : contenders) {
    const double threshold = contender.thresholds[static_cast<std::size_t>(quarter)];
    add(heard(contender, stream, {quarter, threshold}));
  }
  const sim::ScoredRecording told{
      stream.seizures, stream.seizures, stream.duration_s, {}};
  add(sim::always_on(told));
  add(sim::loudest(told, stream.uv, kRateHz));
}

}  // namespace

const std::array<Condition, kConditions>& conditions() {
  static const std::array<Condition, kConditions> all{
      {{"As recorded", {{1.0, 1.0}}},
       {"Gain twice, and half", {{2.0, 2.0}, {0.5, 0.5}}},
       {"Gain drifts to e, and to 1/e, within the six hours",
        {{1.0, std::numbers::e}, {1.0, 1.0 / std::numbers::e}}}}};
  return all;
}

std::vector<Result> results_of(const std::vector<Contender>& contenders) {
  std::vector<Result> results;
  for (const Contender& contender : contenders) {
    results.push_back({.name = contender.name, .recordings = {}});
  }
  results.push_back({.name = "*always on*", .null = true, .recordings = {}});
  results.push_back(
      {.name = "*loudest, as long as the seizures*", .null = true, .recordings = {}});
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    const Stream test = test_stream(quarter);
    for (std::size_t condition = 0; condition < kConditions; ++condition) {
      for (const Gain& gain : conditions()[condition].gains) {
        hear(contenders, quarter, condition, with_gain(test, gain), results);
      }
    }
  }
  return results;
}

}  // namespace homeostat::evaluation
