// What a stretch of field potential looks like in a few numbers, by one rule for
// recordings and for models: spectrum, line length, how often it seizes.
//
// Seizing is judged by line length alone: seconds whose line length is above three times
// the median, at least five in ten of them, until five in a row are not. A rough rule of
// ours; it is applied to both sides of a comparison and to nothing else.
// Samples that are not numbers are skipped with the second that they lie in.
#pragma once

#include <span>
#include <vector>

namespace homeostat::sim {

struct SignalFeatures {
  double seconds = 0.0;               // that were used
  double line_length_uv_per_s = 0.0;  // median of the seconds
  double seizures_per_h = 0.0;
  // Power by frequency, uV^2 / Hz, every half hertz from 1 Hz to the smaller of 45 Hz and
  // 0.4 of the rate: mean over windows of two seconds.
  std::vector<double> power;
};

inline constexpr double kFeatureBin_hz = 0.5;

// Throws RecordingError for less than ten seconds that can be used.
SignalFeatures features_of(std::span<const double> signal_uv, double rate_hz);

}  // namespace homeostat::sim
