// From a stimulation pulse to the part of the focus that it recruits.
//
// A pulse of either polarity recruits the axons near a contact: those within the radius
// at which the current reaches threshold. The recruited fraction is what enters a neural
// model; the current itself does not, because a charge-balanced pulse added to a state
// equation nearly cancels. Contacts do not add: the one that recruits most counts.
//
// Rules and sources:
// - strength-duration, Weiss 1901 / Geddes 2004 (TBME 51:1089): threshold(width) =
//   rheobase * (1 + chronaxie / width). Axons: chronaxie 0.05-0.4 ms (Ranck 1975).
// - current-distance, Stoney 1968, Tehovnik 2006 (J Neurophysiol 96:512): threshold =
//   offset + k * distance^2, k = 100 to 4000 uA/mm2 at 0.2 ms.
// - polarity, Ranck 1975: an anode needs several times the current of a cathode.
//   The second phase of an anode-first contact is cathodic and may recruit more.
// - the focus is a ball; the fraction is the overlap of two balls (our geometry).
// Knows no model and no time.
#pragma once

#include <array>
#include <cstddef>

#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

// Where the focus lies and how easily it is excited.
struct TissueSettings {
  double focus_radius_mm = 0.0;
  double chronaxie_us = 0.0;
  double rheobase_ua = 0.0;                  // at the contact's surface, cathodic
  double current_distance_ua_per_mm2 = 0.0;  // k, for pulses much longer than chronaxie
  double anode_to_cathode_threshold = 0.0;   // ratio, at least 1
};

// One physical contact as the patient's head holds it. A contact that does not exist
// keeps the defaults: out of reach of the focus, sees nothing, never measured.
struct ContactSettings {
  bool present = false;
  double focus_distance_mm = 0.0;  // to the centre of the focus
  double focus_gain_uv = 0.0;      // potential here per unit of the model's observable
  double impedance_ohm = 0.0;
};

using ContactMap = std::array<ContactSettings, safety::kContacts>;

// Radius around a cathode within which a monophasic pulse reaches threshold; zero where
// it does not.
double recruitment_radius_mm(double amplitude_ua, double pulse_width_us,
                             const TissueSettings& tissue);

// One pulse at one contact. The second phase of a charge-balanced pulse is of equal width
// and opposite sign.
struct ElectrodePulse {
  double amplitude_ua = 0.0;
  double width_us = 0.0;
  bool cathode_first = true;
  bool biphasic = false;
};

// Radius around its contact within which a pulse reaches threshold in either phase.
double recruitment_radius_mm(const ElectrodePulse& pulse, const TissueSettings& tissue);

// Part of a ball of radius `focus_mm` that lies within `reach_mm` of a point at
// `distance_mm` from its centre: 0 to 1, never falling with reach.
double overlap_fraction(double reach_mm, double focus_mm, double distance_mm);

// Part of an output's current that `contact` carries, by the clinician's worst case; 0
// for a contact that the configuration does not use.
double share_of_polarity(const safety::ElectrodeConfiguration& configuration,
                         std::size_t contact);

// Recruited fraction of the focus for one pulse of `amplitude` and `pulse_width` through
// `configuration`: 0 to 1, never falling with amplitude.
double recruited_fraction(const safety::ElectrodeConfiguration& configuration,
                          Microamps amplitude, Microseconds pulse_width,
                          const ContactMap& contacts, const TissueSettings& tissue);

// Current of the first phase at the contact in use that is nearest to the focus: positive
// where that contact is a cathode.
double nearest_current_ua(const safety::ElectrodeConfiguration& configuration,
                          Microamps amplitude, const ContactMap& contacts);

}  // namespace homeostat::models
