// The rules of a programming of an RNS: what a file must state, and the core's validate()
// (biomarkers/rns_rules.h).
#pragma once

#include <vector>

#include "clinical_configs/rns_profile.h"
#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {

// `message` is a homeostat.config.RnsSettings.
std::vector<Fault> faults_of_rns(const google::protobuf::Message& message);

// What is absent stays as a settings object is made.
RnsProfile to_rns(const google::protobuf::Message& message);

}  // namespace homeostat::clinical_configs
