// The rules of a programming of an RC+S: what a file must state, and the core's
// validate() (biomarkers/rcs_rules.h).
#pragma once

#include <vector>

#include "clinical_configs/rcs_profile.h"
#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {

// `message` is a homeostat.config.RcsSettings.
std::vector<Fault> faults_of_rcs(const google::protobuf::Message& message);

// What is absent stays as a settings object is made.
RcsProfile to_rcs(const google::protobuf::Message& message);

}  // namespace homeostat::clinical_configs
