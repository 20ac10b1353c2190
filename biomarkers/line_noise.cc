#include "biomarkers/line_noise.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoPi = 6.28318530717958647693;
constexpr float kMemory_s = 0.25F;
constexpr float kQuietShare = 0.75F;  // of the threshold: hysteresis

}  // namespace

LineNoise::LineNoise(const QualitySettings& settings, const Cadence& cadence) noexcept
    : share_(0.01F * static_cast<float>(settings.line_percent)),
      lowest_uv2_(settings.line_uv * settings.line_uv),
      limit_(cadence.frames_in(settings.line_time)) {
  const float rate_hz = cadence.sample_rate_hz;
  if (!(settings.line_hz > 0.0F && settings.line_hz < 0.5F * rate_hz)) return;
  const double angle =
      kTwoPi * static_cast<double>(settings.line_hz) / static_cast<double>(rate_hz);
  forget_ = 1.0F / (kMemory_s * rate_hz);
  cosine_ = (1.0F - forget_) * static_cast<float>(cos(angle));
  sine_ = (1.0F - forget_) * static_cast<float>(sin(angle));
}

void LineNoise::hear(float uv) noexcept {
  if (!settled_) mean_uv_ = uv;
  settled_ = true;
  mean_uv_ += forget_ * (uv - mean_uv_);
  turn(uv - mean_uv_);
}

void LineNoise::skip() noexcept { turn(0.0F); }

void LineNoise::turn(float input) noexcept {
  const float real = cosine_ * real_uv_ - sine_ * imaginary_uv_ + forget_ * input;
  imaginary_uv_ = sine_ * real_uv_ + cosine_ * imaginary_uv_;
  real_uv_ = real;
  power_uv2_ += forget_ * (input * input - power_uv2_);
}

bool LineNoise::judge() noexcept {
  if (power_uv2_ < kNothing) power_uv2_ = real_uv_ = imaginary_uv_ = 0.0F;
  // A sine of amplitude A leaves A / 2 in the resonator and has the power A^2 / 2.
  const float line_uv2 = 2.0F * (real_uv_ * real_uv_ + imaginary_uv_ * imaginary_uv_);
  const float share = present_ ? kQuietShare * share_ : share_;
  const bool loud = forget_ > 0.0F && line_uv2 > share * power_uv2_ &&
                    line_uv2 >= lowest_uv2_ && line_uv2 > 0.0F;
  run_ = !loud ? 0 : run_ < limit_ ? run_ + 1 : run_;
  present_ = loud && (present_ || run_ >= limit_);
  return present_;
}

}  // namespace homeostat::biomarkers
