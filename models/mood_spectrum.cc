#include "models/mood_spectrum.h"

#include <algorithm>

#include "biomarkers/numbers.h"
#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kResolution_hz = 0.02;

// Of white noise through one pole at e^(i angle), its whole power being one: for each
// share of the rate, and for both signs of frequency.
double through_pole(double keep, double radians) {
  return (1.0 - keep * keep) /
         (1.0 - 2.0 * keep * biomarkers::cos(radians) + keep * keep);
}

double share_per_sample(double corner_hz, double rate_hz) {
  return 1.0 - exp_of(-kTwoPi * corner_hz / rate_hz);
}

// Power that the chain's two filters let pass at an angle of a step.
double passed(const SensingSettings& sensing, double radians, double rate_hz) {
  const double c = biomarkers::cos(radians);
  const double high = share_per_sample(sensing.high_pass_hz, rate_hz);
  const double low = share_per_sample(sensing.low_pass_hz, rate_hz);
  const double kept_high = 1.0 - high;
  const double kept_low = 1.0 - low;
  return kept_high * kept_high * (2.0 - 2.0 * c) /
         (1.0 - 2.0 * kept_high * c + kept_high * kept_high) * low * low /
         (1.0 - 2.0 * kept_low * c + kept_low * kept_low);
}

}  // namespace

Pole pole_of(const RhythmSettings& rhythm, double rate_hz) {
  double turns = rhythm.centre_hz / rate_hz;
  turns -= __builtin_floor(turns + 0.5);
  const double radians = kTwoPi * turns;
  return {.keep = exp_of(-kTwoPi * rhythm.half_width_hz / rate_hz),
          .radians = radians,
          .cosine = biomarkers::cos(radians),
          .sine = biomarkers::sin(radians)};
}

MoodSpectrum::MoodSpectrum(const std::array<RhythmSettings, kRhythms>& rhythms,
                           const SensingSettings& sensing, double rate_hz)
    : sensing_(sensing), rate_hz_(rate_hz) {
  for (std::size_t i = 0; i < kRhythms; ++i) poles_[i] = pole_of(rhythms[i], rate_hz);
  for (std::size_t i = 0; i < background_keep_.size(); ++i) {
    background_keep_[i] = exp_of(-1.0 / (kBackgroundTimes_s[i] * rate_hz));
  }
}

const BandShares& MoodSpectrum::in_band(double low_hz, double high_hz) const {
  const auto known = std::find_if(asked_.begin(), asked_.end(), [&](const Band& b) {
    return b.low_hz == low_hz && b.high_hz == high_hz;
  });
  if (known != asked_.end()) return known->shares;
  asked_.push_back({low_hz, high_hz, integrate(low_hz, high_hz)});
  return asked_.back().shares;
}

BandShares MoodSpectrum::integrate(double low_hz, double high_hz) const {
  const double top_hz = std::min(high_hz, 0.5 * rate_hz_);
  BandShares sum;
  if (!(top_hz > low_hz)) return sum;
  const auto parts = static_cast<int>((top_hz - low_hz) / kResolution_hz) + 1;
  const double width_hz = (top_hz - low_hz) / parts;
  for (int i = 0; i < parts; ++i) add_at(low_hz + (i + 0.5) * width_hz, width_hz, sum);
  const double step_uv2 = sensing_.step_uv * sensing_.step_uv / 12.0;
  sum.white_uv2 =
      (sensing_.amplifier_noise_uv_rms * sensing_.amplifier_noise_uv_rms + step_uv2) *
      2.0 * (top_hz - low_hz) / rate_hz_;
  return sum;
}

void MoodSpectrum::add_at(double hz, double width_hz, BandShares& sum) const {
  const double radians = kTwoPi * hz / rate_hz_;
  const double power = passed(sensing_, radians, rate_hz_) * width_hz / rate_hz_;
  for (std::size_t i = 0; i < kRhythms; ++i) {
    const Pole& p = poles_[i];
    sum.rhythm[i] += power * (through_pole(p.keep, radians - p.radians) +
                              through_pole(p.keep, radians + p.radians));
  }
  for (const double keep : background_keep_) {
    sum.background += power * 2.0 * through_pole(keep, radians) / 3.0;
  }
}

}  // namespace homeostat::models
