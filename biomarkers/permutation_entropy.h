// Permutation entropy of order 3 and lag 1, 0 to 1: how evenly the six orders in which
// three neighbouring samples can stand occur. Noise gives 1, a slow wave near 0.5, a ramp
// 0; blind to amplitude.
//
//   H = -sum p log2 p / log2 6     over the last `stretch` triples
//
// Source: Bandt and Pompe 2002. Of equal samples the earlier counts as the lower. Taken
// anew every 8 triples. Peers: antropy gives it in bits unless normalize is set; some
// divide by log 3! of another base, which is the same. Coarse converters make ties, and
// ties lower it. Only triples of neighbours that are all signal count; a gap empties the
// stretch. 0.3 kB; 3 comparisons per sample, 6 logarithms per 8.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/channel_samples.h"
#include "biomarkers/spectrum_bins.h"

namespace homeostat::biomarkers {

class PermutationEntropy {
 public:
  // As many triples as a transform has samples (spectrum_bins.h).
  explicit PermutationEntropy(int stretch) noexcept
      : stretch_(is_transform_length(stretch) ? stretch : kShortestTransform),
        missing_(stretch_) {}

  FrameSum update(const ChannelSamples& samples) noexcept;

 private:
  void push(int pattern) noexcept;
  float entropy() const noexcept;

  int stretch_;
  int next_ = 0;
  int filled_ = 0;
  int missing_;  // triples until the next value
  int neighbours_ = 0;
  float older_uv_ = 0.0F;
  float old_uv_ = 0.0F;
  float value_ = 0.0F;
  bool known_ = false;
  std::array<std::uint16_t, 8> counts_{};  // by pattern; two of eight cannot be
  std::array<std::uint8_t, kLongestTransform> ring_{};
};

}  // namespace homeostat::biomarkers
