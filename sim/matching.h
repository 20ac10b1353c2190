// Which detection answers which seizure, one to one: latencies and what else was
// detected.
//
// A detection belongs to the seizure that it overlaps most, or, where it overlaps none,
// to the nearest within tolerance_s; to none that began more than earliest_s after it,
// for an alarm that was already on tells nothing. A seizure is answered by the first of
// its detections. The public scorer forgives more and joins events: scoring.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

struct MatchRule {
  double tolerance_s = 1.0;  // so far apart may a detection and its seizure lie
  double earliest_s = 5.0;   // so long before its seizure may a detection begin
};

// Each detection is counted once: detected, other_in_seizure or other_outside.
struct Matching {
  MatchRule rule;
  std::vector<std::optional<double>>
      latencies_s;                    // one a seizure, as given; null: missed
  std::int64_t detected = 0;          // seizures that were answered
  std::int64_t other_in_seizure = 0;  // not the first there, or already on before
  std::int64_t other_outside = 0;     // no seizure within the tolerance
};

// Lists in any order. Linear in events that are in order and apart, besides sorting.
// Throws std::invalid_argument for a time that is not finite.
[[nodiscard]] Matching match(std::span<const Interval> seizures,
                             std::span<const Interval> detections,
                             const MatchRule& rule = {});

// A miss counts as later than any detection, so that misses cannot flatter the median;
// nullopt where there is no seizure or the median is itself a miss.
[[nodiscard]] std::optional<double> median_latency_s(
    std::span<const std::optional<double>> latencies);

}  // namespace homeostat::sim
