#include "biomarkers/biquad.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoPi = 6.28318530717958647693;
constexpr double kButterworthQuality = 0.70710678118654752440;
constexpr float kInaudible = 1.0e-30F;  // squared

struct Pole {
  double cosine = 0.0;
  double alpha = 0.0;  // sine / (2 quality)
};

bool designable(float frequency_hz, float sample_rate_hz) noexcept {
  return frequency_hz > 0.0F && frequency_hz < 0.5F * sample_rate_hz;
}

Pole pole_at(float frequency_hz, double quality, float sample_rate_hz) noexcept {
  const double angle =
      kTwoPi * static_cast<double>(frequency_hz) / static_cast<double>(sample_rate_hz);
  return {cos(angle), sin(angle) / (2.0 * quality)};
}

// The numerator is outer * (1, 0, 1) + middle * (0, 1, 0). Doubling and negating a float
// are exact, so zeros at 0 Hz and at half the sample rate stay exactly there.
BiquadCoefficients section(float outer, float middle, const Pole& pole) noexcept {
  const double a0 = 1.0 + pole.alpha;
  return {outer, middle, outer, static_cast<float>(-2.0 * pole.cosine / a0),
          static_cast<float>((1.0 - pole.alpha) / a0)};
}

}  // namespace

BiquadCoefficients high_pass(float corner_hz, float sample_rate_hz) noexcept {
  if (!designable(corner_hz, sample_rate_hz)) return {};
  const Pole pole = pole_at(corner_hz, kButterworthQuality, sample_rate_hz);
  const auto outer = static_cast<float>((1.0 + pole.cosine) / 2.0 / (1.0 + pole.alpha));
  return section(outer, -2.0F * outer, pole);
}

BiquadCoefficients low_pass(float corner_hz, float sample_rate_hz) noexcept {
  if (!designable(corner_hz, sample_rate_hz)) return {};
  const Pole pole = pole_at(corner_hz, kButterworthQuality, sample_rate_hz);
  const auto outer = static_cast<float>((1.0 - pole.cosine) / 2.0 / (1.0 + pole.alpha));
  return section(outer, 2.0F * outer, pole);
}

BiquadCoefficients notch(float centre_hz, float quality, float sample_rate_hz) noexcept {
  if (!designable(centre_hz, sample_rate_hz) || !(quality > 0.0F)) return {};
  const Pole pole = pole_at(centre_hz, static_cast<double>(quality), sample_rate_hz);
  const double a0 = 1.0 + pole.alpha;
  return section(static_cast<float>(1.0 / a0),
                 static_cast<float>(-2.0 * pole.cosine / a0), pole);
}

float Biquad::settle(float x) noexcept {
  const float y = x * (c_.b0 + c_.b1 + c_.b2) / (1.0F + c_.a1 + c_.a2);
  s2_ = c_.b2 * x - c_.a2 * y;
  s1_ = c_.b1 * x - c_.a1 * y + s2_;
  return y;
}

void Biquad::quench() noexcept {
  if (s1_ * s1_ + s2_ * s2_ < kInaudible) s1_ = s2_ = 0.0F;
}

}  // namespace homeostat::biomarkers
