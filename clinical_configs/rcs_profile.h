// A programming of an RC+S, from its file: what `homeostat profile rcs` reads.
#pragma once

#include <string>

#include "biomarkers/rcs_settings.h"

namespace homeostat::clinical_configs {

struct RcsProfile {
  std::string name;
  std::string source;  // of its numbers
  biomarkers::RcsSettings settings;
};

}  // namespace homeostat::clinical_configs
