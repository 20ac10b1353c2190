#include "biomarkers/muscle.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kNotchQuality = 30.0F;
constexpr Microseconds kMemory{1'000'000};
constexpr float kQuietShare = 0.75F;  // of the threshold: hysteresis

}  // namespace

Muscle::Muscle(const QualitySettings& settings, const Cadence& cadence) noexcept
    : notch_(notch(settings.line_hz, kNotchQuality, cadence.sample_rate_hz)),
      fast_(high_pass(settings.muscle_hz, cadence.sample_rate_hz)),
      share_(0.01F * static_cast<float>(settings.muscle_percent)),
      untaught_(cadence.samples_in(kMemory)) {
  const float rate_hz = cadence.sample_rate_hz;
  if (!(settings.muscle_hz > 0.0F && settings.muscle_hz < 0.5F * rate_hz)) return;
  forget_ = 1.0F / static_cast<float>(cadence.samples_in(kMemory));
}

void Muscle::hear(float uv) noexcept {
  if (!settled_) {
    mean_uv_ = uv;
    notch_.settle(uv);
    fast_.settle(uv);
  }
  settled_ = true;
  if (untaught_ > 0) --untaught_;
  const float quiet_uv = notch_.filter(uv);
  const float fast_uv = fast_.filter(quiet_uv);
  mean_uv_ += forget_ * (quiet_uv - mean_uv_);
  const float swing_uv = quiet_uv - mean_uv_;
  fast_uv2_ += forget_ * (fast_uv * fast_uv - fast_uv2_);
  power_uv2_ += forget_ * (swing_uv * swing_uv - power_uv2_);
}

bool Muscle::judge() noexcept {
  notch_.quench();
  fast_.quench();
  if (power_uv2_ < kNothing) power_uv2_ = 0.0F;
  if (fast_uv2_ < kNothing) fast_uv2_ = 0.0F;
  const float share = present_ ? kQuietShare * share_ : share_;
  present_ = forget_ > 0.0F && untaught_ == 0 && fast_uv2_ > share * power_uv2_;
  return present_;
}

}  // namespace homeostat::biomarkers
