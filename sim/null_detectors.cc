#include "sim/null_detectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/random_draws.h"
#include "sim/spans.h"

namespace homeostat::sim {
namespace {

// What a detector would have said instead; what was delivered was to other alarms.
ScoredRecording with_alarms(const ScoredRecording& recording,
                            std::vector<Interval> alarms) {
  return {.seizures = recording.seizures,
          .alarms = std::move(alarms),
          .duration_s = recording.duration_s,
          .delivered = std::nullopt};
}

std::vector<double> lengths_of(std::span<const Interval> alarms, double duration_s) {
  std::vector<double> lengths_s;
  double sum_s = 0.0;
  for (const Interval& alarm : alarms) {
    const double from_s = std::clamp(alarm.onset_s, 0.0, duration_s);
    lengths_s.push_back(std::clamp(alarm.offset_s, from_s, duration_s) - from_s);
    sum_s += lengths_s.back();
  }
  if (sum_s <= duration_s) return lengths_s;
  lengths_s.clear();
  for (const Interval& alarm : union_of(alarms, duration_s)) {
    lengths_s.push_back(alarm.offset_s - alarm.onset_s);
  }
  return lengths_s;
}

// About the mean, so that an offset is not loud; less than nothing where too little of
// the window is known.
double loudness(std::span<const float> window) {
  double sum = 0.0;
  double squares = 0.0;
  std::size_t known = 0;
  for (const float uv : window) {
    if (!std::isfinite(uv)) continue;
    sum += static_cast<double>(uv);
    squares += static_cast<double>(uv) * static_cast<double>(uv);
    ++known;
  }
  if (known == 0 || 2 * known < window.size()) return -1.0;
  const double mean = sum / static_cast<double>(known);
  return std::sqrt(std::max(0.0, squares / static_cast<double>(known) - mean * mean));
}

}  // namespace

ScoredRecording always_on(const ScoredRecording& recording) {
  return with_alarms(recording, {{0.0, recording.duration_s}});
}

ScoredRecording at_random(const ScoredRecording& recording, RandomDraws& random) {
  std::vector<double> lengths_s = lengths_of(recording.alarms, recording.duration_s);
  random.shuffle(lengths_s);
  const double free_s =
      std::max(0.0, recording.duration_s -
                        std::accumulate(lengths_s.begin(), lengths_s.end(), 0.0));
  std::vector<double> starts_s(lengths_s.size());
  for (double& start_s : starts_s) start_s = free_s * random.unit();
  std::ranges::sort(starts_s);
  std::vector<Interval> alarms;
  double before_s = 0.0;
  for (std::size_t i = 0; i < starts_s.size(); ++i) {
    const double onset_s = starts_s[i] + before_s;
    alarms.push_back({onset_s, onset_s + lengths_s[i]});
    before_s += lengths_s[i];
  }
  return with_alarms(recording, std::move(alarms));
}

ScoredRecording loudest(const ScoredRecording& recording,
                        std::span<const float> samples_uv, double rate_hz) {
  const auto size = static_cast<std::size_t>(std::llround(kLoudnessWindow_s * rate_hz));
  struct Window {
    double loudness;
    std::size_t at;
  };
  std::vector<Window> windows;
  for (std::size_t at = 0; size > 0 && at + size <= samples_uv.size(); at += size) {
    const double loud = loudness(samples_uv.subspan(at, size));
    if (loud >= 0.0) windows.push_back({loud, at});
  }
  std::ranges::stable_sort(windows, std::ranges::greater{}, &Window::loudness);
  const double alarm_s = length_s(union_of(recording.alarms, recording.duration_s));
  const auto wanted = std::min(
      windows.size(), static_cast<std::size_t>(
                          std::llround(std::ceil(alarm_s / kLoudnessWindow_s - 1e-9))));
  std::vector<Interval> alarms;
  for (std::size_t i = 0; i < wanted; ++i) {
    alarms.push_back({static_cast<double>(windows[i].at) / rate_hz,
                      static_cast<double>(windows[i].at + size) / rate_hz});
  }
  return with_alarms(recording, union_of(alarms, recording.duration_s));
}

std::optional<DrawnRange> range_of(std::vector<double> draws) {
  if (draws.empty()) return std::nullopt;
  std::ranges::sort(draws);
  const auto n = static_cast<double>(draws.size());
  const auto at = [&](double rank) {
    return draws[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
  };
  const auto outside = std::floor(0.025 * n);  // on either side
  return DrawnRange{.mean = std::accumulate(draws.begin(), draws.end(), 0.0) / n,
                    .low = at(outside + 1.0),
                    .high = at(n - outside)};
}

DrawnFigures random_alarms(std::span<const ScoredRecording> recordings,
                           const JudgeRules& rules, std::uint64_t seed, int draws) {
  RandomDraws random(seed);
  const auto figures = compared_figures();
  std::vector<std::vector<double>> drawn(figures.size());
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<Performance> each;
    for (const ScoredRecording& recording : recordings) {
      each.push_back(performance(at_random(recording, random), rules));
    }
    const Performance all = pooled(each);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (const auto value = figures[i].of(all)) drawn[i].push_back(*value);
    }
  }
  DrawnFigures ranges;
  for (std::vector<double>& values : drawn) ranges.push_back(range_of(std::move(values)));
  return ranges;
}

}  // namespace homeostat::sim
