// Counts events of a window that slides, in bins: an event is forgotten once the window
// has passed and at most a bin later, never earlier.
//
// Knows no instant, only how much time passed: so what was counted before a reset goes on
// where it stopped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "safety/units.h"

namespace homeostat::controller {

// The window is one bin shorter than kBins.
template <class Count, std::size_t kBins, std::int64_t kBin_us>
class SlidingCount {
 public:
  struct Stored {
    std::array<Count, kBins> bins{};  // the newest first
    Microseconds into;                // of the newest
  };
  static constexpr Microseconds kBin{kBin_us};

  // Never negative.
  constexpr void advance(Microseconds elapsed) noexcept {
    const std::int64_t into = stored_.into.count() + elapsed.count();
    const std::int64_t turns = into / kBin_us;
    stored_.into = Microseconds(into % kBin_us);
    for (std::int64_t t = 0; t < turns && t < static_cast<std::int64_t>(kBins); ++t) {
      for (std::size_t i = kBins - 1; i > 0; --i) stored_.bins[i] = stored_.bins[i - 1];
      stored_.bins[0] = 0;
    }
  }
  constexpr void count() noexcept {
    if (stored_.bins[0] < std::numeric_limits<Count>::max()) ++stored_.bins[0];
  }
  constexpr std::uint32_t total() const noexcept {
    std::uint32_t sum = 0;
    for (const Count bin : stored_.bins) sum += bin;
    return sum;
  }
  // Until fewer than `limit`, at least one, are remembered, if no more are counted.
  constexpr Microseconds until_fewer_than(std::uint32_t limit) const noexcept {
    std::uint32_t left = total();
    std::int64_t turns = 0;
    for (std::size_t oldest = kBins; left >= limit && oldest > 0; ++turns) {
      left -= stored_.bins[--oldest];
    }
    return turns == 0 ? Microseconds{}
                      : Microseconds(turns * kBin_us - stored_.into.count());
  }

  constexpr const Stored& store() const noexcept { return stored_; }
  constexpr bool restore(const Stored& stored) noexcept {
    if (stored.into < Microseconds{} || stored.into >= kBin) return false;
    stored_ = stored;
    return true;
  }

 private:
  Stored stored_;
};

}  // namespace homeostat::controller
