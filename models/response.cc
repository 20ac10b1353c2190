#include "models/response.h"

#include <algorithm>

#include "models/elementary.h"

namespace homeostat::models {

double charge_nc(const safety::PulseTrain& train) {
  return static_cast<double>((train.amplitude * train.pulse_width).count()) * 1e-3;
}

double effect_of(double charge_nc, double threshold_nc,
                 const ResponseSettings& response) {
  const double surplus = std::max(0.0, charge_nc / threshold_nc - 1.0);
  return response.acute_effect + surplus * response.after_discharge_effect;
}

double Accommodation::meet(double charge_nc, double onset_s) {
  const double base_nc = response_.after_discharge_threshold_nc;
  if (response_.accommodation_share == 0.0) return base_nc;
  // A tenth of a second after a pulse it is over; what it was followed to is forgotten.
  constexpr double kLasting_s = 0.1;
  const double passed_s = onset_s - last_onset_s_;
  const double lasted_s = std::min(passed_s, kLasting_s);
  const double time_s = response_.accommodation_time_s;
  followed_nc_ += (last_charge_nc_ - followed_nc_) * (1.0 - exp_of(-lasted_s / time_s));
  followed_nc_ *= exp_of(-(passed_s - lasted_s) / time_s);
  last_charge_nc_ = charge_nc;
  last_onset_s_ = onset_s;
  return base_nc + response_.accommodation_share * followed_nc_;
}

double pulse_duration_us(const safety::PulseTrain& train,
                         const safety::ElectrodeConfiguration& configuration) {
  const double phases = 1.0 + std::max<double>(configuration.second_phase_ratio, 1.0);
  return static_cast<double>(train.pulse_width.count()) * phases +
         static_cast<double>(configuration.interphase_gap.count());
}

}  // namespace homeostat::models
