// Whether a program fits a patient: every contact that it senses or drives must be there.
//
// A program and a patient may each be faultless and not belong together. Current through
// a contact that does not exist goes nowhere in a simulation that would still look right.
#pragma once

#include <filesystem>
#include <vector>

#include "clinical_configs/finding.h"

namespace homeostat::clinical_configs {

// One finding a contact that is missing, at its line in the program; empty: they fit.
// Both files must be accepted, throws ConfigError where they are not.
std::vector<Finding> misfits(const std::filesystem::path& program_file,
                             const std::filesystem::path& patient_file);

// Throws ConfigError, one line, where there are any.
void require_fit(const std::filesystem::path& program_file,
                 const std::filesystem::path& patient_file);

}  // namespace homeostat::clinical_configs
