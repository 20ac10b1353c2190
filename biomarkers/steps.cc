#include "biomarkers/steps.h"

#include <algorithm>

namespace homeostat::biomarkers {
namespace {

constexpr Microseconds kMemory{10'000'000};
constexpr Microseconds kUntaught{2'000'000};
constexpr float kLeastMedianUv = 0.01F;  // below any amplifier's noise

}  // namespace

Steps::Steps(const QualitySettings& settings, const Cadence& cadence) noexcept
    : threshold_(settings.step_medians),
      least_uv_(std::max(settings.flat_uv, kLeastMedianUv)),
      untaught_(cadence.samples_in(kUntaught)),
      lessons_(cadence.samples_in(kMemory)),
      hold_(cadence.frames_in(settings.recovery_time)),
      median_uv_(least_uv_) {}

void Steps::hear(float uv) noexcept {
  const float change = uv > last_uv_ ? uv - last_uv_ : last_uv_ - uv;
  const bool joined = joined_;
  joined_ = true;
  last_uv_ = uv;
  if (!joined) return;
  const bool judged = threshold_ > 0.0F && heard_ >= untaught_;
  if (judged && change > threshold_ * median_uv_) stepped_ = true;
  learn(change);
}

// Each change moves the median by a fixed share towards itself: first by large ones, so
// that it is found, then by small ones.
void Steps::learn(float change_uv) noexcept {
  if (heard_ < lessons_) ++heard_;
  const float share = 1.0F + 1.0F / static_cast<float>(heard_);
  median_uv_ = change_uv > median_uv_ ? median_uv_ * share : median_uv_ / share;
  median_uv_ = std::max(median_uv_, least_uv_);
}

bool Steps::judge() noexcept {
  if (stepped_) {
    held_ = hold_;
  } else if (held_ > 0) {
    --held_;
  }
  const bool present = stepped_ || held_ > 0;
  stepped_ = false;
  return present;
}

}  // namespace homeostat::biomarkers
