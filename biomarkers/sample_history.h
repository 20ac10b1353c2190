// The last 256 samples of one channel, and which of them were signal.
//
// Knows no feature. 1.1 kB.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kHistory = 256;

class SampleHistory {
 public:
  void push(float uv, bool signal) noexcept {
    newest_ = (newest_ + 1) & (kHistory - 1);
    uv_[static_cast<std::size_t>(newest_)] = uv;
    std::uint32_t& word = signal_[static_cast<std::size_t>(newest_) / 32];
    const std::uint32_t bit = std::uint32_t{1} << (static_cast<unsigned>(newest_) % 32U);
    word = signal ? word | bit : word & ~bit;
  }
  // Of the sample that many before the newest; nothing is known of what lies behind a
  // gap.
  bool known(int back) const noexcept {
    const auto i = static_cast<unsigned>((newest_ - back) & (kHistory - 1));
    return (signal_[i / 32U] >> (i % 32U) & 1U) != 0;
  }
  float uv(int back) const noexcept {
    return uv_[static_cast<std::size_t>((newest_ - back) & (kHistory - 1))];
  }
  void forget() noexcept { signal_ = {}; }

 private:
  int newest_ = 0;
  std::array<std::uint32_t, kHistory / 32> signal_{};
  std::array<float, kHistory> uv_{};
};

}  // namespace homeostat::biomarkers
