// The folder of a device profile: guarded like a run's, and marked by profile.json, which
// says what the tables beside it were made from. Knows no device.
#pragma once

#include <filesystem>
#include <string>

#include "sim/output_folder.h"
#include "sim/profile_command.h"

namespace homeostat::sim {

// The last name of every profile's OutputFiles.
inline constexpr const char* kProfileMark = "profile.json";

struct ProfileMark {
  std::string profile;  // "rcs"
  std::string name;     // of the settings
  std::string source;   // of their numbers
  std::string details;  // a JSON object, added as it is
};

// Refuses to lose what is not a profile's, then makes the folder and writes its mark.
// Throws UsageError or RecordingError.
void begin_profile_folder(const ProfileOptions& options,
                          const std::filesystem::path& settings, OutputFiles files,
                          const ProfileMark& mark);

// The labels to look for in the signal: the ones that were named, else the profile's own.
// Throws UsageError where they are not as many.
std::vector<std::string> profile_labels(const ProfileOptions& options,
                                        const std::vector<std::string>& own);

// Of a run that was stopped, or came to its end.
void tell_end(const ProfileOptions& options, double done_s, double duration_s,
              const Console& console);

}  // namespace homeostat::sim
