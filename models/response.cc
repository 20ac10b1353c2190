#include "models/response.h"

#include <algorithm>

namespace homeostat::models {

double jump_of(const safety::PulseTrain& train,
               const safety::ElectrodeConfiguration& configuration,
               const ContactMap& contacts, const TissueSettings& tissue,
               const ResponseSettings& response) {
  const double recruited = recruited_fraction(configuration, train.amplitude,
                                              train.pulse_width, contacts, tissue);
  const double charge_nc =
      static_cast<double>((train.amplitude * train.pulse_width).count()) * 1e-3;
  const double surplus =
      std::max(0.0, charge_nc / response.after_discharge_threshold_nc - 1.0);
  return recruited *
         (response.full_recruitment_jump + surplus * response.after_discharge_jump);
}

double pulse_duration_us(const safety::PulseTrain& train,
                         const safety::ElectrodeConfiguration& configuration) {
  const double phases = 1.0 + std::max<double>(configuration.second_phase_ratio, 1.0);
  return static_cast<double>(train.pulse_width.count()) * phases +
         static_cast<double>(configuration.interphase_gap.count());
}

}  // namespace homeostat::models
