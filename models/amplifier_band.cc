#include "models/amplifier_band.h"

#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kPerHzUs = 6.283185307179586e-6;

// The closed form divides by the difference of two rates. Rates that are equal, or nearly
// so, are set apart by a millionth, which costs about as much of the answer.
double apart(double rate, double from) {
  constexpr double kMillionth = 1e-6;
  const double difference = rate - from;
  if (difference > kMillionth * from || difference < -kMillionth * from) return rate;
  return from * (1.0 + kMillionth);
}

}  // namespace

AmplifierBand::AmplifierBand(double high_pass_hz, double low_pass_hz)
    : high_per_us_(kPerHzUs * high_pass_hz),
      low_per_us_(apart(kPerHzUs * low_pass_hz, kPerHzUs * high_pass_hz)) {}

void AmplifierBand::pass(const Course& course, double time_us, double span_us) {
  const double rate = apart(apart(1.0 / time_us, high_per_us_), low_per_us_);
  // h = level + shared * e^(-rate t) + settling * e^(-w_h t).
  const double shared = course.swing * high_per_us_ / (high_per_us_ - rate);
  const double settling = high_ - course.level - shared;
  // u - h keeps no level, so l is the sum of three decays.
  const double driven = low_per_us_ * (course.swing - shared) / (low_per_us_ - rate);
  const double slow = -low_per_us_ * settling / (low_per_us_ - high_per_us_);
  const double own = low_ - driven - slow;
  const double decayed = exp_of(-rate * span_us);
  const double high_decayed = exp_of(-high_per_us_ * span_us);
  high_ = course.level + shared * decayed + settling * high_decayed;
  low_ = driven * decayed + slow * high_decayed + own * exp_of(-low_per_us_ * span_us);
}

}  // namespace homeostat::models
