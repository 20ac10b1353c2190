// The rules of a virtual patient: what a file must state, and models::validate().
#pragma once

#include <vector>

#include "clinical_configs/rules.h"
#include "models/virtual_patient.h"

namespace homeostat::clinical_configs {

// `message` is a homeostat.config.VirtualPatient.
std::vector<Fault> faults_of_patient(const google::protobuf::Message& message);

// What is absent stays as a settings object is made.
models::VirtualPatientSettings to_patient(const google::protobuf::Message& message);

}  // namespace homeostat::clinical_configs
