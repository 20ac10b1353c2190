// Where programs, patients, device profiles and scenarios are found when a person gives a
// bare name.
//
// A path to a file is taken as it is, but not where it might be a shipped name: a file
// "epilepsy/responsive" or "epilepsy/responsive.textproto" in the present folder makes
// "epilepsy/responsive" two things, and is refused. A name ("responsive",
// "epilepsy/responsive") is looked for below the folder in HOMEOSTAT_CONFIGS where that
// is set and not empty, else below the installed folder, then the source's. Knows no
// format but the ending ".textproto".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clinical_configs/finding.h"

namespace homeostat::clinical_configs {

// A name that may mean more than one file.
struct AmbiguousName final : ConfigError {
  using ConfigError::ConfigError;
};

// Throws ConfigError that lists what exists, where nothing or more than one thing fits.
std::filesystem::path find_program(const std::filesystem::path& name_or_file);
std::filesystem::path find_patient(const std::filesystem::path& name_or_file);
std::filesystem::path find_profile(const std::filesystem::path& name_or_file);
std::filesystem::path find_scenario(const std::filesystem::path& name_or_file);

// Bare names of all of a kind, in order: "epilepsy/open_loop".
std::vector<std::string> program_names();
std::vector<std::string> patient_names();
std::vector<std::string> profile_names();
std::vector<std::string> scenario_names();

}  // namespace homeostat::clinical_configs
