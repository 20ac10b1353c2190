// The rules of a scenario of the conformance kit: which fields go with which act and
// expectation, within which bounds, and which modes, notices and reasons there are.
// Refusals are the link's own words, and checked where that is known (hil/conformance).
#pragma once

#include <vector>

#include "clinical_configs/conformance_scenario.h"
#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {

// `message` is a homeostat.config.ConformanceScenario.
std::vector<Fault> faults_of_scenario(const google::protobuf::Message& message);

// Of a message without faults.
ConformanceScenario to_scenario(const google::protobuf::Message& message);

}  // namespace homeostat::clinical_configs
