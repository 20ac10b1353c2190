// Detectors that know nothing of seizures: what a result has to be better than.
//
//   always on      one alarm over the whole recording
//   random         as many alarms, as long, anywhere: what the rate of alarms alone finds
//   amplitude only the loudest stretches, as long together as the alarms were: what
//                  loudness alone finds. It knows the whole recording beforehand, which
//                  no device does
//
// Knows no files. Seeded: equal everywhere. Source: shared/reference/detection.md 1.5.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/performance.h"

namespace homeostat::sim {

[[nodiscard]] ScoredRecording always_on(const ScoredRecording& recording);

// One draw. Alarms keep their lengths and number and do not overlap; those that already
// do, so that they would not fit apart, are joined first.
[[nodiscard]] ScoredRecording at_random(const ScoredRecording& recording,
                                        class RandomDraws& random);

inline constexpr double kLoudnessWindow_s = 4.0;

// `samples_uv` at rate_hz from the recording's start; NaN where there is none. Root mean
// square about the mean of each whole window of 4 s, half of it known at least; the
// loudest windows until they last as long as the alarms, neighbours joined.
[[nodiscard]] ScoredRecording loudest(const ScoredRecording& recording,
                                      std::span<const float> samples_uv, double rate_hz);

// Of a figure over draws in which it was known; infinite latencies are sorted last, and
// make the mean infinite.
struct DrawnRange {
  double mean = 0.0;
  double low = 0.0;   // 2.5 % of the draws lie below
  double high = 0.0;  // 2.5 % above
};
[[nodiscard]] std::optional<DrawnRange> range_of(std::vector<double> draws);

// In the order of compared_figures().
using DrawnFigures = std::vector<std::optional<DrawnRange>>;

// Of at_random, drawn so often over all recordings.
[[nodiscard]] DrawnFigures random_alarms(std::span<const ScoredRecording> recordings,
                                         const JudgeRules& rules, std::uint64_t seed,
                                         int draws);

}  // namespace homeostat::sim
