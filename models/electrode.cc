#include "models/electrode.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace homeostat::models {
namespace {

// The stronger of a contact's two phases, as the cathodic current that recruits as far.
double reach_of_contact_mm(bool cathode_first, double amplitude_ua, double width_us,
                           double ratio, const TissueSettings& tissue) {
  const double weaker = 1.0 / tissue.anode_to_cathode_threshold;
  const double first = cathode_first ? amplitude_ua : amplitude_ua * weaker;
  const double second = (cathode_first ? amplitude_ua * weaker : amplitude_ua) / ratio;
  return std::max(recruitment_radius_mm(first, width_us, tissue),
                  recruitment_radius_mm(second, width_us * ratio, tissue));
}

}  // namespace

double recruitment_radius_mm(double amplitude_ua, double pulse_width_us,
                             const TissueSettings& tissue) {
  if (!(amplitude_ua > 0.0 && pulse_width_us > 0.0)) return 0.0;
  // What a pulse without end would have to carry to reach as far.
  const double endless_ua = amplitude_ua / (1.0 + tissue.chronaxie_us / pulse_width_us);
  const double surplus_ua = endless_ua - tissue.rheobase_ua;
  if (!(surplus_ua > 0.0)) return 0.0;
  return std::sqrt(surplus_ua / tissue.current_distance_ua_per_mm2);
}

double recruitment_radius_mm(const ElectrodePulse& pulse, const TissueSettings& tissue) {
  const double anodic_ua = pulse.amplitude_ua / tissue.anode_to_cathode_threshold;
  const double cathode =
      recruitment_radius_mm(pulse.amplitude_ua, pulse.width_us, tissue);
  const double anode = recruitment_radius_mm(anodic_ua, pulse.width_us, tissue);
  if (pulse.biphasic) return std::max(cathode, anode);
  return pulse.cathode_first ? cathode : anode;
}

double overlap_fraction(double reach_mm, double focus_mm, double distance_mm) {
  if (!(reach_mm > 0.0) || reach_mm + focus_mm <= distance_mm) return 0.0;
  if (distance_mm + focus_mm <= reach_mm) return 1.0;  // the focus lies inside
  if (distance_mm + reach_mm <= focus_mm) {            // the reach lies inside
    const double ratio = reach_mm / focus_mm;
    return ratio * ratio * ratio;
  }
  // Volume of the lens that two balls share, over that of the focus.
  const double gap = reach_mm + focus_mm - distance_mm;
  const double difference = reach_mm - focus_mm;
  const double lens =
      gap * gap *
      (distance_mm * distance_mm + 2.0 * distance_mm * (reach_mm + focus_mm) -
       3.0 * difference * difference) /
      (12.0 * distance_mm);
  return std::clamp(lens / (4.0 / 3.0 * focus_mm * focus_mm * focus_mm), 0.0, 1.0);
}

double share_of_polarity(const safety::ElectrodeConfiguration& configuration,
                         std::size_t contact) {
  double sum = 0.0;
  for (const auto& use : configuration.contacts) {
    if (use.polarity == configuration.contacts[contact].polarity) {
      sum += use.worst_case_share_permille;
    }
  }
  return sum > 0.0 ? configuration.contacts[contact].worst_case_share_permille / sum
                   : 0.0;
}

double recruited_fraction(const safety::ElectrodeConfiguration& configuration,
                          Microamps amplitude, Microseconds pulse_width,
                          const ContactMap& contacts, const TissueSettings& tissue) {
  double most = 0.0;
  const double ratio = std::max<double>(configuration.second_phase_ratio, 1.0);
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const auto polarity = configuration.contacts[i].polarity;
    if (polarity == safety::Polarity::kUnused || !contacts[i].present) continue;
    const double current_ua = amplitude.count() * share_of_polarity(configuration, i);
    const double reach =
        reach_of_contact_mm(polarity == safety::Polarity::kCathode, current_ua,
                            static_cast<double>(pulse_width.count()), ratio, tissue);
    most = std::max(most, overlap_fraction(reach, tissue.focus_radius_mm,
                                           contacts[i].focus_distance_mm));
  }
  return most;
}

double nearest_current_ua(const safety::ElectrodeConfiguration& configuration,
                          Microamps amplitude, const ContactMap& contacts) {
  double current_ua = 0.0;
  double nearest_mm = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const auto polarity = configuration.contacts[i].polarity;
    if (polarity == safety::Polarity::kUnused || !contacts[i].present) continue;
    if (!(contacts[i].focus_distance_mm < nearest_mm)) continue;
    nearest_mm = contacts[i].focus_distance_mm;
    const double share = amplitude.count() * share_of_polarity(configuration, i);
    current_ua = polarity == safety::Polarity::kCathode ? share : -share;
  }
  return current_ua;
}

}  // namespace homeostat::models
