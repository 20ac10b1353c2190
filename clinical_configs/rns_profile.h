// A programming of an RNS, from its file: what `homeostat profile rns` reads.
#pragma once

#include <string>

#include "biomarkers/rns_settings.h"

namespace homeostat::clinical_configs {

struct RnsProfile {
  std::string name;
  std::string source;         // of its numbers
  std::string ranges_source;  // of what bounds its therapies; empty: it has none
  biomarkers::RnsSettings settings;
};

}  // namespace homeostat::clinical_configs
