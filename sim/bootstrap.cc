#include "sim/bootstrap.h"

#include <algorithm>

#include "sim/random_draws.h"

namespace homeostat::sim {
namespace {

bool speaks_of(const Performance& recording, const NamedFigure& figure) {
  return figure.of_seizures ? recording.alarms.seizures() > 0
                            : recording.alarms.outside_s > 0.0;
}

}  // namespace

DrawnFigures bootstrap(std::span<const Performance> recordings, std::uint64_t seed,
                       int draws) {
  RandomDraws random(seed);
  const auto figures = compared_figures();
  std::vector<std::vector<double>> drawn(figures.size());
  for (int draw = 0; draw < draws && !recordings.empty(); ++draw) {
    std::vector<Performance> sample;
    for (std::size_t i = 0; i < recordings.size(); ++i) {
      sample.push_back(recordings[random.below(recordings.size())]);
    }
    const Performance all = pooled(sample);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (const auto value = figures[i].of(all)) drawn[i].push_back(*value);
    }
  }
  DrawnFigures intervals;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const auto of_it = std::ranges::count_if(
        recordings, [&](const Performance& p) { return speaks_of(p, figures[i]); });
    intervals.push_back(of_it < 2 ? std::nullopt : range_of(std::move(drawn[i])));
  }
  return intervals;
}

}  // namespace homeostat::sim
