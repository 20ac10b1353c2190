// Counts events of the last 24 hours in bins of an hour: 25 of them, so that an event is
// forgotten after 24 to 25 hours, never earlier.
//
// Knows no wall clock. A midnight, where a program wants calendar days, comes as a call.
#pragma once

#include <array>
#include <cstdint>

#include "safety/units.h"

namespace homeostat::controller {

class DayCounter {
 public:
  // Forgets what is older than a day. Call with time never running backwards.
  constexpr void advance(Instant now) noexcept {
    const std::uint64_t hour = now.count() / kHour_us;
    for (; hour_ < hour && hour - hour_ <= kBins; ++hour_) bins_[bin_of(hour_ + 1)] = 0;
    if (hour > hour_) bins_ = {};
    hour_ = hour > hour_ ? hour : hour_;
  }
  constexpr void count() noexcept {
    std::uint16_t& bin = bins_[bin_of(hour_)];
    if (bin < UINT16_MAX) ++bin;
  }
  constexpr void forget_all() noexcept { bins_ = {}; }
  constexpr std::uint32_t total() const noexcept {
    std::uint32_t sum = 0;
    for (const std::uint16_t bin : bins_) sum += bin;
    return sum;
  }
  // From when on fewer than `limit` are remembered, if no more are counted.
  constexpr Instant fewer_than(std::uint32_t limit) const noexcept {
    std::uint32_t left = total();
    std::uint64_t forgotten = 0;  // bins, oldest first
    while (left >= limit && forgotten < kBins) {
      left -= bins_[bin_of(hour_ + ++forgotten)];
    }
    return Instant((hour_ + forgotten) * kHour_us);
  }

 private:
  static constexpr std::uint64_t kHour_us = kHourLong.count();
  static constexpr std::size_t kBins = 25;

  static constexpr std::size_t bin_of(std::uint64_t hour) noexcept {
    return static_cast<std::size_t>(hour % kBins);
  }

  std::uint64_t hour_ = 0;
  std::array<std::uint16_t, kBins> bins_{};
};

}  // namespace homeostat::controller
