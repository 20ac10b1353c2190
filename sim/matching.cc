#include "sim/matching.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/median.h"

namespace homeostat::sim {
namespace {

constexpr double kRounding_s = 1e-6;  // events files count in hundredths of a second

// Seconds that both share; negative: the gap between them.
double closeness_s(const Interval& a, const Interval& b) {
  return std::min(a.offset_s, b.offset_s) - std::max(a.onset_s, b.onset_s);
}

std::vector<std::size_t> by_onset(std::span<const Interval> events) {
  for (const Interval& e : events) {
    if (!(std::isfinite(e.onset_s) && std::isfinite(e.offset_s))) {
      throw std::invalid_argument("matching: event times are finite");
    }
  }
  std::vector<std::size_t> order(events.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return events[i].onset_s; });
  return order;
}

// The seizures in order of onset, asked by detections in order of onset.
class Sweep {
 public:
  Sweep(std::span<const Interval> seizures, const MatchRule& rule)
      : seizures_(seizures), rule_(rule), order_(by_onset(seizures)) {
    double reach_s = -std::numeric_limits<double>::infinity();
    for (const std::size_t i : order_) {
      reach_s = std::max(reach_s, seizures_[i].offset_s);
      reach_s_.push_back(reach_s);
    }
  }

  struct Owner {
    std::optional<std::size_t> seizure;  // to which the detection belongs
    bool near_any = false;
  };

  Owner owner_of(const Interval& detection) {
    const double nearest_s = -rule_.tolerance_s - kRounding_s;
    while (first_ < order_.size() && reach_s_[first_] - detection.onset_s < nearest_s) {
      ++first_;
    }
    Owner owner;
    double best_s = -std::numeric_limits<double>::infinity();
    for (std::size_t i = first_; i < order_.size(); ++i) {
      const Interval& seizure = seizures_[order_[i]];
      if (detection.offset_s - seizure.onset_s < nearest_s) break;
      const double close_s = closeness_s(seizure, detection);
      if (!(close_s >= nearest_s)) continue;
      owner.near_any = true;
      if (!began_in_time(detection, seizure) || close_s <= best_s) continue;
      best_s = close_s;
      owner.seizure = order_[i];
    }
    return owner;
  }

 private:
  bool began_in_time(const Interval& detection, const Interval& seizure) const {
    return detection.onset_s >= seizure.onset_s - rule_.earliest_s - kRounding_s;
  }

  std::span<const Interval> seizures_;
  MatchRule rule_;
  std::vector<std::size_t> order_;
  std::vector<double> reach_s_;  // latest end so far, in this order
  std::size_t first_ = 0;        // nothing before can be near any more
};

}  // namespace

Matching match(std::span<const Interval> seizures, std::span<const Interval> detections,
               const MatchRule& rule) {
  Sweep sweep(seizures, rule);
  Matching found{.rule = rule};
  found.latencies_s.resize(seizures.size());
  for (const std::size_t i : by_onset(detections)) {
    const Sweep::Owner owner = sweep.owner_of(detections[i]);
    if (!owner.near_any) {
      ++found.other_outside;
    } else if (!owner.seizure || found.latencies_s[*owner.seizure]) {
      ++found.other_in_seizure;
    } else {
      found.latencies_s[*owner.seizure] =
          detections[i].onset_s - seizures[*owner.seizure].onset_s;
      ++found.detected;
    }
  }
  return found;
}

std::optional<double> median_latency_s(std::span<const std::optional<double>> latencies) {
  if (latencies.empty()) return std::nullopt;
  std::vector<double> given;
  for (const auto& latency_s : latencies) {
    given.push_back(latency_s.value_or(std::numeric_limits<double>::infinity()));
  }
  const double median_s = median_of(std::move(given));
  if (!std::isfinite(median_s)) return std::nullopt;
  return median_s;
}

}  // namespace homeostat::sim
