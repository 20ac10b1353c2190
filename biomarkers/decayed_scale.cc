#include "biomarkers/decayed_scale.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kOfNormal = 1.4826;  // standard deviations in a median distance
// Steps in distances that make a running median of normal values as sure as can be: one
// over twice the density there.
constexpr double kMedianStep = 1.858;
constexpr double kDistanceStep = 1.166;

double size_of(double value) noexcept { return value < 0.0 ? -value : value; }

}  // namespace

DecayedScale::DecayedScale(const ScaleSettings& settings, double median,
                           double deviation) noexcept
    : settings_(settings), median_(median), distance_(deviation / kOfNormal) {
  keep_above_floor();
}

void DecayedScale::learn(double value) noexcept {
  if (!(value - value == 0.0)) return;
  const double away = value - median_;
  const double pace = 1.0 / settings_.memory_bins;
  const bool farther = size_of(away) > distance_;
  if (away != 0.0) median_ += (away > 0.0 ? 1.0 : -1.0) * kMedianStep * pace * distance_;
  const double grown = 1.0 + kDistanceStep * pace;
  distance_ = farther ? distance_ * grown : distance_ / grown;
  keep_above_floor();
}

void DecayedScale::keep_above_floor() noexcept {
  const double least = settings_.least_deviation / kOfNormal;
  if (!(distance_ >= least)) distance_ = least;
}

double DecayedScale::deviation() const noexcept { return kOfNormal * distance_; }

double DecayedScale::normalised(double value) const noexcept {
  const double deviations = (value - median_) / deviation();
  if (deviations > kMost) return kMost;
  return deviations < -kMost ? -kMost : deviations;
}

}  // namespace homeostat::biomarkers
