// Scores seizure detections against annotations, as the public reference scorer of SzCORE
// does (timescoring 0.0.7), quirks included: figures can stand beside published ones.
// Knows no files and no signals. Rules: shared/reference/detection.md 1.1, edge
// cases 1.3. It credits one alarm to every seizure in reach; which detection answers
// which seizure, and how soon, is sim/matching.h.
//
// The list order is trusted, as it is there: joining takes the end of the later entry, so
// that a nested or unsorted event shrinks its neighbour. in_order() tells beforehand.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

inline constexpr const char* kPublicScorer = "SzCORE, timescoring 0.0.7";

struct ScoringParameters {
  double tolerance_start_s = 30.0;      // an alarm may come so much before the seizure
  double tolerance_end_s = 60.0;        // and so much after its end
  double min_overlap = 0.0;             // share of the widened seizure, to be exceeded
  double max_event_duration_s = 300.0;  // longer events are cut; at least 0.1
  double min_duration_between_events_s = 90.0;  // closer events are joined
};

// An undefined ratio is NaN: print it as null or "n/a", never as 0.
struct Score {
  std::int64_t n_ref = 0;  // reference events (joined and cut), or seconds of seizure
  std::int64_t tp = 0;     // of these, found
  std::int64_t fp = 0;     // hypothesis events, or seconds, that found nothing
  double sensitivity = 0.0;
  double precision = 0.0;
  double f1 = 0.0;
  double fp_per_day = 0.0;  // over the whole recording, seizures included
};

// All calls here take times in seconds, finite and within 1e10 of zero, and a duration
// of 0 to 1e10; anything else is the caller's mistake: std::invalid_argument.

// Whole events, on a 10 Hz grid.
[[nodiscard]] Score score_events(std::span<const Interval> reference,
                                 std::span<const Interval> hypothesis, double duration_s,
                                 const ScoringParameters& parameters = {});

// Every second counts as seizure or not.
[[nodiscard]] Score score_samples_1hz(std::span<const Interval> reference,
                                      std::span<const Interval> hypothesis,
                                      double duration_s);

// Of several recordings, scored one by one, that last so long together: counts summed,
// then rated. Of one recording: its score.
[[nodiscard]] Score pooled(std::span<const Score> scores, double duration_s);

// True when no event starts, or ends, before the one ahead of it.
[[nodiscard]] bool in_order(std::span<const Interval> events);

}  // namespace homeostat::sim
