// From files to what runs: programs, patients, device profiles and scenarios of the
// conformance kit, checked before anyone sees them.
//
// One path for every program: text -> protobuf message -> bytes -> the device's decoder
// -> validate(). Throws ConfigError for whatever a person can get wrong; its findings are
// complete. Not for the device; reads files, allocates.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clinical_configs/conformance_scenario.h"
#include "clinical_configs/find_config.h"
#include "clinical_configs/finding.h"
#include "clinical_configs/rcs_profile.h"
#include "clinical_configs/rns_profile.h"
#include "controller/therapy_program.h"
#include "models/virtual_patient.h"

namespace homeostat::clinical_configs {

// `name_or_file` as for find_program() and its like. Warnings do not throw.
controller::TherapyProgram load_program(const std::filesystem::path& name_or_file);
// The same as Protobuf's bytes, as a device decodes them; equal files give equal bytes.
std::string load_program_bytes(const std::filesystem::path& name_or_file);
models::VirtualPatientSettings load_patient(const std::filesystem::path& name_or_file);
RcsProfile load_rcs(const std::filesystem::path& name_or_file);
RnsProfile load_rns(const std::filesystem::path& name_or_file);
ConformanceScenario load_scenario(const std::filesystem::path& name_or_file);

// Everything that can be found wrong with a file, by line; which kind it is, its fields
// tell. Never throws for what is in the file or where it lies.
std::vector<Finding> check_file(const std::filesystem::path& file);

}  // namespace homeostat::clinical_configs
