#include "models/electrode_interface.h"

#include <limits>

#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kNano = 1e-9;
constexpr double kMicroPerNano = 1e-3;  // ohm * nF is a nanosecond

}  // namespace

Impedance impedance_of(const InterfaceSettings& settings, double series_ohm,
                       double frequency_hz) {
  const double ratio = kTwoPi * frequency_hz * settings.charge_transfer_ohm *
                       settings.double_layer_nf * kNano;
  const double across_ohm = settings.charge_transfer_ohm / (1.0 + ratio * ratio);
  return {series_ohm + across_ohm, -ratio * across_ohm};
}

ElectrodeInterface::ElectrodeInterface(const InterfaceSettings& settings,
                                       double series_ohm)
    : settings_(settings), series_ohm_(series_ohm) {}

void ElectrodeInterface::begin(const ContactPulse& pulse) {
  const double ratio = pulse.second_phase_ratio;
  const double second_ua = -pulse.current_ua / ratio * (1.0 - settings_.imbalance_share);
  const double first_end_us = pulse.onset_us + pulse.width_us;
  const double second_us = first_end_us + pulse.gap_us;
  const double second_end_us = second_us + pulse.width_us * ratio;
  stretches_ = {{{first_end_us, pulse.current_ua, false},
                 {second_us, 0.0, false},
                 {second_end_us, second_ua, false},
                 {second_end_us + pulse.recharge_us, 0.0, true}}};
  next_ = 0;
  count_ = stretches_.size();
  now_us_ = pulse.onset_us;
}

double ElectrodeInterface::holds_until_us() const {
  return next_ < count_ ? stretches_[next_].end_us
                        : std::numeric_limits<double>::infinity();
}

double ElectrodeInterface::time_us() const {
  const double leak_ohm = settings_.charge_transfer_ohm;
  if (!joined()) return leak_ohm * settings_.double_layer_nf * kMicroPerNano;
  const double switch_ohm = series_ohm_ + settings_.recharge_ohm;
  return leak_ohm * switch_ohm / (leak_ohm + switch_ohm) * settings_.double_layer_nf *
         kMicroPerNano;
}

Course ElectrodeInterface::layer_uv() const {
  const double level_uv = drive_ua() * settings_.charge_transfer_ohm;
  return {level_uv, layer_uv_ - level_uv};
}

Course ElectrodeInterface::current_ua() const {
  if (!joined()) return {drive_ua(), 0.0};
  return {0.0, -layer_uv_ / (series_ohm_ + settings_.recharge_ohm)};
}

void ElectrodeInterface::advance_to(double time_us) {
  const Course layer = layer_uv();
  layer_uv_ = layer.level + layer.swing * exp_of(-(time_us - now_us_) / this->time_us());
  now_us_ = time_us;
  if (time_us >= holds_until_us()) ++next_;
}

}  // namespace homeostat::models
