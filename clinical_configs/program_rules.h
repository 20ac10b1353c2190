// The rules of a therapy program, as the device has them: the host serialises, and the
// device's own decoder and validate() answer.
#pragma once

#include <vector>

#include "clinical_configs/rules.h"
#include "controller/therapy_program.h"

namespace homeostat::clinical_configs {

// `message` is a homeostat.config.TherapyProgram. Faults of the decoder come first.
std::vector<Fault> faults_of_program(const google::protobuf::Message& message);

// Of a message without faults; throws std::logic_error where it does not decode.
controller::TherapyProgram to_program(const google::protobuf::Message& message);

}  // namespace homeostat::clinical_configs
