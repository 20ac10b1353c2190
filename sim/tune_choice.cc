#include "sim/tune_choice.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace homeostat::sim {
namespace {

constexpr std::size_t kMostFolds = 3;
constexpr double kTrainShare = 0.6;       // of the time, where events cannot part it
constexpr std::size_t kFewestEvents = 2;  // one alone is no guide

// More is better.
using Worth = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
Worth worth(const AlarmFigures& score) {
  return {score.useful, score.detected, -score.false_alarms};
}

// Background alone tells one from another by nothing but what it would let pass.
std::size_t least_strict(const std::vector<TuneCandidate>& candidates,
                         const std::vector<std::size_t>& kept) {
  return *std::ranges::min_element(kept, {}, [&](std::size_t i) {
    return std::tuple(candidates[i].strict, candidates[i].family);
  });
}

// A third up from the least strict, of the family that has most of them.
std::size_t amid(const std::vector<TuneCandidate>& candidates,
                 const std::vector<std::size_t>& alike) {
  const auto of_family = [&](int family) {
    std::vector<std::size_t> members;
    for (const std::size_t i : alike) {
      if (candidates[i].family == family) members.push_back(i);
    }
    return members;
  };
  std::vector<std::size_t> widest;
  for (const std::size_t i : alike) {
    std::vector<std::size_t> members = of_family(candidates[i].family);
    if (members.size() > widest.size()) widest = std::move(members);
  }
  std::ranges::stable_sort(widest, {},
                           [&](std::size_t i) { return candidates[i].strict; });
  return widest[(widest.size() - 1) / 3];
}

}  // namespace

std::vector<TuneFold> chronological_folds(const Timeline& line) {
  const std::size_t events = line.events.size();
  if (events < kFewestEvents) {
    const double at_s = kTrainShare * line.duration_s;
    return {{{0.0, at_s}, {at_s, line.duration_s}}};
  }
  const std::size_t folds = std::min(kMostFolds, events - 1);
  std::vector<double> parts;
  for (std::size_t fold = 1; fold <= folds; ++fold) {
    const std::size_t next = std::max(fold, fold * events / (folds + 1));
    parts.push_back(0.5 * (line.events[next - 1].offset_s + line.events[next].onset_s));
  }
  parts.push_back(line.duration_s);
  std::vector<TuneFold> all;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    all.push_back({{0.0, parts[fold]}, {parts[fold], parts[fold + 1]}});
  }
  return all;
}

std::optional<std::size_t> choose(const std::vector<TuneCandidate>& candidates,
                                  const Timeline& line, const TuneSpan& train,
                                  double most_false_alarms_per_h) {
  std::vector<std::size_t> kept;
  std::vector<std::size_t> alike;
  Worth best{-1, -1, 0};
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const AlarmFigures score =
        score_between(line, candidates[i].detections, train.from_s, train.to_s);
    if (false_alarms_per_hour(score).value_or(0.0) > most_false_alarms_per_h) continue;
    kept.push_back(i);
    if (worth(score) > best) alike.clear();
    if (worth(score) >= best) {
      best = worth(score);
      alike.push_back(i);
    }
  }
  if (kept.empty()) return std::nullopt;
  const bool enough = line.events.size() >= kFewestEvents;
  return enough ? amid(candidates, alike) : least_strict(candidates, kept);
}

double fewest_false_alarms_per_h(const std::vector<TuneCandidate>& candidates,
                                 const Timeline& line, const TuneSpan& train) {
  double fewest = std::numeric_limits<double>::infinity();
  for (const TuneCandidate& candidate : candidates) {
    const AlarmFigures score =
        score_between(line, candidate.detections, train.from_s, train.to_s);
    fewest = std::min(fewest, false_alarms_per_hour(score).value_or(0.0));
  }
  return fewest;
}

}  // namespace homeostat::sim
