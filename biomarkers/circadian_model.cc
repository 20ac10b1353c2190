#include "biomarkers/circadian_model.h"

#include <numbers>

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

// Nothing is known at first, and never less than that later.
constexpr double kIgnorance = 1e4;

}  // namespace

CircadianGain::CircadianGain(const CircadianSettings& settings) noexcept
    : keep_(1.0 - settings.bin_days / settings.memory_days),
      bin_days_(settings.bin_days) {
  for (std::size_t i = 0; i < kTerms; ++i) covariance_[i][i] = kIgnorance;
}

CircadianGain::Terms CircadianGain::terms_at(double day) noexcept {
  const auto whole = static_cast<double>(static_cast<std::int64_t>(day));
  const double turn = 2.0 * std::numbers::pi * (day - whole);
  const double c = cos(turn);
  const double s = sin(turn);
  return {1.0, c, s, 2.0 * c * c - 1.0, 2.0 * s * c};
}

CircadianGain::Terms CircadianGain::learn(const Terms& h) noexcept {
  Terms spread{};  // covariance times h
  double scale = keep_;
  for (std::size_t i = 0; i < kTerms; ++i) {
    for (std::size_t j = 0; j < kTerms; ++j) spread[i] += covariance_[i][j] * h[j];
    scale += h[i] * spread[i];
  }
  Terms gain{};
  for (std::size_t i = 0; i < kTerms; ++i) {
    gain[i] = spread[i] / scale;
    for (std::size_t j = 0; j <= i; ++j) {
      covariance_[i][j] -= spread[i] * spread[j] / scale;
      covariance_[j][i] = covariance_[i][j];
    }
  }
  forget();
  learnt_days_ += bin_days_;
  const double first = bin_days_ / learnt_days_;
  const double later = 1.0 - keep_;
  for (std::size_t i = 0; i < kTerms; ++i)
    means_[i] += (h[i] - means_[i]) * (first > later ? first : later);
  return gain;
}

double CircadianGain::rhythm(const Terms& theta, const Terms& terms) const noexcept {
  double sum = 0.0;
  for (std::size_t i = 1; i < kTerms; ++i) sum += theta[i] * (terms[i] - means_[i]);
  return sum;
}

void CircadianGain::forget() noexcept {
  double largest = 0.0;
  for (std::size_t i = 0; i < kTerms; ++i)
    largest = covariance_[i][i] > largest ? covariance_[i][i] : largest;
  const double by = largest / keep_ <= kIgnorance ? 1.0 / keep_ : kIgnorance / largest;
  for (Terms& row : covariance_)
    for (double& entry : row) entry *= by;
}

}  // namespace homeostat::biomarkers
