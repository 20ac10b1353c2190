// The median of a bin's seconds in fixed memory: the median of each minute's seconds, and
// of these the median.
//
// A minute counts with thirty seconds, a bin with three hundred (half of it: shared
// reference "detection" 4.1, layer B). Of an even number, the mean of the two in the
// middle. Differs from the median of all seconds by a few hundredths of their spread.
// Knows no unit. 296 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "biomarkers/mood_bin.h"

namespace homeostat::biomarkers {

inline constexpr int kSecondsPerMinute = 60;
inline constexpr int kMinutesPerBin = 10;
inline constexpr int kSecondsPerBin = kSecondsPerMinute * kMinutesPerBin;
static_assert(kMoodBin.count() == kSecondsPerBin * std::int64_t{1'000'000});

// A few numbers in their order. What comes after the last place is not kept.
template <std::size_t kMost>
class SortedFew {
 public:
  void add(float value) noexcept {
    if (count_ == kMost) return;
    std::size_t at = count_;
    for (; at > 0 && values_[at - 1] > value; --at) values_[at] = values_[at - 1];
    values_[at] = value;
    ++count_;
  }
  void clear() noexcept { count_ = 0; }
  std::size_t count() const noexcept { return count_; }
  float median() const noexcept {
    if (count_ == 0) return kNotKnown;
    const float upper = values_[count_ / 2];
    return count_ % 2 == 1 ? upper : 0.5F * (values_[count_ / 2 - 1] + upper);
  }

 private:
  std::array<float, kMost> values_{};
  std::uint32_t count_ = 0;
};

class BinMedian {
 public:
  static constexpr int kLeastOfMinute = kSecondsPerMinute / 2;
  static constexpr int kLeastOfBin = kSecondsPerBin / 2;

  // A second that counts; finite.
  void add(float second) noexcept {
    seconds_.add(second);
    ++clean_;
  }
  void end_minute() noexcept {
    if (seconds_.count() >= kLeastOfMinute) minutes_.add(seconds_.median());
    seconds_.clear();
  }
  // Behind the last minute's end. Begins the next bin.
  float end_bin() noexcept {
    const float median = clean_ >= kLeastOfBin ? minutes_.median() : kNotKnown;
    minutes_.clear();
    clean_ = 0;
    return median;
  }
  int clean_seconds() const noexcept { return clean_; }

 private:
  SortedFew<kSecondsPerMinute> seconds_;
  SortedFew<kMinutesPerBin> minutes_;
  int clean_ = 0;
};

}  // namespace homeostat::biomarkers
