#include "models/phase_trigger.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "biomarkers/numbers.h"

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kQuality = 2.0;
constexpr double kMeanShare = 0.05;  // corner of the slow mean, of the frequency

void need(bool good, const char* what) {
  if (!good) throw std::invalid_argument(std::string("phase trigger: ") + what);
}

}  // namespace

PhaseTrigger::PhaseTrigger(const PhaseTriggerSettings& settings, double step)
    : omega_(kTwoPi * settings.frequency),
      step_(step),
      least_square_(settings.least_amplitude * settings.least_amplitude) {
  need(settings.frequency > 0.0 && std::isfinite(settings.frequency),
       "the frequency must be positive");
  need(settings.phase_degrees >= -360.0 && settings.phase_degrees <= 360.0,
       "phase_degrees: allowed -360 to 360");
  need(settings.least_amplitude >= 0.0, "least_amplitude must not be negative");
  need(step > 0.0 && step * settings.frequency <= 0.05,
       "the step must be at most a twentieth of a cycle");
  // What is left when the mean is taken away leads by atan(kMeanShare).
  const double phase = settings.phase_degrees / 360.0 * kTwoPi;
  const double length = __builtin_sqrt(1.0 + kMeanShare * kMeanShare);
  const double c = biomarkers::cos(phase);
  const double s = biomarkers::sin(phase);
  cosine_ = (c - kMeanShare * s) / length;
  sine_ = (s + kMeanShare * c) / length;
  step_cosine_ = biomarkers::cos(omega_ * step);
  step_sine_ = biomarkers::sin(omega_ * step);
}

PhaseTrigger::State PhaseTrigger::rates(const State& s, double signal) const {
  const double damping = omega_ / kQuality;
  return {kMeanShare * omega_ * (signal - s[0]),
          damping * (signal - s[0] - s[1]) - omega_ * s[2], omega_ * s[1]};
}

// One Runge-Kutta step under the mean of this signal and the last.
void PhaseTrigger::live(double signal) {
  const double between = 0.5 * (last_ + signal);
  const auto moved = [this](const State& rates, double h) {
    State at = state_;
    for (std::size_t i = 0; i < at.size(); ++i) at[i] += h * rates[i];
    return at;
  };
  const State a = rates(state_, between);
  const State b = rates(moved(a, 0.5 * step_), between);
  const State c = rates(moved(b, 0.5 * step_), between);
  const State d = rates(moved(c, step_), between);
  for (std::size_t i = 0; i < state_.size(); ++i) {
    state_[i] += step_ / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]);
  }
}

std::optional<double> PhaseTrigger::look(double signal) {
  if (!began_) {
    began_ = true;
    last_ = signal;
    state_[0] = signal;
  }
  live(signal);
  last_ = signal;
  wait_ -= step_;
  const double ahead = state_[1] * cosine_ + state_[2] * sine_;
  const double across = state_[2] * cosine_ - state_[1] * sine_;
  const double next = across * step_cosine_ + ahead * step_sine_;
  const double square = ahead * ahead + across * across;
  const bool passes = across < 0.0 && next >= 0.0 && square >= least_square_;
  if (!passes || wait_ > 0.0) return std::nullopt;
  wait_ = 0.5 * kTwoPi / omega_;
  return step_ * (-across / (next - across));
}

}  // namespace homeostat::models
