// One setting of a patient that does not hold: what every check of settings tells.
#pragma once

#include <string>
#include <utility>
#include <vector>

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

// Gathers them, in the order of what is asked.
class SettingsCheck {
 public:
  // Written as a proof of good: NaN does not pass.
  void range(std::string field, double value, double lowest, double highest,
             const char* why) {
    if (value >= lowest && value <= highest) return;
    faults.push_back({std::move(field), value, lowest, highest, why});
  }

  std::vector<SettingsFault> faults;
};

}  // namespace homeostat::models
