// One channel's samples of one frame, cleaned: what every feature reads.
//
// Knows no filter and no quality rule; biomarkers/channel.h makes these.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

// Bit i stands for sample i of a frame.
using SampleMask = std::uint64_t;
static_assert(kMaxSamples <= 64);

constexpr SampleMask first_samples(int count) noexcept {
  return count >= 64 ? ~SampleMask{0} : (SampleMask{1} << count) - 1;
}
constexpr bool contains(SampleMask mask, int sample) noexcept {
  return (mask >> sample & 1U) != 0;
}

struct ChannelSamples {
  std::array<float, kMaxSamples> uv{};  // filtered; defined for all `count` samples
  SampleMask used = 0;                  // the others were held over a gap: no signal
  int count = 0;
  bool after_gap = false;  // what came before the first sample is not known
};

// What a feature saw in one frame. Its value over a window is the sum of sums divided by
// the sum of counts: a mean per sample.
struct FrameSum {
  float sum = 0.0F;
  int count = 0;

  constexpr FrameSum& operator+=(const FrameSum& more) noexcept {
    sum += more.sum;
    count += more.count;
    return *this;
  }
};

// The same of a feature that is no mean: up to three sums over a window, from which the
// feature works out its value there.
struct FrameMoments {
  std::array<float, 3> sums{};
  int count = 0;

  constexpr FrameMoments() noexcept = default;
  constexpr FrameMoments(const FrameSum& frame) noexcept
      : sums{frame.sum}, count(frame.count) {}

  constexpr FrameMoments& operator+=(const FrameMoments& more) noexcept {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += more.sums[i];
    count += more.count;
    return *this;
  }
};

}  // namespace homeostat::biomarkers
