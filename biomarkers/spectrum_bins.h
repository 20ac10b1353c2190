// Which bins of a transform a band holds.
//
// Knows no signal. Bin k stands for k * rate / length; those on an edge belong to the
// band, to a thousandth of a bin. None but those strictly between 0 Hz and half the rate.
#pragma once

namespace homeostat::biomarkers {

// The lengths of transform that a program may ask for, in samples.
inline constexpr int kShortestTransform = 64;
inline constexpr int kLongestTransform = 256;

constexpr bool is_transform_length(int samples) noexcept {
  return samples >= kShortestTransform && samples <= kLongestTransform &&
         (samples & (samples - 1)) == 0;
}

struct BinRange {
  int first = 1;
  int last = 0;

  constexpr int count() const noexcept { return last - first + 1; }
};

// 0 < low_hz <= high_hz; anything else, and a band between two bins, has none.
constexpr BinRange bins_of(float low_hz, float high_hz, float sample_rate_hz,
                           int length) noexcept {
  constexpr float kEdge = 1.0e-3F;
  const float bins_per_hz = static_cast<float>(length) / sample_rate_hz;
  const float low = low_hz * bins_per_hz - kEdge;
  const float high = high_hz * bins_per_hz + kEdge;
  if (!(low > -1.0F && high >= low && high <= static_cast<float>(length))) return {};
  BinRange bins{static_cast<int>(low), static_cast<int>(high)};
  if (low > static_cast<float>(bins.first)) ++bins.first;
  if (bins.first < 1) bins.first = 1;
  if (bins.last > length / 2 - 1) bins.last = length / 2 - 1;
  return bins;
}

}  // namespace homeostat::biomarkers
