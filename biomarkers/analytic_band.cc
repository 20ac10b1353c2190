#include "biomarkers/analytic_band.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoPi = 6.28318530717958647693;
// Of the fourth-order Butterworth's two sections: 2 cos(pi/8), 2 cos(3 pi/8).
constexpr double kBlunt = 1.84775906502257351226;
constexpr double kSharp = 0.76536686473017954346;
constexpr float kInaudible = 1.0e-30F;  // squared

}  // namespace

LowPassSection::LowPassSection(float corner_hz, double damping,
                               float sample_rate_hz) noexcept {
  const double angle =
      0.5 * kTwoPi * static_cast<double>(corner_hz) / static_cast<double>(sample_rate_hz);
  const double g = sin(angle) / cos(angle);
  const double a1 = 1.0 / (1.0 + g * (g + damping));
  a1_ = static_cast<float>(a1);
  a2_ = static_cast<float>(g * a1);
  a3_ = static_cast<float>(g * g * a1);
}

void LowPassSection::quench() noexcept {
  if (first_ * first_ + second_ * second_ < kInaudible) clear();
}

SmoothLowPass::SmoothLowPass(float corner_hz, float sample_rate_hz) noexcept
    : blunt_(corner_hz, kBlunt, sample_rate_hz),
      sharp_(corner_hz, kSharp, sample_rate_hz) {}

AnalyticBand::AnalyticBand(float low_hz, float high_hz, float sample_rate_hz) noexcept
    : re_(0.5F * (high_hz - low_hz), sample_rate_hz),
      im_(re_),
      settling_(static_cast<int>(4.0F * sample_rate_hz / (high_hz - low_hz)) + 1),
      missing_(settling_) {
  const double angle = kTwoPi * 0.5 *
                       (static_cast<double>(low_hz) + static_cast<double>(high_hz)) /
                       static_cast<double>(sample_rate_hz);
  step_ = {static_cast<float>(cos(angle)), static_cast<float>(-sin(angle))};
}

void AnalyticBand::begin() noexcept {
  turn_ = {1.0F, 0.0F};
  re_.clear();
  im_.clear();
  envelope_ = {};
  missing_ = settling_;
}

void AnalyticBand::push(float uv) noexcept {
  // Rounding would let the turn's length wander; one step of Newton's keeps it at one.
  const float re = turn_.re * step_.re - turn_.im * step_.im;
  const float im = turn_.re * step_.im + turn_.im * step_.re;
  const float mend = 1.5F - 0.5F * (re * re + im * im);
  turn_ = {re * mend, im * mend};
  envelope_ = {re_.filter(uv * turn_.re), im_.filter(uv * turn_.im)};
  if (missing_ > 0) --missing_;
}

ComplexUv AnalyticBand::signal() const noexcept {
  return {envelope_.re * turn_.re + envelope_.im * turn_.im,
          envelope_.im * turn_.re - envelope_.re * turn_.im};
}

}  // namespace homeostat::biomarkers
