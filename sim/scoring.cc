#include "sim/scoring.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace homeostat::sim {
namespace {

constexpr double kEventRateHz = 10.0;
constexpr double kSampleRateHz = 1.0;
constexpr double kOverlapMargin = 1e-6;  // the reference scorer's own
constexpr double kShortestCut_s = 0.1;   // one sample: cutting must come to an end
constexpr double kFarthest_s = 1e10;

struct Span {  // sample numbers, last excluded
  std::int64_t first = 0;
  std::int64_t last = 0;
};

void require(bool good, const char* rule) {
  if (!good) throw std::invalid_argument(rule);
}

bool near(double t_s) { return t_s >= -kFarthest_s && t_s <= kFarthest_s; }

void require_times(std::span<const Interval> events) {
  for (const Interval& e : events) {
    require(near(e.onset_s) && near(e.offset_s),
            "scoring: event times lie within 1e10 s");
  }
}

void require_duration(double duration_s) {
  require(duration_s >= 0.0 && duration_s <= kFarthest_s,
          "scoring: a recording lasts 0 to 1e10 s");
}

void require_parameters(const ScoringParameters& p) {
  require(near(p.tolerance_start_s) && near(p.tolerance_end_s) && near(p.min_overlap) &&
              near(p.min_duration_between_events_s),
          "scoring: tolerances, overlap and gap are finite numbers");
  require(p.max_event_duration_s >= kShortestCut_s,
          "scoring: events are cut at 0.1 s or more");
}

// The time axis of one recording at one rate.
struct Grid {
  double rate_hz;
  std::int64_t samples;

  Grid(double duration_s, double rate)
      : rate_hz(rate), samples(std::llrint(duration_s * rate)) {}

  double duration_s() const { return static_cast<double>(samples) / rate_hz; }

  // Halves go to the even neighbour (nearbyint in the default rounding mode), and a
  // negative number counts from the end, both as in a Python slice.
  std::int64_t index(double t_s) const {
    const auto end = static_cast<double>(samples);
    const auto i =
        static_cast<std::int64_t>(std::clamp(std::nearbyint(t_s * rate_hz), -end, end));
    return i < 0 ? i + samples : i;
  }

  Span span(const Interval& e) const { return {index(e.onset_s), index(e.offset_s)}; }
};

// The samples that lie in at least one of many spans. Held as sorted, separate spans, so
// that half a year at 10 Hz costs no more than its events.
class SampleSet {
 public:
  explicit SampleSet(std::vector<Span> spans) {
    std::erase_if(spans, [](const Span& s) { return s.first >= s.last; });
    std::ranges::sort(spans, {}, &Span::first);
    for (const Span& s : spans) {
      if (!spans_.empty() && s.first <= spans_.back().last) {
        spans_.back().last = std::max(spans_.back().last, s.last);
      } else {
        spans_.push_back(s);
      }
    }
    for (const Span& s : spans_) before_.push_back(before_.back() + s.last - s.first);
  }

  SampleSet(std::span<const Interval> events, const Grid& grid)
      : SampleSet(spans_of(events, grid)) {}

  std::int64_t count() const { return before_.back(); }

  std::int64_t count_in(const Span& window) const {
    if (window.first >= window.last) return 0;
    return count_below(window.last) - count_below(window.first);
  }

  std::int64_t count_common(const SampleSet& other) const {
    std::int64_t n = 0;
    for (const Span& s : spans_) n += other.count_in(s);
    return n;
  }

 private:
  static std::vector<Span> spans_of(std::span<const Interval> events, const Grid& grid) {
    std::vector<Span> spans;
    for (const Interval& e : events) spans.push_back(grid.span(e));
    return spans;
  }

  // How many of the samples have a lower number.
  std::int64_t count_below(std::int64_t sample) const {
    const auto next = std::ranges::upper_bound(spans_, sample, {}, &Span::last);
    const auto whole = static_cast<std::size_t>(next - spans_.begin());
    if (next == spans_.end() || next->first >= sample) return before_[whole];
    return before_[whole] + sample - next->first;
  }

  std::vector<Span> spans_;
  std::vector<std::int64_t> before_{0};  // samples in the spans ahead of each, and in all
};

std::vector<Interval> joined(std::span<const Interval> events, double gap_s) {
  std::vector<Interval> out;
  for (const Interval& e : events) {
    if (!out.empty() && e.onset_s - out.back().offset_s < gap_s) {
      out.back().offset_s = e.offset_s;
    } else {
      out.push_back(e);
    }
  }
  return out;
}

std::vector<Interval> cut(std::span<const Interval> events, double longest_s) {
  std::vector<Interval> out;
  for (Interval rest : events) {
    while (rest.offset_s - rest.onset_s > longest_s) {
      const double at_s = rest.onset_s + longest_s;
      out.push_back({rest.onset_s, at_s});
      rest.onset_s = at_s;
    }
    out.push_back(rest);
  }
  return out;
}

std::vector<Interval> prepared(std::span<const Interval> events,
                               const ScoringParameters& p) {
  return cut(joined(events, p.min_duration_between_events_s), p.max_event_duration_s);
}

Interval widened(const Interval& e, const ScoringParameters& p, const Grid& grid) {
  return {std::max(0.0, e.onset_s - p.tolerance_start_s),
          std::min(grid.duration_s(), e.offset_s + p.tolerance_end_s)};
}

double ratio(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(part) / static_cast<double>(whole);
}

Score rated(std::int64_t n_ref, std::int64_t tp, std::int64_t fp, double duration_s) {
  const std::int64_t fn = n_ref - tp;
  // Divided in the reference scorer's order, so that the last bit agrees.
  const double days = duration_s / 3600.0 / 24.0;
  return {.n_ref = n_ref,
          .tp = tp,
          .fp = fp,
          .sensitivity = ratio(tp, n_ref),
          .precision = ratio(tp, tp + fp),
          .f1 = ratio(2 * tp, 2 * tp + fp + fn),
          .fp_per_day = days > 0.0 ? static_cast<double>(fp) / days
                                   : std::numeric_limits<double>::quiet_NaN()};
}

}  // namespace

Score score_events(std::span<const Interval> reference,
                   std::span<const Interval> hypothesis, double duration_s,
                   const ScoringParameters& parameters) {
  require_times(reference);
  require_times(hypothesis);
  require_duration(duration_s);
  require_parameters(parameters);
  const Grid grid(duration_s, kEventRateHz);
  const std::vector<Interval> seizures = prepared(reference, parameters);
  const std::vector<Interval> alarms = prepared(hypothesis, parameters);

  const SampleSet alarmed(alarms, grid);
  std::vector<Span> found;
  for (const Interval& seizure : seizures) {
    const Interval window = widened(seizure, parameters, grid);
    const Span samples = grid.span(window);
    const double overlap = static_cast<double>(alarmed.count_in(samples)) / grid.rate_hz /
                           (window.offset_s - window.onset_s);
    if (overlap > parameters.min_overlap + kOverlapMargin) found.push_back(samples);
  }

  // One sample inside the window of a found seizure clears an alarm; an alarm too short
  // to hold a sample can touch nothing.
  const auto tp = static_cast<std::int64_t>(found.size());
  const SampleSet cleared(std::move(found));
  const auto fp = std::ranges::count_if(
      alarms, [&](const Interval& e) { return cleared.count_in(grid.span(e)) == 0; });
  return rated(static_cast<std::int64_t>(seizures.size()), tp, fp, grid.duration_s());
}

Score score_samples_1hz(std::span<const Interval> reference,
                        std::span<const Interval> hypothesis, double duration_s) {
  require_times(reference);
  require_times(hypothesis);
  require_duration(duration_s);
  const Grid grid(duration_s, kSampleRateHz);
  const SampleSet seizure(reference, grid);
  const SampleSet alarmed(hypothesis, grid);
  const std::int64_t tp = alarmed.count_common(seizure);
  return rated(seizure.count(), tp, alarmed.count() - tp, grid.duration_s());
}

Score pooled(std::span<const Score> scores, double duration_s) {
  if (scores.size() == 1) return scores.front();
  Score sum;
  for (const Score& score : scores) {
    sum.n_ref += score.n_ref;
    sum.tp += score.tp;
    sum.fp += score.fp;
  }
  return rated(sum.n_ref, sum.tp, sum.fp, duration_s);
}

bool in_order(std::span<const Interval> events) {
  for (std::size_t i = 1; i < events.size(); ++i) {
    if (!(events[i].onset_s >= events[i - 1].onset_s &&
          events[i].offset_s >= events[i - 1].offset_s)) {
      return false;
    }
  }
  return true;
}

}  // namespace homeostat::sim
