// One setting of a patient that does not hold: what every check of settings tells.
#pragma once

#include <string>

namespace homeostat::models {

// `field` is spelled as the settings are, with dots and brackets, for example
// "contacts[3].impedance_ohm".
struct SettingsFault {
  std::string field;
  double value = 0.0;
  double lowest = 0.0;  // accepted range, inclusive
  double highest = 0.0;
  std::string why;
};

}  // namespace homeostat::models
