// Which of the last samples were signal: a bit each, in a ring.
//
// Knows no sample. A window that holds more than a fifth of anything else says little of
// the brain (shared reference "detection" 3.4). 40 bytes.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kLongestStretch = 256;
inline constexpr int kMostSpoiltPercent = 20;

class SampleMaskRing {
 public:
  // The place of the sample `length` ago is taken.
  void set(int place, bool signal) noexcept {
    std::uint32_t& word = words_[static_cast<std::size_t>(place) / 32];
    const std::uint32_t bit = std::uint32_t{1} << (static_cast<unsigned>(place) % 32U);
    spoilt_ += ((word & bit) != 0 ? -1 : 0) + (signal ? 0 : 1);
    word = signal ? word & ~bit : word | bit;
  }
  bool usable(int length) const noexcept {
    return 100 * spoilt_ <= kMostSpoiltPercent * length;
  }
  void clear() noexcept {
    words_ = {};
    spoilt_ = 0;
  }

 private:
  std::array<std::uint32_t, kLongestStretch / 32> words_{};  // 1: no signal
  int spoilt_ = 0;
};

}  // namespace homeostat::biomarkers
