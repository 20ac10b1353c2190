// The current of one program in the `rcs` profile: from where it is to where its state
// wants it, at a programmed rate up or down, and still where the state says HOLD.
//
// A prediction of what the device's own output stage does, no request: nothing here
// reaches a stimulator. Source: shared reference "devices" 2.1, point 11. Exact in
// 2^-16 of 0.1 mA; a ramp that is broken off loses less than one of those.
#pragma once

#include <cstdint>

namespace homeostat::biomarkers {

class RcsRamp {
 public:
  static constexpr std::int64_t kPerMa = 655'360;
  static constexpr int kHold = 255;

  RcsRamp() = default;
  // In 1/65536 mA/s, more than 0.
  RcsRamp(std::int64_t rise, std::int64_t fall) noexcept : rise_(rise), fall_(fall) {}

  // At `now` (us since the start, never earlier than before) a state with this amplitude
  // in 0.1 mA, or kHold, begins.
  void aim(int tenths, std::int64_t now_us) noexcept {
    start_ = at(now_us);
    start_us_ = now_us;
    target_ = tenths == kHold ? start_ : std::int64_t{tenths} * (kPerMa / 10);
  }

  // In 1 / kPerMa mA.
  std::int64_t at(std::int64_t now_us) const noexcept {
    const bool up = target_ > start_;
    const std::int64_t way = up ? target_ - start_ : start_ - target_;
    const std::int64_t rate =
        up ? rise_ : fall_;  // tenfold: units of the result a second
    const std::int64_t elapsed_us = now_us - start_us_;
    // Compared before it is multiplied out: an hour at 50 mA/s would not fit.
    if (way == 0 || elapsed_us >= way * kTick / rate + 1) return target_;
    const std::int64_t moved = rate * elapsed_us / kTick;
    if (moved >= way) return target_;
    return up ? start_ + moved : start_ - moved;
  }

 private:
  static constexpr std::int64_t kTick = 100'000;  // us in a tenth of a second

  std::int64_t rise_ = 1;
  std::int64_t fall_ = 1;
  std::int64_t start_ = 0;
  std::int64_t target_ = 0;
  std::int64_t start_us_ = 0;
};

}  // namespace homeostat::biomarkers
